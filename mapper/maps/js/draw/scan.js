// Going through the points of a view, block by block, as fast as typed arrays allow.

import { BLOCK } from "../base/geo.js";

/**
 * Call `each(found, n)` with the numbers of the shown points in a box (world), block by block: the
 * first `n` of `found`, which is used again. Stop when it gives false. With `anyDay` the brush
 * does not matter.
 */
export function scanBlocks({ incidents, filter }, box, each, { anyDay = false } = {}) {
  const { boxes, points } = incidents;
  const [west, north, east, south] = box;
  const days = { allDays: filter.allDays || anyDay, undated: filter.undated || anyDay };
  const found = new Int32Array(BLOCK);
  for (let b = 0, first = 0; first < points; b += 4, first += BLOCK) {
    if (boxes[b] > east || boxes[b + 2] < west || boxes[b + 1] > south || boxes[b + 3] < north) continue;
    const end = Math.min(points, first + BLOCK);
    let n = shownOf(incidents, filter, days, first, end, found);
    const isWithin = boxes[b] >= west && boxes[b + 2] <= east && boxes[b + 1] >= north && boxes[b + 3] <= south;
    if (!isWithin) n = keepIn(incidents, box, found, n);
    if (n && each(found, n) === false) return false;
  }
  return true;
}

/** Note the points from `first` to before `end` whose rows are shown; gives how many. */
function shownOf({ located, columns: { owner } }, { fails, start, length, from, to }, { allDays, undated }, first, end, found) {
  let n = 0;
  for (let i = first; i < end; i++) {
    const row = i < located ? i : owner[i - located];
    if (fails[row]) continue;
    const day = start[row];
    if (day ? allDays || (day <= to && day + length[row] >= from) : undated) found[n++] = i;
  }
  return n;
}

/** Keep the first `n` of `found` that lie in a box; gives how many. */
function keepIn({ x, y }, [west, north, east, south], found, n) {
  let kept = 0;
  for (let k = 0; k < n; k++) {
    const i = found[k];
    if (x[i] >= west && x[i] <= east && y[i] >= north && y[i] <= south) found[kept++] = i;
  }
  return kept;
}

/** Call `each(point, row, x, y)` for the shown points on a sheet (pixels); stop when it gives false. */
export function scan(view, { box, scale, left, top }, each, options) {
  const { incidents } = view;
  const { x, y, located } = incidents;
  const { owner } = incidents.columns;
  const eachOf = (found, n) => {
    for (let k = 0; k < n; k++) {
      const i = found[k];
      if (each(i, i < located ? i : owner[i - located], x[i] * scale - left, y[i] * scale - top) === false) return false;
    }
    return true;
  };
  return scanBlocks(view, box, eachOf, options);
}

/** Rows of the points in the box of a sheet, each once. */
export function rowsIn({ incidents, filter }, { box }) {
  const { located, points } = incidents;
  const rows = new Int32Array(points);
  const others = new Set();
  let n = 0;
  scanBlocks({ incidents, filter }, box, (found, many) => {
    for (let k = 0; k < many; k++) {
      // Only rows with several points come twice, and those points stand at the end.
      if (found[k] < located) rows[n++] = found[k];
      else others.add(incidents.rowOf(found[k]));
    }
  });
  if (!others.size) return rows.slice(0, n);
  return Int32Array.from(new Set([...rows.subarray(0, n), ...others]));
}
