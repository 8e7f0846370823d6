// The layers: how events are drawn, and the switches of all that lies around them.

import { capital, h, refill, said } from "../base/dom.js";
import { choice, ticked } from "./controls.js";
import { swatch } from "./key.js";

const SIZES = [
  ["none", "all alike"],
  ["killed", "by people killed"],
];

const GROUPINGS = [
  ["spot", "as one ring"],
  ["nearby", "as wide clusters"],
  ["none", "each by itself"],
];

/** The switches of a page. */
export class Layers {
  constructor(element, view, names) {
    Object.assign(this, { element, view, names });
    view.on("restored", () => this.build());
    this.build();
  }

  build() {
    refill(this.element, this.events(), this.group("zones", "Zones, lines and posts", this.zoneOptions()), this.group("ground", "Ground", this.groundOptions()));
  }

  events() {
    const { view } = this;
    return h(
      "fieldset",
      { class: "facet" },
      h("legend", {}, capital(view.incidents.called(2))),
      choice("Dots at one spot", view.options.grouping, GROUPINGS, (name) => view.setOption("grouping", name)),
      choice("Size of dots", view.options.sizeBy, SIZES, (name) => view.setOption("sizeBy", name)),
      this.option("areas", "Areas of uncertainty"),
    );
  }

  option(name, text) {
    const { view } = this;
    return ticked(text, view.options[name], (on) => view.setOption(name, on));
  }

  zoneOptions() {
    const { surroundings } = this.view;
    return [
      surroundings.hasEarlier ? this.option("earlier", "Earlier lines too, faint") : null,
      surroundings.hasReadings ? this.option("readings", "Both readings of the depth of zones") : null,
      this.option("keep", "Keep them when the chosen days lie outside theirs"),
      surroundings.hasZones ? h("p", { class: "soft" }, "Zones are drawn by what their sources say; “about” tells which.") : null,
    ];
  }

  groundOptions() {
    return this.names.hasLocal ? [this.option("localNames", "Names in Arabic where known")] : [];
  }

  group(name, title, options) {
    const switches = this.view.surroundings.switches.filter(({ group }) => group === name);
    if (!switches.length) return null;
    return h("fieldset", { class: "facet" }, h("legend", {}, title), switches.map((one) => this.row(one)), options);
  }

  row({ id, zone, style, label, dates }) {
    const { view } = this;
    return h(
      "div",
      { class: "facet-row" },
      h(
        "label",
        {},
        h("input", { type: "checkbox", checked: view.shows(id), on: { change: (event) => view.switchLayer(id, event.target.checked) } }),
        swatch(style),
        h("span", { class: "name" }, said(label), dates ? h("span", { class: "soft block" }, dates) : null),
      ),
      zone && dates ? h("button", { type: "button", class: "only", on: { click: () => view.chooseZone(zone) }, "aria-label": `About ${label}` }, "about") : null,
    );
  }
}
