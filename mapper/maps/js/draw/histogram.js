// The histogram of days: rows counted by column and colour, and painted with the zones' days below.

import { isZone } from "../data/surroundings.js";
import { ordered } from "../state/legend.js";
import { faded } from "./outlines.js";
import { columnsFor, roundAbove, ticksFor } from "./timescale.js";

const INK = "#1c1c1c";
const SOFT_INK = "#595959";
const UNREAD = "#f1eee7";
const TOP = 4;

/** Opacity of what is known to a week or longer, and how far apart its stripes are. */
const [PALE, STRIPE] = [0.45, 3];

/** Part of the span from which days without anything read are marked as such. */
const LONG = 0.05;

/** Heights in pixels: of the columns, of the ticks' texts, of all zones together, of one. */
export const BAR_SIZES = {
  wide: { columns: 42, ticks: 13, zones: 24, zone: 12, font: 10 },
  narrow: { columns: 23, ticks: 12, zones: 9, zone: 5, font: 9 },
};

/** Height from which a zone's band has its name. */
const NAMED_FROM = 11;

/**
 * Count the rows that the other filters leave by column and legend entry, by their first day:
 * `exact` and `vague` (known to a week or longer: its first day is no date), entry by entry; and
 * for each column whether the data have anything in its days (`read`).
 */
export function countColumns({ incidents, filter, legend }, width) {
  const day = incidents.firstDay;
  const { unit, edges } = columnsFor(day + filter.first - 1, day + filter.last - 1, width);
  const columns = edges.length - 1;
  const columnOf = new Uint32Array(filter.last - filter.first + 1);
  for (let column = 0; column < columns; column++) columnOf.fill(column, edges[column] - edges[0], edges[column + 1] - edges[0]);
  const entries = legend.entries.length;
  const [exact, vague] = [new Uint32Array(columns * entries), new Uint32Array(columns * entries)];
  const days = new Uint8Array(columnOf.length);
  const { fails, start, length } = filter;
  for (let row = 0; row < incidents.rows; row++) {
    if (!start[row]) continue;
    const at = start[row] - filter.first;
    days.fill(1, at, at + length[row] + 1);
    if (!fails[row]) (length[row] > 1 ? vague : exact)[columnOf[at] * entries + legend.byCode[legend.column[row]]]++;
  }
  const read = new Uint8Array(columns);
  days.forEach((isRead, at) => (read[columnOf[at]] |= isRead));
  const unreadDays = days.length - days.reduce((sum, isRead) => sum + isRead, 0);
  return { unit, edges, entries, exact, vague, read, unreadDays, totals: totalsOf(columns, entries, exact, vague) };
}

function totalsOf(columns, entries, exact, vague) {
  const totals = new Uint32Array(columns);
  for (let at = 0; at < exact.length; at++) totals[Math.floor(at / entries)] += exact[at] + vague[at];
  return totals;
}

/** Most of any column, and the count that the axis goes to. */
export function axisOf({ totals }) {
  const most = totals.reduce((best, total) => Math.max(best, total), 0);
  return { most, top: roundAbove(most) };
}

/** Stretches of days, long ones, in which nothing was read: [first, after the last]. */
export function unreadStretches({ edges, read }) {
  const found = [];
  for (let column = 0; column < read.length; column++) {
    if (read[column]) continue;
    if (found.length && found.at(-1)[1] === edges[column]) found.at(-1)[1] = edges[column + 1];
    else found.push([edges[column], edges[column + 1]]);
  }
  return found.filter(([from, to]) => to - from >= LONG * (edges.at(-1) - edges[0]));
}

/** Of some zones the areas that held on any of the days [first, last], each once, in lines in which none meets another. */
export function zoneLines(zones, first, last) {
  const found = new Map();
  for (const zone of zones) {
    if (isZone(zone) && (zone.from ?? first) <= last && (zone.to ?? last) >= first && !found.has(zone.zone_id)) found.set(zone.zone_id, zone);
  }
  const lines = [];
  for (const zone of [...found.values()].sort((a, b) => (a.from ?? -Infinity) - (b.from ?? -Infinity))) {
    const free = lines.find((line) => (line.at(-1).to ?? Infinity) < (zone.from ?? -Infinity));
    if (free) free.push(zone);
    else lines.push([zone]);
  }
  return lines;
}

/** Height of the picture, and of what lies below its columns. */
export function heights(lines, isNarrow) {
  const sizes = isNarrow ? BAR_SIZES.narrow : BAR_SIZES.wide;
  const each = lines.length ? Math.min(sizes.zone, sizes.zones / lines.length) : 0;
  const below = sizes.ticks + each * lines.length;
  return { ...sizes, each, below, all: TOP + sizes.columns + below };
}

