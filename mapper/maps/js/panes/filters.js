// The filters: each value with its symbol and how many it would show.

import { h, refill, said } from "../base/dom.js";
import { count, label } from "../base/labels.js";
import { colouringLabel, labelOf, ordered } from "../state/legend.js";
import { ticked } from "./controls.js";
import { icon } from "../draw/outlines.js";

const SHOWN_AT_ONCE = 8;

/** Builds the filter controls and keeps their counts. */
export class Filters {
  constructor(element, view) {
    const { incidents, filter, style } = view;
    Object.assign(this, { element, view, incidents, filter, style });
    this.facets = [];
    this.open = new Set();
    view.on("colouring restored", () => this.build());
    view.on("counted", (counted) => this.update(counted));
    // While days move nothing may jump under the hand; once they rest, what is folded is told anew.
    view.on("rest", () => !view.isPlaying && this.isStale && this.fold());
    this.build();
  }

  /** What a label speaks of: events, or reports where the page knows no events. */
  get kind() {
    return this.incidents.areEvents ? "events" : "reports";
  }

  /** Build everything anew, as after a change of colouring. */
  build() {
    this.legend = this.view.legend;
    this.facets = this.filter.facets.map((facet) => this.facet(facet)).filter(Boolean);
    refill(this.element, this.colouring(), this.facets.map(({ element }) => element), this.killed(), this.undated(), this.clear());
    if (this.view.counted) this.update(this.view.counted);
  }

  colouring() {
    const offered = this.view.colourings;
    if (offered.length < 2) return null;
    return h(
      "label",
      { class: "row-field" },
      h("span", {}, label("filter.colour_by")),
      h(
        "select",
        { on: { change: (event) => this.view.colourBy(event.target.value) } },
        offered.map(({ name }) => h("option", { value: name, selected: name === this.legend.name }, colouringLabel(name))),
      ),
    );
  }

  killed() {
    const { min, max } = this.filter.killed;
    const field = (name, value) =>
      h("input", { type: "number", min: "0", step: "1", inputmode: "numeric", "aria-label": name, value: value ?? "", on: { change: () => apply() } });
    const [low, high] = [field(label("filter.killed_at_least"), min), field(label("filter.killed_at_most"), max)];
    const number = (input) => (input.value === "" ? null : Math.max(0, Number(input.value)));
    const apply = () => this.view.setKilled(number(low), number(high));
    return h(
      "fieldset",
      { class: "facet" },
      h("legend", {}, label("filter.killed")),
      h("div", { class: "range" }, low, h("span", {}, label("filter.to")), high),
      h("p", { class: "soft" }, label(`filter.killed_leaves_out_${this.kind}`)),
    );
  }

  undated() {
    const { incidents, filter } = this;
    let undated = 0;
    for (const start of filter.start) if (!start) undated++;
    if (!undated || undated === incidents.rows) return null;
    return ticked(label(`filter.undated_${this.kind}`, { n: undated }), filter.undated, (on) => this.view.setUndated(on));
  }

  clear() {
    return h("button", { type: "button", class: "clear", on: { click: () => this.view.clear() } }, label("filter.clear"));
  }

  /** One facet: its values in sight, a button for more of them, and folded those that no event has now. */
  facet({ name, label: called }) {
    const values = ordered(name, this.filter.values(name), this.style);
    if (values.length < 2) return null;
    const [inSight, folded] = [h("div", {}), h("div", {})];
    const more = h("button", { type: "button", class: "as-link", on: { click: () => this.expand(name) } });
    const summary = h("summary", {});
    const details = h("details", { class: "facet-none", on: { toggle: () => this.foldFacet(made) } }, summary, folded);
    const element = h("fieldset", { class: "facet" }, h("legend", {}, called), inSight, more, details);
    const codes = new Map([[null, 0], ...(this.incidents.lists[name] || []).map((value, i) => [value, i + 1])]);
    const made = { name, values, codes, rows: new Map(), empty: [], element, inSight, folded, more, summary, details };
    return made;
  }

