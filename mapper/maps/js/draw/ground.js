// Painting what lies under the events, quietly: land, borders, regions, zones, lines, posts.

import { meet } from "../base/geo.js";
import { faded, trace, traceShapes } from "./outlines.js";

/** Opacity of a line that a later one has followed. */
const FAINT = 0.4;

/** Half of the room that a post takes, pixels. */
const POST = 6;

/** Paints the surroundings of a view. */
export class Ground {
  constructor(view) {
    Object.assign(this, { view, surroundings: view.surroundings, style: view.style });
  }

  /** Paint everything on a sheet. */
  paint(sheet) {
    if (this.view.shows("background")) this.paintBackground(sheet);
    for (const region of this.surroundings.regions) this.paintRegion(sheet, region);
    const drawn = this.view.zonesShown();
    const near = drawn.filter((zone) => meet(zone.shape.box, sheet.box));
    for (const parts of byZone(near)) this.paintParts(sheet, parts, drawn);
    sheet.context.setLineDash([]);
  }

  /** Boxes of the posts on a sheet, as [left, top, right, bottom]: no name lies on them. */
  posts({ scale, left, top }) {
    const points = this.view.zonesShown().filter(({ shape }) => shape.kind === "point");
    return points.flatMap(({ shape }) => shape.paths.map(([x, y]) => [x * scale - left - POST, y * scale - top - POST, x * scale - left + POST, y * scale - top + POST]));
  }

  paintBackground(sheet) {
    const { context } = sheet;
    const { water, land, coast, border } = this.style.basemap;
    const { surroundings } = this;
    context.fillStyle = water;
    context.fillRect(0, 0, sheet.width, sheet.height);
    if (surroundings.near && !holds(surroundings.near, sheet.box)) this.paintFar(sheet);
    traceShapes(context, [surroundings.land], sheet);
    context.fillStyle = land;
    context.fill("evenodd");
    context.lineJoin = "round";
    stroke(sheet, surroundings.coast, coast, 1);
    stroke(sheet, surroundings.border, "#ffffff", 3.4);
    stroke(sheet, surroundings.border, border, 1.3, [8, 3, 2, 3]);
  }

  /** Paint the land around that which is drawn in detail. */
  paintFar(sheet) {
    const { context, scale, left, top } = sheet;
    const [west, north, east, south] = this.surroundings.near;
    traceShapes(context, [this.surroundings.far], sheet);
    context.fillStyle = this.style.basemap.land;
    context.fill("evenodd");
    context.fillStyle = this.style.basemap.water;
    context.fillRect(west * scale - left, north * scale - top, (east - west) * scale, (south - north) * scale);
  }

  paintRegion(sheet, region) {
    const own = this.style.regions[region.kind];
    if (!own || !this.view.shows(`region:${region.kind}`) || !meet(region.shape.box, sheet.box)) return;
    stroke(sheet, region.shape, own.stroke, own.width, own.dash);
  }

  /** Paint the parts of one zone, line or post. */
  paintParts(sheet, parts, drawn) {
    const own = this.surroundings.zoneStyle(parts[0]);
    const areas = parts.filter(({ shape }) => shape.kind === "area");
    if (areas.length) this.paintArea(sheet, areas, own);
    for (const part of parts) {
      if (part.shape.kind === "point") paintPosts(sheet, part, own);
      else if (part.shape.kind === "line") {
        sheet.context.globalAlpha = this.surroundings.isEarlier(part, drawn) ? FAINT : 1;
        if (own.casing) stroke(sheet, part.shape, own.casing, own.width + 2.2);
        stroke(sheet, part.shape, own.stroke, own.width || 1.2, own.dash);
        sheet.context.globalAlpha = 1;
      }
    }
  }

  /** Paint a zone as one plain fill; on request its depth as both readings of it. */
  paintArea(sheet, parts, own) {
    const { context } = sheet;
    const named = Object.fromEntries(parts.map(({ part, shape }) => [part, shape]));
    const whole = named.outer || named.zone || named.inner;
    if (!whole) return;
    if (!own.fill) {
      stroke(sheet, whole, own.stroke, own.width, own.dash);
      return;
    }
    const { zone: plain, outer, fade } = this.style.zone_parts;
    const withReadings = this.view.options.readings;
    const filled = withReadings ? named.zone || named.inner : whole;
    if (withReadings && named.fade) fillWith(sheet, [named.fade], faded(own.fill, fade.fill));
    if (filled) fillWith(sheet, [filled], faded(own.fill, plain.fill));
    // Even-odd leaves the narrower reading out: what both share is never hatched.
    if (withReadings && named.outer) fillWith(sheet, [named.outer, named.inner].filter(Boolean), hatch(context, faded(own.stroke, outer.hatch), sheet.ratio));
    stroke(sheet, whole, faded(own.stroke, plain.line), 1);
  }
}

/** Whether a box holds another. */
function holds([west, north, east, south], box) {
  return west <= box[0] && north <= box[1] && east >= box[2] && south >= box[3];
}

/** Put the parts of each zone together, in the order of drawing. */
function byZone(zones) {
  const found = new Map();
  for (const zone of zones) found.set(zone.zone_id, [...(found.get(zone.zone_id) || []), zone]);
  return found.values();
}

function fillWith(sheet, shapes, paint) {
  traceShapes(sheet.context, shapes, sheet);
  sheet.context.fillStyle = paint;
  sheet.context.fill("evenodd");
}

function stroke(sheet, shape, colour, width, dash = []) {
  if (!meet(shape.box, sheet.box)) return;
  const { context } = sheet;
  traceShapes(context, [shape], sheet);
  context.setLineDash(dash);
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.stroke();
  context.setLineDash([]);
}

function paintPosts(sheet, zone, own) {
  const { context, scale, left, top, zoom } = sheet;
  const size = zoom < 9 ? 3.5 : 5.5;
  for (const [x, y] of zone.shape.paths) {
    trace(context, own.symbol || "square", x * scale - left, y * scale - top, size);
    context.fillStyle = own.fill;
    context.fill();
    context.lineWidth = 1;
    context.strokeStyle = own.stroke;
    context.stroke();
  }
}

const hatches = new Map();
const HATCH = { side: 7, width: 1.3 };

/** Make a pattern of slanted lines. */
function hatch(context, colour, ratio) {
  // A pen that writes vectors has hatching of its own.
  if (context.hatch) return context.hatch(colour, HATCH.side, HATCH.width);
  const key = `${colour}/${ratio}`;
  if (!hatches.has(key)) {
    const side = Math.round(HATCH.side * ratio);
    const tile = document.createElement("canvas");
    tile.width = side;
    tile.height = side;
    const pen = tile.getContext("2d");
    pen.strokeStyle = colour;
    pen.lineWidth = (HATCH.width * side) / HATCH.side;
    for (const shift of [-side, 0, side]) {
      pen.beginPath();
      pen.moveTo(shift - 1, side + 1);
      pen.lineTo(shift + side + 1, -1);
      pen.stroke();
    }
    const pattern = context.createPattern(tile, "repeat");
    pattern.setTransform(new DOMMatrix().scale(HATCH.side / side));
    hatches.set(key, pattern);
  }
  return hatches.get(key);
}
