// The panel's filters and layers: each with its symbol and how many it would show.

import { capital, count, h, refill, said } from "./dom.js";
import { labelOf, ordered } from "./legend.js";
import { icon } from "./symbols.js";

const FIRST = 8;

/** Builds the filter controls and keeps their counts. */
export class Panel {
  constructor(element, { incidents, filter, style, context, about, colourings }, actions) {
    Object.assign(this, { element, incidents, filter, style, context, about, colourings, actions });
    this.rows = new Map();
    this.open = new Set();
  }

  /** Build everything anew, as after a change of colouring. */
  build(legend) {
    this.legend = legend;
    this.rows.clear();
    refill(this.element, this.colouring(), this.filter.facets.map((facet) => this.facet(facet)), this.killed(), this.undated(), this.clear());
  }

  colouring() {
    const offered = this.colourings;
    if (offered.length < 2) return null;
    return h(
      "label",
      { class: "row-field" },
      h("span", {}, "Colour by"),
      h(
        "select",
        { on: { change: (event) => this.actions.colourBy(event.target.value) } },
        offered.map(({ name, label }) => h("option", { value: name, selected: name === this.legend.name }, label)),
      ),
    );
  }

  killed() {
    const { min, max } = this.filter.killed;
    const field = (label, value) =>
      h("input", { type: "number", min: "0", step: "1", inputmode: "numeric", "aria-label": label, value: value ?? "", on: { change: () => apply() } });
    const [low, high] = [field("Killed, at least", min), field("Killed, at most", max)];
    const number = (input) => (input.value === "" ? null : Math.max(0, Number(input.value)));
    const apply = () => this.actions.killed(number(low), number(high));
    return h(
      "fieldset",
      { class: "facet" },
      h("legend", {}, "Killed, as reported"),
      h("div", { class: "range" }, low, h("span", {}, "to"), high),
      h("p", { class: "soft" }, `Leaves out ${this.incidents.called(2)} that state no figure.`),
    );
  }

  undated() {
    const { incidents, filter } = this;
    let undated = 0;
    for (const start of filter.start) if (!start) undated++;
    if (!undated || undated === incidents.rows) return null;
    return ticked(`${capital(incidents.called(2))} without a date (${count(undated)})`, filter.undated, (on) => this.actions.undated(on));
  }

  clear() {
    return h("button", { type: "button", class: "clear", on: { click: () => this.actions.clear() } }, "Clear all filters");
  }

  facet({ name, label }) {
    const values = ordered(name, this.filter.values(name), this.style);
    if (values.length < 2) return null;
    const coloured = name === this.legend.name;
    const shown = this.open.has(name) ? values : values.slice(0, FIRST);
    return h(
      "fieldset",
      { class: "facet" },
      h("legend", {}, label),
      shown.map((value) => this.value(name, value, coloured)),
      values.length > shown.length
        ? h("button", { type: "button", class: "as-link", on: { click: () => this.expand(name) } }, `${values.length - shown.length} more`)
        : null,
    );
  }

  expand(name) {
    this.open.add(name);
    this.build(this.legend);
    this.update(this.counted);
  }

  value(name, value, coloured) {
    const number = h("span", { class: "number" });
    const box = h("input", {
      type: "checkbox",
      checked: !this.filter.hidden[name].has(value),
      on: { change: (event) => this.actions.toggle(name, value, event.target.checked) },
    });
    const row = h(
      "div",
      { class: "facet-row" },
      h(
        "label",
        {},
        box,
        coloured ? icon(this.entry(value), { hollow: name === "geo_precision" && value === 3 }) : null,
        h("span", { class: "name" }, said(labelOf(name, value, this.style))),
        number,
      ),
      h("button", { type: "button", class: "only", on: { click: () => this.actions.only(name, value) }, "aria-label": `Only ${labelOf(name, value, this.style)}` }, "only"),
    );
    this.rows.set(`${name}\u0000${value}`, { name, value, number, box, row });
    return row;
  }

  entry(value) {
    const { entries, byCode } = this.legend;
    const list = this.incidents.lists[this.legend.name] || [];
    return entries[byCode[value === null ? 0 : list.indexOf(value) + 1]];
  }

