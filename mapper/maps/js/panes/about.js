// What to know of the page: what it shows and does not, how it was made, whom it thanks.

import { h, said } from "../base/dom.js";
import { count, inLine, label, labelled } from "../base/labels.js";
import { zoneWarning } from "../state/words.js";

/** Credits at length: who gave what under which licence. */
function creditList(about) {
  return h(
    "ul",
    { class: "notes" },
    about.credits.map((one) => h("li", {}, creditWords(one))),
  );
}

function creditWords({ name, what, licence }) {
  const values = { name: h("strong", {}, said(name)), what: said(what || ""), licence: said(licence || "") };
  if (!what && !licence) return values.name;
  return labelled(what && licence ? "credits.what_and_licence" : what ? "credits.what" : "credits.licence", values);
}

/** The foot of the page. */
export function credits(about, surroundings) {
  return h(
    "footer",
    { id: "mapper-credits", tabindex: "0", "aria-label": label("credits.title") },
    h("span", {}, label("credits.unverified"), " ", zoneWarning(surroundings)),
    labelled("credits.data", { names: inLine(about.credits.map(({ name }) => said(name))) }),
    about.tiles ? [" ", labelled("credits.tiles", { server: said(about.tiles) })] : null,
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
    h("summary", {}, label("about.refused", { n: total })),
    h("p", { class: "soft" }, label("about.refused_note")),
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
    label(`about.dot_${incidents.kind}`),
    incidents.areEvents ? label("about.disagree") : null,
    label("about.uncertainty"),
    surroundings.zones.length ? label("about.zones") : null,
    about.timezone ? labelled("about.timezone", { zone: said(about.timezone) }) : null,
    label("about.nothing"),
    label("about.totals"),
    label("about.network"),
  ];
  const counts = [
    label(`about.${incidents.kindTogether}`, { n: incidents.rows }),
    incidents.all > incidents.rows ? label("about.reports", { n: incidents.countAll() }) : null,
    articles ? label("about.articles", { n: articles }) : null,
  ];
  const run = Object.entries(about.run);
  return [
    h("h2", {}, label("about.shows")),
    h("ul", { class: "notes" }, items.filter(Boolean).map((item) => h("li", {}, item))),
    h("p", { class: "soft" }, labelled("about.data", { counts: inLine(counts).join(""), data: h("code", {}, said(about.data)) })),
    refusals(about),
    run.length
      ? h(
          "details",
          {},
          h("summary", {}, label("about.made")),
          h("dl", { class: "small" }, run.map(([key, value]) => [h("dt", {}, said(key)), h("dd", {}, said(value))])),
        )
      : null,
    h("h2", {}, label("about.thanks")),
    creditList(about),
    h("p", { class: "soft" }, label("about.colours")),
  ];
}
