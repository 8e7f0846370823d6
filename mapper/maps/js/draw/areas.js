// Where events may lie: discs around points, outlines of regions.

import { pixelsPerMetre } from "../base/geo.js";
import { faded, traceShapes } from "./outlines.js";

/** Radius under which a disc says no more than the symbol over it, pixels. */
const SMALLEST_DISC = 9;

/** Paint the areas of uncertainty of some points. */
export function paintUncertainty(view, sheet, points) {
  const { context } = sheet;
  const { incidents, surroundings } = view;
  const style = view.style.uncertainty;
  const areas = new Set();
  const discs = new Map();
  for (const point of points) {
    const area = incidents.area(point);
    if (area) areas.add(area);
    else collectDisc(discs, incidents, point, sheet);
  }
  context.lineWidth = 1;
  context.strokeStyle = faded(style.stroke, style.stroke_opacity);
  context.fillStyle = faded(style.fill, style.fill_opacity);
  for (const [x, y, radius] of discs.values()) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
    context.stroke();
  }
  // Regions are outlined only: several filled ones would darken half the map.
  context.setLineDash(style.area_dash);
  for (const area of areas) {
    if (!surroundings.areas[area - 1]) continue;
    traceShapes(context, [surroundings.areas[area - 1].shape], sheet);
    context.stroke();
  }
  context.setLineDash([]);
}

function collectDisc(discs, incidents, point, { scale, left, top }) {
  const metres = incidents.radius(point);
  if (!metres) return;
  const [x, y] = [incidents.x[point], incidents.y[point]];
  const radius = metres * pixelsPerMetre(y, scale);
  if (radius < SMALLEST_DISC) return;
  discs.set(`${x},${y},${metres}`, [x * scale - left, y * scale - top, radius]);
}

/** Show where the chosen event may lie; under the dots, which stay as they are. */
export function paintChosenArea(view, sheet) {
  const { incidents, style, row } = view;
  if (row < 0) return;
  const { context, scale, left, top } = sheet;
  context.lineWidth = 2;
  context.strokeStyle = faded(style.selection.stroke, 0.8);
  context.fillStyle = faded(style.selection.halo, 0.22);
  for (const point of incidents.pointsOf(row)) {
    const area = view.surroundings.areas[incidents.area(point) - 1];
    if (area) traceShapes(context, [area.shape], sheet);
    else {
      const [x, y] = [incidents.x[point], incidents.y[point]];
      context.beginPath();
      context.arc(x * scale - left, y * scale - top, (incidents.radius(point) || 0) * pixelsPerMetre(y, scale), 0, 2 * Math.PI);
    }
    context.fill("evenodd");
    context.setLineDash(area ? style.uncertainty.area_dash : []);
    context.stroke();
    context.setLineDash([]);
  }
}
