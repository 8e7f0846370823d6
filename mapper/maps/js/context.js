// What lies under the incidents: land and borders, regions, zones, lines, roads, posts.

import { dayOf, spanWords, dayWords } from "./days.js";
import { distanceToLine, inArea, meet, unpack } from "./geo.js";
import { traceShape } from "./points.js";
import { faded, trace } from "./symbols.js";

/** Kinds whose shapes share one switch instead of one each. */
const TOGETHER = ["road", "observation_post", "limit"];

/** Order of drawing: areas lie under lines, lines under posts. */
const ORDER = ["zone", "inner", "outer", "fade", "line", "axis", "post"];

/** Parts that are of a zone. */
const AREAS = ["zone", "inner", "outer"];

/** The context of a page, unpacked and ready to paint. */
export class Context {
  /** `units` are called by level; `levels` has the level of each kind of region that is a unit. */
  constructor(packed, style, units = {}, levels = {}) {
    this.style = style;
    this.units = units;
    this.levels = levels;
    this.land = unpack({ kind: "area", digits: 3, paths: packed.background?.land || [] });
    this.coast = unpack({ kind: "line", digits: 3, paths: packed.background?.coast || [] });
    this.border = unpack({ kind: "line", digits: 3, paths: packed.background?.border || [] });
    this.countries = packed.background?.countries || [];
    this.zones = (packed.zones || [])
      .map((zone) => ({ ...zone, shape: unpack(zone.shape), ...this.validity(zone) }))
      .sort((a, b) => ORDER.indexOf(a.part) - ORDER.indexOf(b.part));
    this.regions = (packed.regions || []).map((region) => ({ ...region, shape: unpack(region.shape) }));
    this.areas = (packed.areas || []).map((area) => ({ ...area, shape: unpack(area.shape) }));
    this.places = packed.places || {};
    this.hidden = new Set();
    this.keep = false;
    this.fade();
    this.switches = this.list();
  }

  /** Let lines of contact pale with age, so that several at once can be told apart. */
  fade() {
    const lines = this.zones.filter(({ kind }) => kind === "contact_line").sort((a, b) => (a.from ?? 0) - (b.from ?? 0));
    lines.forEach((line, i) => {
      line.fresh = 1 - 0.28 * (lines.length - 1 - i);
    });
  }

  /** Whether there is a zone, not only a line, a road or a post. */
  get hasZones() {
    return this.zones.some(({ part }) => AREAS.includes(part));
  }

  validity(zone) {
    return { from: dayOf(zone.valid_from), to: dayOf(zone.valid_to) };
  }

  zoneStyle(zone) {
    return this.style.zones[zone.kind] || this.style.zones.other;
  }

  /** List the layers a reader can switch, with what the panel says of each. */
  list() {
    const switches = [];
    const seen = new Set();
    const kinds = ["area", "line", "point"];
    const listed = [...this.zones].sort(
      (a, b) => kinds.indexOf(a.shape.kind) - kinds.indexOf(b.shape.kind) || (a.from ?? 0) - (b.from ?? 0),
    );
    for (const zone of listed) {
      const together = TOGETHER.includes(zone.kind);
      const id = together ? `kind:${zone.kind}` : `zone:${zone.zone_id}`;
      zone.layer = id;
      if (seen.has(id)) continue;
      seen.add(id);
      const own = this.zoneStyle(zone);
      const all = this.zones.filter((other) => other.kind === zone.kind);
      const many = new Set(all.map((o) => o.zone_id)).size;
      // Lines of contact differ by their days alone, which stand beside the label.
      const label = together ? `${own.label}s (${many})` : zone.kind === "contact_line" ? own.label : zone.name || own.label;
      switches.push({ id, label, zone, style: own, dates: together ? null : validWords(zone), hatched: all.some((o) => o.zone_id === zone.zone_id && o.part === "outer"), group: "zones" });
      if (own.shown === false) this.hidden.add(id);
    }
    for (const [kind, own] of Object.entries(this.style.regions)) {
      if (!this.regions.some((region) => region.kind === kind)) continue;
      const id = `region:${kind}`;
      switches.push({ id, label: this.units[this.levels[kind]]?.[1] || own.label, style: own, group: "regions" });
      if (!own.shown) this.hidden.add(id);
    }
    switches.push({ id: "places", label: "Settlements", style: {}, group: "regions" });
    switches.push({ id: "background", label: "Land, coasts and borders", style: {}, group: "regions" });
    return switches;
  }

  shown(id) {
    return !this.hidden.has(id);
  }

  /** Tell whether a zone held on any of the days [from, to], or is kept on the map. */
  inForce(zone, from, to) {
    if (this.keep || from === null) return true;
    return (zone.from === null || zone.from <= to) && (zone.to === null || zone.to >= from);
  }

