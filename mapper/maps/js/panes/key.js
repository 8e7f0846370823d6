// The key on the map: what the symbols, sizes, zones and lines that are drawn now mean.

import { h, refill, said } from "../base/dom.js";
import { icon } from "../draw/outlines.js";

/** Keeps the key in step with the view. */
export class Key {
  constructor(element, view) {
    Object.assign(this, { element, view });
    element.open = !matchMedia("(max-width: 700px)").matches;
    view.on("counted layers options colouring restored", () => this.update());
    this.update();
  }

  update() {
    const shown = this.view.switchesShown();
    this.element.hidden = !shown.length;
    refill(
      this.element,
      h("summary", {}, "Zones and lines"),
      h("ul", {}, shown.map((one) => h("li", {}, swatch(one.style), h("span", {}, said(one.label), one.dates ? h("span", { class: "soft block" }, one.dates) : null)))),
    );
  }
}

/** The sign of a zone, a line or a post; null for what has none. */
export function swatch(style) {
  if (style.symbol) return icon({ symbol: style.symbol, colour: style.fill });
  if (!style.stroke) return null;
  const mark = h("span", { class: style.fill ? "swatch" : "swatch line", "aria-hidden": "true" });
  if (style.fill) {
    mark.style.backgroundColor = style.fill;
    mark.style.border = `1px solid ${style.stroke}`;
    mark.style.opacity = "0.6";
  } else mark.style.borderTop = `${Math.ceil(style.width || 2)}px ${style.dash ? "dashed" : "solid"} ${style.stroke}`;
  return mark;
}