  /** Write the live counts. */
  update(counted) {
    this.counted = counted;
    for (const { name, value, number, box, row } of this.rows.values()) {
      const code = value === null ? 0 : this.incidents.lists[name].indexOf(value) + 1;
      const n = counted.tallies[name][code];
      number.textContent = count(n);
      box.checked = !this.filter.hidden[name].has(value);
      row.classList.toggle("none", n === 0);
    }
  }
}

/** Fill the pane of layers: how incidents are drawn, and the switches of all else. */
export function layerPane(element, app, actions) {
  const { context, points, labels } = app;
  const groups = { zones: "Zones, lines and posts", regions: "Ground" };
  refill(
    element,
    h(
      "fieldset",
      { class: "facet" },
      h("legend", {}, capital(app.incidents.called(2))),
      choice("Dots at one spot", points.grouping, GROUPINGS, (name) => actions.option((one) => (one.points.grouping = name))),
      ticked("Areas of uncertainty", points.showUncertainty, (on) => actions.option((one) => (one.points.showUncertainty = on))),
    ),
    Object.entries(groups).map(([group, label]) => {
      const switches = context.switches.filter((one) => one.group === group);
      if (!switches.length) return null;
      return h(
        "fieldset",
        { class: "facet" },
        h("legend", {}, label),
        switches.map((one) => layerRow(one, context, actions)),
        group === "zones"
          ? ticked("Keep them when the chosen days lie outside theirs", context.keep, (on) => actions.option((one) => (one.context.keep = on)))
          : labels.hasArabic
            ? ticked("Names in Arabic where known", labels.arabic, (on) => actions.option((one) => (one.labels.arabic = on)))
            : null,
      );
    }),
    context.hasZones
      ? h("p", { class: "soft" }, "Zones are drawn by what their sources say; “about” tells which. Solid fill: the narrower reading of the depth; hatching: the wider one.")
      : null,
  );
}

const GROUPINGS = [
  ["spot", "as one ring"],
  ["nearby", "as wide clusters"],
  ["none", "each by itself"],
];

function choice(label, value, options, change) {
  return h(
    "label",
    { class: "row-field" },
    h("span", {}, label),
    h("select", { on: { change: (event) => change(event.target.value) } }, options.map(([name, text]) => h("option", { value: name, selected: name === value }, text))),
  );
}

function ticked(label, checked, change) {
  return h(
    "label",
    { class: "facet-row" },
    h("input", { type: "checkbox", checked, on: { change: (event) => change(event.target.checked) } }),
    h("span", { class: "name" }, label),
  );
}

function layerRow(one, context, actions) {
  return h(
    "div",
    { class: "facet-row" },
    h(
      "label",
      {},
      h("input", { type: "checkbox", checked: context.shown(one.id), on: { change: (event) => actions.layer(one.id, event.target.checked) } }),
      swatch(one),
      h("span", { class: "name" }, said(one.label), one.dates ? h("span", { class: "soft block" }, one.dates) : null),
    ),
    one.zone && one.dates
      ? h("button", { type: "button", class: "only", on: { click: () => actions.showZone(one.zone) }, "aria-label": `About ${one.label}` }, "about")
      : null,
  );
}

/** Write the key on the map: the zones, lines and posts that are drawn now. */
export function fillKey(element, app) {
  const shown = app.switchesShown();
  element.hidden = !shown.length;
  refill(
    element,
    h("summary", {}, "Zones and lines"),
    h("ul", {}, shown.map((one) => h("li", {}, swatch(one), h("span", {}, said(one.label), one.dates ? h("span", { class: "soft block" }, one.dates) : null)))),
    shown.some(({ hatched }) => hatched) ? h("p", { class: "soft" }, "Hatched: the wider reading of the depth.") : null,
  );
}

function swatch({ style, hatched, zone }) {
  const mark = h("span", { class: "swatch", "aria-hidden": "true" });
  if (style.fill && style.stroke && !style.symbol) {
    mark.style.backgroundColor = style.fill;
    mark.classList.toggle("hatched", Boolean(hatched));
    mark.style.border = `1px solid ${style.stroke}`;
    mark.style.opacity = "0.75";
  } else if (style.stroke && !style.symbol) {
    mark.style.borderTop = `${Math.ceil(style.width || 2)}px ${style.dash ? "dashed" : "solid"} ${style.stroke}`;
    mark.style.opacity = String(zone?.fresh ?? 1);
    mark.classList.add("line");
  } else if (style.symbol) {
    return icon({ symbol: style.symbol, colour: style.fill });
  } else return null;
  return mark;
}
