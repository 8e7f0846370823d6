// Painting events: a symbol each, a ring with a number for several at one spot.

import { RADIUS, sizeOf } from "../state/sizes.js";
import { faded, trace } from "./outlines.js";

/** Radius of the symbol of a row. */
export function radiusOf(view, row) {
  return view.options.sizeBy === "killed" ? sizeOf(killedIn(view.incidents, row)) : RADIUS;
}

/** Radius of the ring of several points. */
export function ringRadius(view, points) {
  const plain = 9 + 2.4 * Math.log2(points.length);
  if (view.options.sizeBy !== "killed") return plain;
  const rows = new Set(points.map((point) => view.incidents.rowOf(point)));
  let killed = 0;
  for (const row of rows) killed += killedIn(view.incidents, row) || 0;
  return Math.max(plain, sizeOf(killed));
}

/** The most killed that the reports of a row state, or null. */
function killedIn(incidents, row) {
  return incidents.number("killed_max", row) ?? incidents.number("killed_min", row);
}

/** Entry of the legend of a row. */
export function entryOf({ legend }, row) {
  return legend.entries[legend.byCode[legend.column[row]]];
}

/** Paint the symbol of a point. */
export function paintSymbol(context, view, point, x, y, grow = 1) {
  const { incidents } = view;
  const row = incidents.rowOf(point);
  const { symbol, colour, colours } = entryOf(view, row);
  const hollow = incidents.precision(point) === 3;
  const share = incidents.share(point);
  const radius = radiusOf(view, row) * grow;
  trace(context, symbol, x, y, radius + 1.6);
  context.fillStyle = "rgba(255,255,255,0.95)";
  context.fill();
  trace(context, symbol, x, y, hollow ? radius - 0.7 : radius);
  // Where reports disagree on the place, each is as pale as few of them allow it.
  context.fillStyle = hollow ? "#ffffff" : share ? faded(colour, share / 100) : colour;
  context.fill();
  if (colours && !hollow) paintHalf(context, symbol, x, y, radius, colours[1]);
  trace(context, symbol, x, y, hollow ? radius - 0.7 : radius);
  context.lineWidth = hollow ? 2.4 : 1;
  context.strokeStyle = hollow ? colour : "rgba(0,0,0,0.75)";
  context.stroke();
}

/** Paint the right half of a symbol in a second colour: one or the other. */
function paintHalf(context, symbol, x, y, radius, colour) {
  context.save();
  context.beginPath();
  context.rect(x, y - radius * 2, radius * 2, radius * 4);
  context.clip();
  trace(context, symbol, x, y, radius);
  context.fillStyle = colour;
  context.fill();
  context.restore();
}

/** Paint the ring of a group: its parts by the legend, its number within. */
export function paintRing(context, view, { points, x, y, radius }) {
  const shares = new Map();
  for (const point of points) {
    const entry = entryOf(view, view.incidents.rowOf(point));
    shares.set(entry, (shares.get(entry) || 0) + 1);
  }
  context.beginPath();
  context.arc(x, y, radius + 1.5, 0, 2 * Math.PI);
  context.fillStyle = "#ffffff";
  context.fill();
  let turn = -Math.PI / 2;
  context.lineWidth = 4;
  for (const [entry, share] of [...shares].sort((a, b) => b[1] - a[1])) {
    const next = turn + (share / points.length) * 2 * Math.PI;
    context.beginPath();
    context.arc(x, y, radius - 1.5, turn, next);
    context.strokeStyle = entry.colour;
    context.stroke();
    turn = next;
  }
  context.beginPath();
  context.arc(x, y, radius + 0.8, 0, 2 * Math.PI);
  context.lineWidth = 1;
  context.strokeStyle = "rgba(0,0,0,0.75)";
  context.stroke();
  context.fillStyle = "#1c1c1c";
  context.font = `600 ${points.length > 999 ? 10 : 11}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(String(points.length), x, y + 0.5);
}

/** Mark the chosen event, above all else, and tie its places together. */
export function paintSelection(view, { context, scale, left, top }) {
  const { incidents, style, row } = view;
  if (row < 0) return;
  const points = incidents.pointsOf(row);
  const spots = points.map((p) => [incidents.x[p] * scale - left, incidents.y[p] * scale - top]);
  const radius = Math.max(radiusOf(view, row), RADIUS);
  context.strokeStyle = style.selection.stroke;
  context.lineWidth = 1.6;
  context.setLineDash([2, 3]);
  for (let i = 1; i < spots.length; i++) {
    context.beginPath();
    context.moveTo(...spots[0]);
    context.lineTo(...spots[i]);
    context.stroke();
  }
  context.setLineDash([]);
  points.forEach((point, i) => {
    const [x, y] = spots[i];
    context.beginPath();
    context.arc(x, y, radius + 6, 0, 2 * Math.PI);
    context.fillStyle = faded(style.selection.halo, 0.85);
    context.fill();
    context.lineWidth = 2;
    context.strokeStyle = style.selection.stroke;
    context.stroke();
    paintSymbol(context, view, point, x, y, 1.15);
    const share = incidents.share(point);
    if (share) paintShare(context, `${share} %`, x + radius + 10, y);
  });
}

/** Write beside a place of the chosen event the share of its reports that allow it. */
function paintShare(context, text, x, y) {
  context.font = "600 12px system-ui, sans-serif";
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.lineWidth = 3;
  context.strokeStyle = "rgba(255,255,255,0.95)";
  context.strokeText(text, x, y);
  context.fillStyle = "#1c1c1c";
  context.fillText(text, x, y);
}
