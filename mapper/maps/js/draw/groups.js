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
  for (const group of groups) measure(view, group);
  if (near && options.sizeBy === "none") join(view, groups);
  // Large ones first, so that they hide no small one; else from north to south.
  return groups.sort((a, b) => (options.sizeBy === "none" ? a.y - b.y : b.radius - a.radius));
}

function measure(view, group) {
  const { points } = group;
  group.radius = points.length > 1 ? ringRadius(view, points) : radiusOf(view, view.incidents.rowOf(points[0]));
}

/** Join rings with what would hide their numbers; fuller ones keep their place. */
function join(view, groups) {
  groups.sort((a, b) => b.points.length - a.points.length || a.y - b.y || a.x - b.x);
  const rings = [];
  let left = 0;
  for (const group of groups) {
    const home = rings.find((ring) => Math.hypot(ring.x - group.x, ring.y - group.y) < reachOf(ring, group));
    if (home) {
      home.points.push(...group.points);
      measure(view, home);
    } else {
      if (group.points.length > 1) rings.push(group);
      groups[left++] = group;
    }
  }
  groups.length = left;
}

/** Distance under which a symbol or ring lies on the number of a ring. */
function reachOf(ring, { points, radius }) {
  return ring.radius + (points.length > 1 ? radius - 3 : 1);
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
