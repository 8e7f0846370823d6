// The signs of the legend, as they are drawn beside its lines in a picture.

import { faded, trace } from "./outlines.js";

const RADIUS_SHOWN = 5;
const GREY = "#6f6f78";

/** Room that a sign takes, as [width, height] in pixels. */
export function roomOf(sign) {
  const across = sign.kind === "size" ? 2 * sign.radius + 3 : 18;
  return [Math.max(18, across), Math.max(14, sign.kind === "size" ? across : 14)];
}

/** Paint a sign of the legend around a place. */
export function paintSign(pen, sign, x, y, style) {
  PAINTED[sign.kind](pen, sign, x, y, style);
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}

const PAINTED = {
  symbol: paintEntry,
  ring: paintRingSign,
  size: (pen, { radius }, x, y) => finish(pen, "circle", x, y, radius, GREY),
  disc: paintDiscSign,
  area_outline: paintOutlineSign,
  faded: paintFadedSign,
  cells: paintCellsSign,
  zone: paintZoneSign,
  line: paintLineSign,
  hatched: paintHatchedSign,
  blurred: paintBlurredSign,
  post: (pen, { style }, x, y) => finish(pen, style.symbol || "square", x, y, RADIUS_SHOWN, style.fill),
};

/** Paint a symbol with its edge. */
function finish(pen, symbol, x, y, radius, colour) {
  trace(pen, symbol, x, y, radius);
  pen.fillStyle = colour;
  pen.fill();
  pen.strokeStyle = "#222222";
  pen.lineWidth = 0.8;
  pen.stroke();
}

function paintEntry(pen, { symbol, colour, colours, hollow }, x, y) {
  if (hollow) {
    trace(pen, symbol, x, y, RADIUS_SHOWN);
    pen.fillStyle = "#ffffff";
    pen.fill();
    pen.strokeStyle = colour;
    pen.lineWidth = 2.2;
    pen.stroke();
    return;
  }
  finish(pen, symbol, x, y, RADIUS_SHOWN, colour);
  if (!colours) return;
  pen.save();
  pen.beginPath();
  pen.rect(x, y - 10, 10, 20);
  pen.clip();
  finish(pen, symbol, x, y, RADIUS_SHOWN, colours[1]);
  pen.restore();
}

function paintRingSign(pen, sign, x, y) {
  pen.beginPath();
  pen.arc(x, y, 7, 0, 2 * Math.PI);
  pen.fillStyle = "#ffffff";
  pen.fill();
  pen.strokeStyle = GREY;
  pen.lineWidth = 2.4;
  pen.stroke();
  pen.fillStyle = "#1c1c1c";
  pen.font = "600 9px system-ui, sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.direction = "ltr";
  pen.fillText("3", x, y + 0.5);
}

function paintHatchedSign(pen, { style }, x, y) {
  pen.strokeStyle = style.stroke;
  pen.lineWidth = 0.9;
  pen.strokeRect(x - 7, y - 5, 14, 10);
  for (const [from, to] of [[-7, -1], [-2, 4]]) {
    pen.beginPath();
    pen.moveTo(x + from, y + 5);
    pen.lineTo(x + to + 3, y - 5);
    pen.stroke();
  }
}

function paintBlurredSign(pen, { style }, x, y) {
  for (const [inset, opacity] of [[0, 0.12], [2, 0.22], [4, 0.4]]) {
    pen.fillStyle = faded(style.fill, opacity);
    pen.fillRect(x - 7 + inset, y - 5 + inset / 2, 14 - 2 * inset, 10 - inset);
  }
}

function paintDiscSign(pen, sign, x, y, { uncertainty }) {
  pen.beginPath();
  pen.arc(x, y, 7, 0, 2 * Math.PI);
  pen.fillStyle = faded(uncertainty.fill, Math.max(0.12, uncertainty.fill_opacity));
  pen.fill();
  pen.strokeStyle = faded(uncertainty.stroke, Math.max(0.6, uncertainty.stroke_opacity));
  pen.lineWidth = 1;
  pen.stroke();
}

function paintOutlineSign(pen, sign, x, y, { uncertainty }) {
  pen.beginPath();
  [[-8, -3], [-2, -6], [7, -4], [8, 3], [1, 6], [-6, 5]].forEach(([dx, dy], i) => (i ? pen.lineTo(x + dx, y + dy) : pen.moveTo(x + dx, y + dy)));
  pen.closePath();
  pen.setLineDash([3, 2]);
  pen.strokeStyle = faded(uncertainty.stroke, Math.max(0.7, uncertainty.stroke_opacity));
  pen.lineWidth = 1;
  pen.stroke();
}

function paintFadedSign(pen, sign, x, y) {
  finish(pen, "circle", x - 4, y, 4, GREY);
  finish(pen, "circle", x + 5, y, 4, "#dcdce0");
}

function paintCellsSign(pen, sign, x, y) {
  pen.fillStyle = GREY;
  [0.35, 0.6, 1, 0.8].forEach((opacity, i) => {
    pen.globalAlpha = opacity;
    pen.fillRect(x - 8 + i * 4, y - (i % 2 ? 4 : 0), 4, 4);
  });
}

function paintZoneSign(pen, { style }, x, y, { zone_parts: parts }) {
  pen.fillStyle = style.fill;
  pen.globalAlpha = Math.max(0.35, parts.zone.fill);
  pen.fillRect(x - 8, y - 5, 16, 10);
  pen.globalAlpha = 1;
  pen.strokeStyle = style.stroke;
  pen.lineWidth = 1;
  pen.strokeRect(x - 8, y - 5, 16, 10);
}

function paintLineSign(pen, { style }, x, y) {
  pen.beginPath();
  pen.moveTo(x - 9, y);
  pen.lineTo(x + 9, y);
  if (style.casing) {
    pen.strokeStyle = "#b9b4ab";
    pen.lineWidth = (style.width || 1.2) + 2;
    pen.stroke();
  }
  pen.setLineDash(style.dash || []);
  pen.strokeStyle = style.stroke;
  pen.lineWidth = style.width || 1.2;
  pen.stroke();
}
