// What lies under the pointer.

import { scan } from "./scan.js";

/** Rows under a place of the sheet (pixels), nearest first, as {rows, total}; null for none. */
export function rowsAt(view, points, sheet, x, y, reach) {
  const rows = points.isRaster ? ofPoints(view, sheet, x, y, reach) : ofGroup(view, points.groups, x, y, reach);
  return rows.length ? { rows, total: rows.length } : null;
}

/** Rows of the nearest symbol or ring. */
function ofGroup(view, groups, x, y, reach) {
  let best = null;
  let distance = Infinity;
  for (const group of groups) {
    // Within a large ring the smaller symbol on it is meant.
    const away = Math.max(Math.hypot(group.x - x, group.y - y) - group.radius, 0) + group.radius / 1000;
    if (away < Math.min(distance, Math.max(reach - 6, 1))) [best, distance] = [group, away];
  }
  return best ? [...new Set(best.points.map((point) => view.incidents.rowOf(point)))] : [];
}

/** Rows of all points within reach. */
function ofPoints(view, sheet, x, y, reach) {
  const found = [];
  const box = [x - reach, y - reach, x + reach, y + reach];
  const near = { ...sheet, box: box.map((edge, i) => (edge + (i % 2 ? sheet.top : sheet.left)) / sheet.scale) };
  scan(view, near, (point, row, px, py) => {
    found.push([row, Math.hypot(px - x, py - y)]);
  });
  found.sort((a, b) => a[1] - b[1]);
  return [...new Set(found.map(([row]) => row))];
}
