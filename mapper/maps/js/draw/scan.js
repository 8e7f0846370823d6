// Going through the points of a view, block by block, as fast as typed arrays allow.

import { BLOCK } from "../base/geo.js";

/**
 * Call `each(point, row, x, y)` for the shown points on a sheet; stop when it gives false. With
 * `anyDay` the brush does not matter.
 */
export function scan({ incidents, filter }, { box, scale, left, top }, each, { anyDay = false } = {}) {
  const { x, y, boxes, points, located } = incidents;
  const { fails, start, length, from, to } = filter;
  const undated = filter.undated || anyDay;
  const allDays = filter.allDays || anyDay;
  const owner = incidents.columns.owner;
  const [west, north, east, south] = box;
  for (let b = 0, first = 0; first < points; b += 4, first += BLOCK) {
    if (boxes[b] > east || boxes[b + 2] < west || boxes[b + 1] > south || boxes[b + 3] < north) continue;
    const end = Math.min(points, first + BLOCK);
    for (let i = first; i < end; i++) {
      const row = i < located ? i : owner[i - located];
      if (fails[row]) continue;
      const day = start[row];
      if (day ? !allDays && (day > to || day + length[row] < from) : !undated) continue;
      const [wx, wy] = [x[i], y[i]];
      if (wx < west || wx > east || wy < north || wy > south) continue;
      if (each(i, row, wx * scale - left, wy * scale - top) === false) return false;
    }
  }
  return true;
}

/** Rows of the points in the box of a sheet, each once. */
export function rowsIn(view, sheet) {
  let rows = new Int32Array(1024);
  let n = 0;
  const { located } = view.incidents;
  const others = new Set();
  scan(view, sheet, (point, row) => {
    // Only rows with several points come twice, and those points stand at the end.
    if (point >= located) {
      others.add(row);
      return;
    }
    if (n === rows.length) {
      const longer = new Int32Array(n * 2);
      longer.set(rows);
      rows = longer;
    }
    rows[n++] = row;
  });
  if (!others.size) return rows.subarray(0, n);
  return Int32Array.from(new Set([...rows.subarray(0, n), ...others]));
}
