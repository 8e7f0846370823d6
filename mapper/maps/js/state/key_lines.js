// The legend as data: the same lines on the screen, in pictures and on paper.

import { label } from "../base/labels.js";
import { colouringLabel } from "./legend.js";
import { SIZES_SHOWN, sizeOf } from "./sizes.js";

/** Precision of a place that is a whole region: its dot is hollow. */
const SOMEWHERE = 3;

const HOLLOW = "#444444";

/**
 * List the lines of the legend for what is drawn now, in order, as {group, label, note, sign}: `note` is
 * text or null, `sign` says what to draw and of which `kind` it is: symbol, ring, size, disc, area_outline,
 * faded, cells, zone, line, post, hatched or blurred. With `isRaster` points are drawn as cells, and no sign of theirs is.
 */
export function keyLines(view, { isRaster = false } = {}) {
  const colours = view.legendShown().map(({ label: text, symbol, colour, colours: both }) =>
    line(colouringLabel(view.colouring), text, { kind: "symbol", symbol, colour, colours: both, hollow: false }),
  );
  const signs = isRaster ? [line(label("key.signs"), label("key.cells"), { kind: "cells" })] : ofSigns(view);
  return [...colours, ...signs, ...aroundLines(view)];
}

function line(group, text, sign, note = null) {
  return { group, label: text, note, sign };
}

/** Lines of what numbers, sizes and outlines of symbols say, where there are any. */
function ofSigns(view) {
  const { options } = view;
  const group = label("key.signs");
  const met = signsMet(view);
  const lines = [];
  const add = (name, sign) => lines.push(line(group, label(`key.${name}`), sign));
  if (options.grouping !== "none" && met.several) add("ring", { kind: "ring" });
  if (options.sizeBy === "killed") lines.push(...sizeLines());
  if (met.hollow) add("hollow", { kind: "symbol", symbol: "circle", colour: HOLLOW, hollow: true });
  if (options.areas && met.disc) add("disc", { kind: "disc" });
  if (options.areas && met.outline) add("area_outline", { kind: "area_outline" });
  if (met.faded) add("faded", { kind: "faded" });
  return lines;
}

function sizeLines() {
  return SIZES_SHOWN.map((killed) =>
    line(label("key.sizes"), killed === null ? label("key.size_unstated") : label("key.size", { n: killed }), { kind: "size", killed, radius: sizeOf(killed) }),
  );
}

/** Which signs the points that are shown need, wherever the map stands. */
function signsMet({ incidents, filter }) {
  const met = { several: false, hollow: false, disc: false, outline: false, faded: false };
  let points = 0;
  for (let point = 0; point < incidents.points; point++) {
    if (!filter.passes(incidents.rowOf(point))) continue;
    points++;
    met.hollow ||= incidents.precision(point) === SOMEWHERE;
    met.outline ||= incidents.area(point) > 0;
    met.disc ||= !incidents.area(point) && incidents.radius(point) > 0;
    met.faded ||= incidents.share(point) > 0;
    // A page may hold a million points: once all are met the rest says nothing new.
    if (met.hollow && met.outline && met.disc && met.faded && points > 1) break;
  }
  met.several = points > 1;
  return met;
}

/** Lines of the zones, lines and posts that are drawn. */
function aroundLines(view) {
  const group = label("key.around");
  const lines = view.switchesShown().map(({ label: text, dates, style }) => {
    const kind = style.symbol ? "post" : style.fill ? "zone" : "line";
    return line(group, text, { kind, style }, dates);
  });
  if (!view.options.readings) return lines;
  const drawn = view.zonesShown();
  for (const [part, kind] of [["outer", "hatched"], ["fade", "blurred"]]) {
    const zone = drawn.find((one) => one.part === part);
    if (zone) lines.push(line(group, label(`key.${kind}`), { kind, style: view.surroundings.zoneStyle(zone) }));
  }
  return lines;
}