  expand(name) {
    this.open.add(name);
    const facet = this.facets.find((one) => one.name === name);
    const first = facet.inSight.children.length;
    this.foldFacet(facet);
    // The button goes: the keyboard stays where it showed more.
    if (facet.more.hidden) facet.inSight.children[first]?.querySelector("input").focus();
  }

  /** The row of a value, made when it is first needed. */
  rowOf(facet, value) {
    if (!facet.rows.has(value)) facet.rows.set(value, this.row(facet.name, value));
    return facet.rows.get(value);
  }

  row(name, value) {
    const called = labelOf(name, value, this.style);
    const number = h("span", { class: "number" });
    const box = h("input", { type: "checkbox", on: { change: (event) => this.view.toggle(name, value, event.target.checked) } });
    const isColoured = name === this.legend.name;
    const element = h(
      "div",
      { class: "facet-row" },
      h(
        "label",
        {},
        box,
        isColoured ? icon(this.entry(value), { hollow: name === "geo_precision" && value === 3 }) : null,
        h("span", { class: "name" }, said(called)),
        number,
      ),
      h("button", { type: "button", class: "only", on: { click: () => this.view.only(name, value) }, "aria-label": label("filter.only_this", { what: called }) }, label("filter.only")),
    );
    return { element, number, box };
  }

  entry(value) {
    const { entries, byCode } = this.legend;
    const list = this.incidents.lists[this.legend.name] || [];
    return entries[byCode[value === null ? 0 : list.indexOf(value) + 1]];
  }

  /** How many a value would show. */
  countOf({ name, codes }, value) {
    return this.view.counted.tallies[name][codes.get(value)];
  }

  /** Write the live counts; fold anew unless days alone moved. */
  update({ timeAlone }) {
    this.isStale = timeAlone;
    if (!timeAlone) this.fold();
    else this.facets.forEach((facet) => this.write(facet));
  }

  fold() {
    this.isStale = false;
    this.facets.forEach((facet) => this.foldFacet(facet));
  }

  /** Put in sight the values that would show something, and those that the reader ticked away. */
  foldFacet(facet) {
    const { name, values, inSight, folded, more, details } = facet;
    const hidden = this.filter.hidden[name];
    const stays = (value) => hidden.has(value) || this.countOf(facet, value) > 0 || this.holdsFocus(facet, value);
    const candidates = values.filter(stays);
    const isOpen = this.open.has(name);
    const shown = candidates.filter((value, i) => isOpen || i < SHOWN_AT_ONCE || this.holdsFocus(facet, value) || (hidden.size <= SHOWN_AT_ONCE && hidden.has(value)));
    facet.empty = values.filter((value) => !stays(value));
    const held = document.activeElement;
    // There may be thousands: rows that nobody has unfolded are not made.
    hang(folded, details.open ? facet.empty.map((value) => this.rowOf(facet, value).element) : []);
    hang(inSight, shown.map((value) => this.rowOf(facet, value).element));
    if (held !== document.activeElement && facet.element.contains(held)) held.focus();
    const left = candidates.length - shown.length;
    more.hidden = left === 0;
    more.textContent = label("filter.more", { n: left });
    details.hidden = facet.empty.length === 0;
    this.write(facet);
  }

  holdsFocus({ rows, inSight }, value) {
    const element = rows.get(value)?.element;
    return Boolean(element) && inSight.contains(element) && element.contains(document.activeElement);
  }

  /** Write the counts of a facet where its rows stand. */
  write(facet) {
    for (const [value, { number, box }] of facet.rows) {
      number.textContent = count(this.countOf(facet, value));
      box.checked = !this.filter.hidden[facet.name].has(value);
    }
    // While days move some of those folded may have events again: they are counted as they are.
    const empty = facet.empty.filter((value) => this.countOf(facet, value) === 0).length;
    facet.summary.textContent = label(`filter.without_${this.kind}`, { n: empty });
  }
}

/** Let an element hold some children in order; what stands right already, and has the keyboard, is not moved. */
function hang(parent, children) {
  const kept = new Set(children);
  for (const child of [...parent.children]) if (!kept.has(child)) child.remove();
  children.forEach((child, i) => {
    if (parent.children[i] !== child) parent.insertBefore(child, parent.children[i] || null);
  });
}
