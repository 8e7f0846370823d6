// A pen that writes SVG: it takes what the painters ask of a canvas, and nothing else.

import { clean, svg } from "../base/dom.js";

const FONT = /^(?:(italic|normal) )?(?:(bold|\d{3}) )?([\d.]+)px (.+)$/;
const RGBA = /^rgba\((\d+), ?(\d+), ?(\d+), ?([\d.]+)\)$/;
const LONE = /\p{Surrogate}/gu;
const ANCHORS = { left: "start", center: "middle", right: "end" };
const TURNED = { left: "end", center: "middle", right: "start" };
const FULL = 2 * Math.PI - 1e-6;

/** What a pen draws with; kept by `save`, brought back by `restore`. */
const PEN_AT_FIRST = {
  direction: "ltr",
  fillStyle: "#000000",
  font: "10px sans-serif",
  globalAlpha: 1,
  imageSmoothingEnabled: true,
  letterSpacing: "0px",
  lineCap: "butt",
  lineDash: [],
  lineJoin: "miter",
  lineWidth: 1,
  strokeStyle: "#000000",
  textAlign: "left",
  textBaseline: "alphabetic",
};

/** Round a number of the picture to a tenth of a pixel, fine to a hundredth. */
function short(number, digits = 1) {
  return String(Number(number.toFixed(digits)));
}

/** Text as XML may hold it. */
export function legalText(text) {
  return clean(text).replace(LONE, "\ufffd").replace(/[\ufffe\uffff]/g, "\ufffd");
}

/** Draws into an SVG element of `width` by `height` units. It is shifted and clipped, never turned or scaled. */
export class SvgPen {
  constructor(width, height) {
    this.element = svg("svg", { viewBox: `0 0 ${width} ${height}`, width: String(width), height: String(height) });
    this.defs = svg("defs", {});
    this.element.append(this.defs);
    Object.assign(this, PEN_AT_FIRST, { parent: this.element, x: 0, y: 0, kept: [], path: "", at: "", hatches: new Map() });
    this.ruler = document.createElement("canvas").getContext("2d");
    // A painter that sets what no pen has must not be overheard.
    Object.preventExtensions(this);
  }

  save() {
    const kept = Object.fromEntries(Object.keys(PEN_AT_FIRST).map((name) => [name, this[name]]));
    this.kept.push({ ...kept, parent: this.parent, x: this.x, y: this.y });
  }

  restore() {
    Object.assign(this, this.kept.pop());
  }

  translate(x, y) {
    this.x += x;
    this.y += y;
  }

  beginPath() {
    this.path = "";
    this.at = "";
  }

  moveTo(x, y) {
    this.go("M", x, y);
  }

  lineTo(x, y) {
    this.go(this.path ? "L" : "M", x, y);
  }

  /** Go to a place; a step too small to be seen is left out. */
  go(how, x, y) {
    const at = `${short(x + this.x)} ${short(y + this.y)}`;
    if (how === "L" && at === this.at) return;
    this.path += how + at;
    this.at = at;
  }

  closePath() {
    if (this.path) this.path += "Z";
  }

  rect(x, y, width, height) {
    this.moveTo(x, y);
    this.path += `h${short(width, 2)}v${short(height, 2)}h${short(-width, 2)}Z`;
  }

  arc(x, y, radius, start, end) {
    const [cx, cy] = [x + this.x, y + this.y];
    const spot = (turn) => `${short(cx + radius * Math.cos(turn), 2)} ${short(cy + radius * Math.sin(turn), 2)}`;
    const bow = (turn, isLong) => `A${short(radius, 2)} ${short(radius, 2)} 0 ${isLong ? 1 : 0} 1 ${spot(turn)}`;
    this.path += (this.path && !this.path.endsWith("Z") ? "L" : "M") + spot(start);
    // An arc that ends where it begins is none: a circle takes two.
    if (end - start > FULL) this.path += `${bow(start + Math.PI, false)}${bow(end, false)}Z`;
    else this.path += bow(end, end - start > Math.PI);
    this.at = "";
  }

  fill(rule) {
    if (!this.path) return;
    this.add("path", { d: this.path, ...this.paint("fill"), "fill-rule": rule === "evenodd" ? rule : null });
  }

  stroke() {
    if (!this.path) return;
    this.add("path", { d: this.path, fill: "none", ...this.paint("stroke"), ...this.line() });
  }