/** Paint the histogram on a canvas of some width; gives its ticks. */
export function paintHistogram(canvas, { width, counted, lines, isNarrow, view }) {
  const size = heights(lines, isNarrow);
  const ratio = window.devicePixelRatio || 1;
  canvas.width = width * ratio;
  canvas.height = size.all * ratio;
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  context.font = `${size.font}px system-ui, sans-serif`;
  const [first, end] = [counted.edges[0], counted.edges.at(-1)];
  const sheet = { context, width, size, first, end, base: TOP + size.columns, x: (day) => ((day - first) / (end - first)) * width };
  paintGround(sheet, counted);
  paintColumns(sheet, counted, view);
  const ticks = paintTicks(sheet);
  lines.forEach((line, i) => line.forEach((zone) => paintZone(sheet, zone, view.surroundings.zoneStyle(zone), sheet.base + size.ticks + i * size.each)));
  return ticks;
}

/** Paint the height of the axis, and the baseline: whole where something was read, broken where not. */
function paintGround({ context, width, base, x }, { edges, read, ...counted }) {
  context.fillStyle = UNREAD;
  for (const [from, to] of unreadStretches({ edges, read, ...counted })) context.fillRect(x(from), TOP, x(to) - x(from), base - TOP);
  context.fillStyle = "#dcd7cc";
  context.fillRect(0, TOP - 0.5, width, 1);
  context.fillStyle = SOFT_INK;
  read.forEach((isRead, column) => {
    if (isRead) context.fillRect(x(edges[column]), base, x(edges[column + 1]) - x(edges[column]), 1);
  });
}

/** Paint the columns: what is known to the day below, by colour; above it, paler, what is known to a week or longer. */
function paintColumns({ context, base, size, x }, counted, { legend, colouring, style }) {
  const { edges, entries, exact, vague } = counted;
  const { top } = axisOf(counted);
  const order = ordered(colouring, legend.entries.map(({ value }) => value), style).map((value) => legend.entries.findIndex((entry) => entry.value === value));
  for (let column = 0; column + 1 < edges.length; column++) {
    const [left, right] = [x(edges[column]), x(edges[column + 1])];
    const wide = Math.max(1, right - left - (right - left > 3 ? 1 : 0.4));
    let bottom = base;
    for (const [counts, opacity] of [[exact, 1], [vague, PALE]]) {
      for (const entry of order) {
        const n = counts[column * entries + entry];
        if (!n) continue;
        const tall = Math.max(1, (n / top) * size.columns);
        context.fillStyle = faded(legend.entries[entry].colour, opacity);
        context.fillRect(left, bottom - tall, wide, tall);
        bottom -= tall;
        if (opacity < 1) paintStripes(context, left, bottom, wide, tall);
      }
    }
  }
}

/** Paint white stripes, which tell a paler colour from another one. */
function paintStripes(context, left, top, wide, tall) {
  context.fillStyle = "#ffffff";
  for (let y = STRIPE - 1; y < tall; y += STRIPE) context.fillRect(left, top + y, wide, 1);
}

/** Paint the ticks and give them. */
function paintTicks({ context, width, base, first, end }) {
  context.fillStyle = SOFT_INK;
  context.textBaseline = "top";
  const ticks = ticksFor(first, end - 1, width, (one) => context.measureText(one).width);
  for (const { x, text } of ticks) {
    context.fillRect(x, base, 1, 4);
    context.fillText(text, x + 2, base + 3);
  }
  context.textBaseline = "alphabetic";
  return ticks;
}

/** Paint the days of a zone as a band; an end from which it goes on is an arrow. */
function paintZone({ context, width, size, first, end, x }, zone, style, top) {
  const goesOn = [zone.from === null || zone.from < first, zone.to === null || zone.to >= end];
  const [left, right] = [goesOn[0] ? 0 : x(zone.from), goesOn[1] ? width : x(zone.to + 1)];
  const [tall, colour] = [size.each - 1, style.fill || style.stroke];
  const reach = Math.min(tall / 2 + 1, (right - left) / 2);
  const [a, b] = [left + (goesOn[0] ? reach : 0), right - (goesOn[1] ? reach : 0)];
  context.beginPath();
  for (const [px, py] of [[a, top], [b, top], [right, top + tall / 2], [b, top + tall], [a, top + tall], [left, top + tall / 2]]) context.lineTo(px, py);
  context.closePath();
  context.fillStyle = faded(colour, size.each < NAMED_FROM ? 0.8 : 0.4);
  context.fill();
  if (size.each < NAMED_FROM) return;
  const room = b - a - 6;
  const name = [zone.name, style.label].find((text) => text && context.measureText(text).width <= room);
  if (!name) return;
  context.fillStyle = INK;
  context.textBaseline = "middle";
  context.fillText(name, a + 4, top + tall / 2 + 0.5);
  context.textBaseline = "alphabetic";
}
