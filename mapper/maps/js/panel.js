// The panel's filters and layers: each with its symbol and how many it would show.

import { count, h, refill, said } from "./dom.js";
import { FACETS } from "./filter.js";
import { COLOURINGS, labelOf, ordered } from "./legend.js";
import { icon } from "./symbols.js";

const FIRST = 8;

/** Builds the filter controls and keeps their counts. */
export class Panel {
  constructor(element, { incidents, filter, style, context, about }, actions) {
    Object.assign(this, { element, incidents, filter, style, context, about, actions });
    this.rows = new Map();
    this.open = new Set();
  }

  /** Build everything anew, as after a change of colouring. */
  build(legend) {
    this.legend = legend;
    this.rows.clear();
    refill(this.element, this.colouring(), FACETS.map((facet) => this.facet(facet)));
  }

  colouring() {
    const offered = COLOURINGS.filter(({ name }) => (this.incidents.lists[name] || []).length > 0);
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

/** Build the switches of the map's other layers. */
export function layerSwitches(context, style, actions) {
  const groups = { zones: "Zones, lines and posts", regions: "Ground" };
  const box = (checked, change) => h("input", { type: "checkbox", checked, on: { change: (event) => change(event.target.checked) } });
  return [
    ...Object.entries(groups).map(([group, label]) => {
      const switches = context.switches.filter((one) => one.group === group);
      if (!switches.length) return null;
      return h(
        "fieldset",
        { class: "facet" },
        h("legend", {}, label),
        switches.map((one) =>
          h(
            "div",
            { class: "facet-row" },
            h(
              "label",
              {},
              box(context.shown(one.id), (on) => actions.layer(one.id, on)),
              swatch(one),
              h("span", { class: "name" }, said(one.label), one.dates ? h("span", { class: "soft block" }, one.dates) : null),
            ),
            one.zone && one.dates
              ? h("button", { type: "button", class: "only", on: { click: () => actions.showZone(one.zone) }, "aria-label": `About ${one.label}` }, "about")
              : null,
          ),
        ),
        group === "zones"
          ? h("label", { class: "facet-row keep" }, box(context.keep, (on) => actions.keep(on)), h("span", { class: "name" }, "Keep them when the chosen days lie outside theirs"))
          : null,
      );
    }),
  ];
}

function swatch({ style }) {
  const mark = h("span", { class: "swatch", "aria-hidden": "true" });
  if (style.fill && style.stroke && !style.symbol) {
    mark.style.background = style.fill;
    mark.style.border = `1px solid ${style.stroke}`;
    mark.style.opacity = "0.75";
  } else if (style.stroke && !style.symbol) {
    mark.style.borderTop = `${Math.ceil(style.width || 2)}px ${style.dash ? "dashed" : "solid"} ${style.stroke}`;
    mark.classList.add("line");
  } else if (style.symbol) {
    return icon({ symbol: style.symbol, colour: style.fill });
  } else return null;
  return mark;
}
