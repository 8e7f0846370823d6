// Points that cannot be told apart at a scale are drawn as one.

import { radiusOf, ringRadius } from "./symbols.js";

/** Pixels within which points are of one group, by how the reader wants them drawn. */
const NEAR = { spot: 11, nearby: 44, none: 0 };

/** Group points on a sheet: each group has x, y, points, radius (pixels). */
export function gather(view, points, { scale, left, top }) {
  const { incidents, options } = view;
  const near = NEAR[options.grouping];
  const groups = [];
  const grid = new Map();
  for (const point of points) {
    const [x, y] = [incidents.x[point] * scale - left, incidents.y[point] * scale - top];
    const [column, line] = [Math.floor(x / near), Math.floor(y / near)];
    const home = near ? nearest(grid, column, line, x, y, near) : null;
    if (home) {
      home.points.push(point);
      continue;
    }
    const group = { x, y, points: [point] };
    groups.push(group);
    const key = `${column},${line}`;
    if (grid.has(key)) grid.get(key).push(group);
    else grid.set(key, [group]);
  }
  for (const group of groups) {
    group.radius = group.points.length > 1 ? ringRadius(view, group.points) : radiusOf(view, incidents.rowOf(group.points[0]));
  }
  // Large ones first, so that they hide no small one; else from north to south.
  return groups.sort((a, b) => (options.sizeBy === "none" ? a.y - b.y : b.radius - a.radius));
}

function nearest(grid, column, line, x, y, near) {
  let best = null;
  let distance = near;
  for (let dx = -1; dx <= 1; dx++) {
    for (let dy = -1; dy <= 1; dy++) {
      for (const group of grid.get(`${column + dx},${line + dy}`) || []) {
        const away = Math.hypot(group.x - x, group.y - y);
        if (away < distance) [best, distance] = [group, away];
      }
    }
  }
  return best;
}
