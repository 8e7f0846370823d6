// The page's frame: header, panel with tabs, timeline, credits. Built once, filled by others.

import { count, h, said } from "./dom.js";

const TABS = [
  { name: "filter", label: "Filter" },
  { name: "list", label: "List" },
  { name: "layers", label: "Layers" },
  { name: "save", label: "Save" },
  { name: "about", label: "About" },
];

/** Build the frame and give its parts by name. */
export function buildShell(about, context) {
  const parts = {
    totals: h("p", { id: "mapper-totals", role: "status" }),
    search: h("div", { id: "mapper-search", role: "search" }),
    time: h("section", { id: "mapper-time", "aria-label": "Days shown" }),
    card: h("section", { id: "mapper-card", "aria-label": "Evidence", hidden: true }),
    key: h("details", { id: "mapper-key" }),
    tip: h("div", { id: "mapper-tip", hidden: true }),
    print: h("section", { id: "mapper-print", "aria-hidden": "true" }),
    panes: {},
  };
  for (const { name } of TABS) {
    parts.panes[name] = h("div", { id: `mapper-${name}`, role: "tabpanel", "aria-labelledby": `mapper-tab-${name}`, class: "pane", tabindex: "0", hidden: true });
  }
  parts.panel = h("aside", { id: "mapper-panel", "aria-label": "Search, filters, list and layers" });
  parts.tabs = tabs(parts);
  parts.panel.append(parts.search, parts.tabs, ...Object.values(parts.panes));
  document.getElementById("mapper-header").append(parts.totals);
  document.body.append(parts.time, parts.panel, parts.key, parts.card, parts.print, credits(about, context));
  return parts;
}

/** The row of tabs; arrow keys walk along it. On a phone a second tap closes the sheet. */
function tabs(parts) {
  const buttons = TABS.map(({ name, label }) =>
    h(
      "button",
      {
        type: "button",
        id: `mapper-tab-${name}`,
        role: "tab",
        "aria-controls": `mapper-${name}`,
        on: { click: () => open(name, true), keydown: (event) => walk(event, name) },
      },
      label,
    ),
  );
  const listeners = [];
  let current = null;
  const open = (name, byTap = false) => {
    const closing = byTap && name === current && matchMedia("(max-width: 700px)").matches;
    current = closing ? null : name;
    document.body.classList.toggle("sheet-open", current !== null);
    TABS.forEach((tab, i) => {
      const chosen = tab.name === (current ?? TABS[0].name);
      buttons[i].setAttribute("aria-selected", String(tab.name === current));
      buttons[i].tabIndex = chosen ? 0 : -1;
      parts.panes[tab.name].hidden = tab.name !== current;
    });
    for (const listener of listeners) listener(current);
  };
  const walk = (event, name) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const next = (TABS.findIndex((tab) => tab.name === name) + by + TABS.length) % TABS.length;
    open(TABS[next].name);
    buttons[next].focus();
  };
  parts.open = open;
  parts.onTab = (listener) => listeners.push(listener);
  return h("div", { id: "mapper-tabs", role: "tablist", "aria-label": "Panel" }, buttons);
}

/** Credits in words, for pictures. */
export function creditsText(about) {
  return `Data: ${about.credits.map(({ name, what }) => (what ? `${name} (${what})` : name)).join("; ")}`;
}

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

/** What to know of zones, where there are any. */
export function zoneWarning(context) {
  return context.hasZones ? "Zones are drawn from descriptions. " : "";
}

function credits(about, context) {
  return h(
    "footer",
    { id: "mapper-credits", tabindex: "0", "aria-label": "Credits" },
    h("span", {}, `Reported, not verified. ${zoneWarning(context)}`),
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

export function notes(about, incidents, context) {
  const articles = Object.keys(about.articles).length;
  const items = [
    incidents.areEvents
      ? "Each dot is an event as reports tell it, not a fact: nobody here has verified it. The card shows what they say together and every report, with who says so and where."
      : "Each dot is a report, not a fact: nobody here has verified it. The card shows who says so and where.",
    incidents.areEvents ? "Where the reports of an event disagree on its place, each place is drawn, the paler the fewer of them allow it." : null,
    "A dot stands for a place named in a text. Its area of uncertainty holds the true spot nine times in ten; a hollow dot means “somewhere in this region”.",
    context.zones.length ? "Zones and lines are drawn from what their sources say, each only as well as its card tells: no survey, and no verdict on whose ground it is." : null,
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
