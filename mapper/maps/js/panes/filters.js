// The filters: each value with its symbol and how many it would show.

import { capital, h, refill, said } from "../base/dom.js";
import { count } from "../base/labels.js";
import { labelOf, ordered } from "../state/legend.js";
import { ticked } from "./controls.js";
import { icon } from "../draw/outlines.js";

const SHOWN_AT_ONCE = 8;

/** Builds the filter controls and keeps their counts. */
export class Filters {
  constructor(element, view) {
    const { incidents, filter, style } = view;
    Object.assign(this, { element, view, incidents, filter, style });
    this.rows = new Map();
    this.open = new Set();
    view.on("colouring restored", () => this.build());
    view.on("counted", (counted) => this.update(counted));
    this.build();
  }

  /** Build everything anew, as after a change of colouring. */
  build() {
    this.legend = this.view.legend;
    this.rows.clear();
    refill(this.element, this.colouring(), this.filter.facets.map((facet) => this.facet(facet)), this.killed(), this.undated(), this.clear());
  }

  colouring() {
    const offered = this.view.colourings;
    if (offered.length < 2) return null;
    return h(
      "label",
      { class: "row-field" },
      h("span", {}, "Colour by"),
      h(
        "select",
        { on: { change: (event) => this.view.colourBy(event.target.value) } },
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
    const apply = () => this.view.setKilled(number(low), number(high));
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
    return ticked(`${capital(incidents.called(2))} without a date (${count(undated)})`, filter.undated, (on) => this.view.setUndated(on));
  }

  clear() {
    return h("button", { type: "button", class: "clear", on: { click: () => this.view.clear() } }, "Clear all filters");
  }

  facet({ name, label }) {
    const values = ordered(name, this.filter.values(name), this.style);
    if (values.length < 2) return null;
    const coloured = name === this.legend.name;
    const shown = this.open.has(name) ? values : values.slice(0, SHOWN_AT_ONCE);
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
    this.build();
    this.update(this.view.counted);
  }

  value(name, value, coloured) {
    const number = h("span", { class: "number" });
    const box = h("input", {
      type: "checkbox",
      checked: !this.filter.hidden[name].has(value),
      on: { change: (event) => this.view.toggle(name, value, event.target.checked) },
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
      h("button", { type: "button", class: "only", on: { click: () => this.view.only(name, value) }, "aria-label": `Only ${labelOf(name, value, this.style)}` }, "only"),
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
    for (const { name, value, number, box, row } of this.rows.values()) {
      const code = value === null ? 0 : this.incidents.lists[name].indexOf(value) + 1;
      const n = counted.tallies[name][code];
      number.textContent = count(n);
      box.checked = !this.filter.hidden[name].has(value);
      row.classList.toggle("none", n === 0);
    }
  }
}
