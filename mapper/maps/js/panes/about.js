// What to know of the page: what it shows and does not, how it was made, whom it thanks.

import { h, said } from "../base/dom.js";
import { count } from "../base/labels.js";
import { zoneWarning } from "../state/words.js";

/** Credits at length: who gave what under which licence. */
function creditList(about) {
  return h(
    "ul",
    { class: "notes" },
    about.credits.map(({ name, what, licence }) =>
      h("li", {}, h("strong", {}, said(name)), what ? [": ", said(what)] : null, licence ? [" (", said(licence), ")"] : null),
    ),
  );
}

/** The foot of the page. */
export function credits(about, surroundings) {
  return h(
    "footer",
    { id: "mapper-credits", tabindex: "0", "aria-label": "Credits" },
    h("span", {}, `Reported, not verified. ${zoneWarning(surroundings)}`),
    "Data: ",
    about.credits.map(({ name }, i) => [i ? ", " : null, said(name)]),
    " (licences: see About)",
    about.tiles ? [". Background tiles are loaded from ", said(about.tiles), ": that server learns which area you look at"] : null,
    ".",
  );
}

/** What a reader must know before believing the map. */
function refusals(about) {
  const reasons = Object.entries(about.refused || {});
  if (!reasons.length) return null;
  const total = reasons.reduce((sum, [, times]) => sum + times, 0);
  return h(
    "details",
    {},
    h("summary", {}, `Read and not taken: ${count(total)} passages`),
    h("p", { class: "soft" }, "Words that look like a strike and were left out, by reason."),
    h("dl", { class: "small" }, reasons.map(([reason, times]) => [h("dt", {}, said(reason)), h("dd", {}, count(times))])),
  );
}

/** Fill the pane about the page. */
export function aboutPane(element, { about, incidents, surroundings }) {
  element.append(...notes(about, incidents, surroundings).filter(Boolean));
}

function notes(about, incidents, surroundings) {
  const articles = Object.keys(about.articles).length;
  const items = [
    incidents.areEvents
      ? "Each dot is an event as reports tell it, not a fact: nobody here has verified it. The card shows what they say together and every report, with who says so and where."
      : "Each dot is a report, not a fact: nobody here has verified it. The card shows who says so and where.",
    incidents.areEvents ? "Where the reports of an event disagree on its place, each place is drawn, the paler the fewer of them allow it." : null,
    "A dot stands for a place named in a text. Its area of uncertainty holds the true spot nine times in ten; a hollow dot means “somewhere in this region”.",
    surroundings.zones.length ? "Zones and lines are drawn from what their sources say, each only as well as its card tells: no survey, and no verdict on whose ground it is." : null,
    about.timezone ? `Days are those of ${about.timezone}, as the sources tell them.` : null,
    "Where the map shows nothing, nothing was read. That is no sign of peace.",
    "Totals count an event once, even where several reports tell of it. Totals that a source gives over many days or places are listed apart and never added.",
    "This page asks the network for nothing and remembers nothing. A copied address brings the view back.",
  ];
  const run = Object.entries(about.run);
  return [
    h("h2", {}, "What this shows"),
    h("ul", { class: "notes" }, items.filter(Boolean).map((item) => h("li", {}, item))),
    h("p", { class: "soft" }, `${count(incidents.rows)} ${incidents.calledTogether}`, incidents.all > incidents.rows ? ` in ${count(incidents.countAll())} reports` : null, articles ? ` from ${count(articles)} articles and tables` : null, ". Data ", h("code", {}, said(about.data))),
    refusals(about),
    run.length
      ? h(
          "details",
          {},
          h("summary", {}, "How it was made"),
          h("dl", { class: "small" }, run.map(([key, value]) => [h("dt", {}, said(key)), h("dd", {}, said(value))])),
        )
      : null,
    h("h2", {}, "Thanks to"),
    creditList(about),
    h("p", { class: "soft" }, "Colours and shapes are chosen to be told apart by colour-blind readers too."),
  ];
}
