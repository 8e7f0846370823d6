// The key on the map: what the symbols, numbers, sizes, zones and lines that are drawn now mean.

import { h, refill, said, svg } from "../base/dom.js";
import { label } from "../base/labels.js";
import { icon } from "../draw/outlines.js";
import { keyLines } from "../state/key_lines.js";

const DARK = "#3c3c46";

/** Keeps the key in step with the view. */
export class Key {
  constructor(element, view, board) {
    Object.assign(this, { element, view, board });
    // Where the map is small it must not lie under its own explanation.
    const isRoomy = matchMedia("(min-width: 701px) and (min-height: 620px)").matches;
    this.details = h("details", { open: isRoomy });
    element.setAttribute("aria-label", label("key.title"));
    element.append(this.details);
    view.on("counted layers options colouring restored rest", () => this.update());
    this.update();
  }

  update() {
    const lines = keyLines(this.view, { isRaster: this.board.points.isRaster });
    const key = JSON.stringify(lines);
    // Written anew only where it says something else: it may be under the reader's eyes.
    if (key === this.written) return;
    this.written = key;
    refill(this.details, h("summary", {}, label("key.title")), [...groups(lines)].map(([name, members]) => group(name, members)));
  }
}

/** Lines by their groups, in order. */
function groups(lines) {
  const found = new Map();
  for (const line of lines) found.set(line.group, [...(found.get(line.group) || []), line]);
  return found;
}

function group(name, lines) {
  const small = lines.every(({ sign, note }) => ["symbol", "size"].includes(sign.kind) && !note && !sign.hollow);
  return h(
    "div",
    {},
    h("p", { class: "key-head" }, name),
    h(
      "ul",
      { class: small ? "key-two" : null },
      lines.map(({ label: text, note, sign }) => h("li", {}, signIcon(sign), h("span", {}, said(text), note ? h("span", { class: "soft block" }, note) : null))),
    ),
  );
}

/** The sign of a line of the key as a picture. */
function signIcon(sign) {
  const paint = SIGNS[sign.kind];
  return paint ? paint(sign) : swatch(sign.style);
}

const SIGNS = {
  symbol: (sign) => icon(sign, { hollow: sign.hollow }),
  size: ({ radius }) => picture(radius * 2 + 4, svg("circle", { r: radius, fill: "#ffffff", stroke: DARK, "stroke-width": "1.2" })),
  ring: () =>
    picture(
      24,
      svg("circle", { r: "9", fill: "#ffffff", stroke: DARK, "stroke-width": "3.5" }),
      svg("text", { "text-anchor": "middle", y: "4", "font-size": "11", "font-weight": "600", fill: "#1c1c1c" }, "3"),
    ),
  disc: () => picture(22, svg("circle", { r: "9", fill: DARK, "fill-opacity": "0.08", stroke: DARK, "stroke-opacity": "0.55" }), svg("circle", { r: "3", fill: DARK })),
  area_outline: () => picture(22, svg("path", { d: "M-9 4L-5 -7L3 -8L9 0L5 8Z", fill: "none", stroke: DARK, "stroke-dasharray": "4 2.5" })),
  faded: () => picture(22, svg("circle", { r: "6", fill: DARK, "fill-opacity": "0.35", stroke: DARK })),
  hatched: ({ style }) =>
    picture(
      20,
      svg("rect", { x: "-8", y: "-6", width: "16", height: "12", fill: "none", stroke: style.stroke }),
      svg("path", { d: "M-8 0L-2 -6M-8 6L4 -6M-2 6L8 -4M4 6L8 2", stroke: style.stroke, fill: "none" }),
    ),
  blurred: ({ style }) =>
    picture(
      20,
      ["0.12", "0.22", "0.4"].map((opacity, i) => svg("rect", { x: String(-8 + i * 3), y: String(-6 + i * 2), width: String(16 - i * 6), height: String(12 - i * 4), fill: style.fill, "fill-opacity": opacity })),
    ),
  cells: () =>
    picture(
      20,
      ["0.35", "0.7", "1"].map((opacity, i) => svg("rect", { x: String(-9 + i * 6), y: "-6", width: "6", height: "12", fill: DARK, "fill-opacity": opacity })),
    ),
};

function picture(side, ...shapes) {
  const half = side / 2;
  return svg("svg", { viewBox: `${-half} ${-half} ${side} ${side}`, width: side, height: side, "aria-hidden": "true", class: "icon" }, shapes);
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