  /** Paint everything for a view; `days` is the brush as [from, to] or [null, null]. */
  paint(view, days) {
    const { context } = view;
    if (this.shown("background")) this.paintBackground(view);
    for (const region of this.regions) this.paintRegion(view, region);
    for (const zone of this.zones) {
      if (!this.shown(zone.layer) || !this.inForce(zone, ...days) || !meet(zone.shape.box, view.box)) continue;
      this.paintZone(view, zone);
    }
    context.setLineDash([]);
  }

  paintBackground(view) {
    const { context } = view;
    const { water, land, coast, border } = this.style.basemap;
    context.fillStyle = water;
    context.fillRect(0, 0, view.width, view.height);
    traceShape(context, this.land, view);
    context.fillStyle = land;
    context.fill("evenodd");
    context.lineJoin = "round";
    stroke(context, this.coast, view, coast, 1, []);
    stroke(context, this.border, view, "#ffffff", 3.4, []);
    stroke(context, this.border, view, border, 1.3, [8, 3, 2, 3]);
  }

  paintRegion(view, region) {
    const own = this.style.regions[region.kind];
    if (!own || !this.shown(`region:${region.kind}`) || !meet(region.shape.box, view.box)) return;
    stroke(view.context, region.shape, view, own.stroke, own.width, own.dash);
  }

  paintZone(view, zone) {
    const { context } = view;
    const own = this.zoneStyle(zone);
    const part = this.style.zone_parts[zone.part] || {};
    if (zone.shape.kind === "point") {
      this.paintPost(view, zone, own);
    } else if (zone.shape.kind === "line") {
      if (own.casing) stroke(context, zone.shape, view, own.casing, own.width + 2.2, []);
      context.globalAlpha = zone.fresh ?? 1;
      stroke(context, zone.shape, view, own.stroke, own.width || 1.2, own.dash || []);
      context.globalAlpha = 1;
    } else {
      traceShape(context, zone.shape, view);
      if (!own.fill) {
        stroke(context, zone.shape, view, own.stroke, own.width, own.dash);
        return;
      }
      if (part.fill) {
        context.fillStyle = faded(own.fill, part.fill);
        context.fill("evenodd");
      }
      if (part.hatch) {
        context.fillStyle = hatch(context, faded(own.stroke, part.hatch), view.ratio);
        context.fill("evenodd");
      }
      if (part.line) stroke(context, zone.shape, view, faded(own.stroke, part.line), 1, []);
    }
  }

  paintPost(view, zone, own) {
    const { context, scale, left, top, zoom } = view;
    const size = zoom < 9 ? 4 : 6;
    for (const [x, y] of zone.shape.paths) {
      trace(context, own.symbol || "square", x * scale - left, y * scale - top, size);
      context.fillStyle = own.fill;
      context.fill();
      context.lineWidth = 1;
      context.strokeStyle = own.stroke;
      context.stroke();
    }
  }

  /** Zones, lines and posts at a world position, topmost first; `reach` in world units. */
  at(x, y, reach, days) {
    const found = [];
    for (const zone of this.zones) {
      if (!this.shown(zone.layer) || !this.inForce(zone, ...days)) continue;
      const { shape } = zone;
      const hit =
        shape.kind === "area"
          ? zone.part !== "fade" && inArea(shape, x, y)
          : shape.kind === "line"
            ? distanceToLine(shape, x, y) < reach
            : shape.paths.some(([px, py]) => Math.hypot(px - x, py - y) < reach);
      if (hit && !found.some((other) => other.zone_id === zone.zone_id)) found.unshift(zone);
    }
    return found;
  }
}

/** Say when a zone held. */
export function validWords({ from, to, valid_from: first, valid_to: last }) {
  if (!first && !last) return null;
  if (from === null) return last ? `until ${last}` : null;
  return to === null ? `from ${dayWords(from)}` : spanWords(from, to);
}

function stroke(context, shape, view, colour, width, dash) {
  if (!meet(shape.box, view.box)) return;
  traceShape(context, { ...shape, kind: shape.kind }, view);
  context.setLineDash(dash || []);
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.stroke();
  context.setLineDash([]);
}

const hatches = new Map();

/** Make a pattern of slanted lines. */
function hatch(context, colour, ratio) {
  const key = `${colour}/${ratio}`;
  if (!hatches.has(key)) {
    const side = 7 * ratio;
    const tile = document.createElement("canvas");
    tile.width = side;
    tile.height = side;
    const pen = tile.getContext("2d");
    pen.strokeStyle = colour;
    pen.lineWidth = 1.3 * ratio;
    for (const shift of [-side, 0, side]) {
      pen.beginPath();
      pen.moveTo(shift - 1, side + 1);
      pen.lineTo(shift + side + 1, -1);
      pen.stroke();
    }
    const pattern = context.createPattern(tile, "repeat");
    pattern.setTransform(new DOMMatrix().scale(1 / ratio));
    hatches.set(key, pattern);
  }
  return hatches.get(key);
}