  clip() {
    const id = `clip-${this.defs.childElementCount}`;
    this.defs.append(svg("clipPath", { id }, svg("path", { d: this.path })));
    const group = svg("g", { "clip-path": `url(#${id})` });
    this.parent.append(group);
    this.parent = group;
  }

  fillRect(x, y, width, height) {
    this.add("rect", { ...this.box(x, y, width, height), ...this.paint("fill") });
  }

  strokeRect(x, y, width, height) {
    this.add("rect", { ...this.box(x, y, width, height), fill: "none", ...this.paint("stroke"), ...this.line() });
  }

  setLineDash(dash) {
    this.lineDash = dash;
  }

  drawImage(canvas, x, y, width = canvas.width, height = canvas.height) {
    const href = canvas.toDataURL("image/png");
    this.add("image", { href, ...this.box(x, y, width, height), preserveAspectRatio: "none", "image-rendering": this.imageSmoothingEnabled ? null : "pixelated" });
  }

  fillText(text, x, y) {
    this.write(text, x, y, this.paint("fill"));
  }

  strokeText(text, x, y) {
    this.write(text, x, y, { fill: "none", ...this.paint("stroke"), ...this.line() });
  }

  measureText(text) {
    Object.assign(this.ruler, { font: this.font, textBaseline: this.textBaseline, letterSpacing: this.letterSpacing });
    return this.ruler.measureText(text);
  }

  /** A fill of slanted lines, `side` apart; what a canvas has a pattern for. */
  hatch(colour, side, width) {
    const key = `${colour} ${side} ${width}`;
    if (!this.hatches.has(key)) {
      const id = `hatch-${this.hatches.size}`;
      const d = [-side, 0, side].map((shift) => `M${shift - 1} ${side + 1}L${shift + side + 1} -1`).join("");
      const lines = svg("path", { d, fill: "none", ...ink("stroke", colour, 1), "stroke-width": String(width) });
      this.defs.append(svg("pattern", { id, width: String(side), height: String(side), patternUnits: "userSpaceOnUse" }, lines));
      this.hatches.set(key, `url(#${id})`);
    }
    return this.hatches.get(key);
  }

  write(text, x, y, paint) {
    const [, style, weight, size, family] = FONT.exec(this.font);
    const anchor = (this.direction === "rtl" ? TURNED : ANCHORS)[this.textAlign];
    this.add(
      "text",
      {
        x: short(x + this.x, 2),
        y: short(y + this.y + this.baseline(), 2),
        "font-family": family,
        "font-size": size,
        "font-weight": weight || null,
        "font-style": style || null,
        "letter-spacing": parseFloat(this.letterSpacing) ? parseFloat(this.letterSpacing) : null,
        "text-anchor": anchor === "start" ? null : anchor,
        direction: this.direction === "rtl" ? "rtl" : null,
        ...paint,
      },
      legalText(text),
    );
  }

  /** How far below the place of a text its letters stand: SVG programs agree on no other line. */
  baseline() {
    if (this.textBaseline === "alphabetic") return 0;
    Object.assign(this.ruler, { font: this.font, textBaseline: this.textBaseline });
    const above = this.ruler.measureText("x").fontBoundingBoxAscent;
    this.ruler.textBaseline = "alphabetic";
    return this.ruler.measureText("x").fontBoundingBoxAscent - above;
  }

  box(x, y, width, height) {
    return { x: short(x + this.x, 2), y: short(y + this.y, 2), width: short(width, 2), height: short(height, 2) };
  }

  paint(what) {
    return ink(what, what === "fill" ? this.fillStyle : this.strokeStyle, this.globalAlpha);
  }

  line() {
    return {
      "stroke-width": short(this.lineWidth, 2),
      "stroke-dasharray": this.lineDash.length ? this.lineDash.join(" ") : null,
      "stroke-linejoin": this.lineJoin === "miter" ? null : this.lineJoin,
      "stroke-linecap": this.lineCap === "butt" ? null : this.lineCap,
    };
  }

  add(tag, attributes, ...children) {
    this.parent.append(svg(tag, attributes, ...children));
  }
}

/** Attributes of a colour: older programs know no colour with an opacity. */
function ink(what, colour, alpha) {
  const [, r, g, b, own] = RGBA.exec(colour) || [];
  const opacity = alpha * (own === undefined ? 1 : Number(own));
  const plain = own === undefined ? colour : `#${[r, g, b].map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
  return { [what]: plain, [`${what}-opacity`]: opacity < 1 ? short(opacity, 3) : null };
}
