// The layers: how events are drawn, and the switches of all that lies around them.

import { h, refill, said } from "../base/dom.js";
import { label } from "../base/labels.js";
import { choice, ticked } from "./controls.js";
import { swatch } from "./key.js";

const SIZES = ["none", "killed"];
const GROUPINGS = ["spot", "nearby", "none"];

/** The switches of a page. */
export class Layers {
  constructor(element, view, names) {
    Object.assign(this, { element, view, names });
    view.on("restored", () => this.build());
    this.build();
  }

  build() {
    refill(this.element, this.events(), this.group("zones", this.zoneOptions()), this.group("ground", this.groundOptions()));
  }

  events() {
    const { view } = this;
    return h(
      "fieldset",
      { class: "facet" },
      h("legend", {}, label(`layers.${view.incidents.kind}`)),
      choice(label("layers.grouping"), view.options.grouping, GROUPINGS.map((name) => [name, label(`layers.grouping_${name}`)]), (name) => view.setOption("grouping", name)),
      choice(label("layers.size"), view.options.sizeBy, SIZES.map((name) => [name, label(`layers.size_${name}`)]), (name) => view.setOption("sizeBy", name)),
      this.option("areas"),
    );
  }

  option(name, key = name) {
    const { view } = this;
    return ticked(label(`layers.option_${key}`), view.options[name], (on) => view.setOption(name, on));
  }

  zoneOptions() {
    const { surroundings } = this.view;
    return [
      surroundings.hasEarlier ? this.option("earlier") : null,
      surroundings.hasReadings ? this.option("readings") : null,
      this.option("keep"),
      surroundings.hasZones ? h("p", { class: "soft" }, label("layers.zones_note")) : null,
    ];
  }

  groundOptions() {
    return this.names.hasLocal ? [this.option("localNames", "local_names")] : [];
  }

  group(name, options) {
    const switches = this.view.surroundings.switches.filter(({ group }) => group === name);
    if (!switches.length) return null;
    return h("fieldset", { class: "facet" }, h("legend", {}, label(`layers.group_${name}`)), switches.map((one) => this.row(one)), options);
  }

  row({ id, zone, style, label: called, dates }) {
    const { view } = this;
    return h(
      "div",
      { class: "facet-row" },
      h(
        "label",
        {},
        h("input", { type: "checkbox", checked: view.shows(id), on: { change: (event) => view.switchLayer(id, event.target.checked) } }),
        swatch(style),
        h("span", { class: "name" }, said(called), dates ? h("span", { class: "soft block" }, dates) : null),
      ),
      zone && dates ? h("button", { type: "button", class: "only", on: { click: () => view.chooseZone(zone) }, "aria-label": label("layers.about_zone", { name: called }) }, label("layers.about")) : null,
    );
  }
}
