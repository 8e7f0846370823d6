// What lies under the events: land and borders, regions, zones, lines, roads, posts, settlements.

import { dayOf, dayWords, spanWords } from "../base/days.js";
import { distanceToLine, inArea, mercatorX, mercatorY, unpack } from "../base/geo.js";
import { label } from "../base/labels.js";

/** Kinds whose shapes share one switch instead of one each. */
const TOGETHER = ["road", "observation_post", "limit"];

/** Order of drawing: areas lie under lines, lines under posts. */
const ORDER = ["fade", "zone", "outer", "inner", "line", "axis", "post"];

/** Parts that are of a zone. */
const AREAS = ["zone", "inner", "outer"];

/** Kinds of which one follows the other: on any day the latest holds. */
const SUCCEEDING = ["contact_line"];

/** What is off at first by the kind of shape, as the page may ask. */
const HIDEABLE = { zones: "area", lines: "line", posts: "point" };

/** The surroundings of a page, unpacked. */
export class Surroundings {
  /** `units` are called by level; `levels` has the level of each kind of region that is a unit. */
  constructor(packed, style, { units = {}, levels = {} } = {}) {
    Object.assign(this, { style, units, levels });
    this.land = unpack({ kind: "area", digits: 3, paths: packed.background?.land || [] });
    this.coast = unpack({ kind: "line", digits: 3, paths: packed.background?.coast || [] });
    this.border = unpack({ kind: "line", digits: 3, paths: packed.background?.border || [] });
    this.countries = packed.background?.countries || [];
    this.seas = packed.background?.seas || [];
    this.locator = packed.locator || null;
    // Beyond the land that is cut around the data lies, coarser, that of the locator.
    this.far = unpack({ kind: "area", digits: packed.locator?.digits ?? 1, paths: packed.locator?.land || [] });
    this.near = packed.background?.box ? boxOf(packed.background.box) : null;
    this.zones = (packed.zones || [])
      .map((zone) => ({ ...zone, shape: unpack(zone.shape), from: dayOf(zone.valid_from), to: dayOf(zone.valid_to) }))
      .sort((a, b) => ORDER.indexOf(a.part) - ORDER.indexOf(b.part));
    this.regions = (packed.regions || []).map((region) => ({ ...region, shape: unpack(region.shape) }));
    this.areas = (packed.areas || []).map((area) => ({ ...area, shape: unpack(area.shape) }));
    this.places = unpackPlaces(packed.places);
    this.sounds = packed.sounds || null;
    this.switches = [...this.zoneSwitches(), ...this.groundSwitches()];
  }

  /** Whether there is a zone, not only a line, a road or a post. */
  get hasZones() {
    return this.zones.some(isZone);
  }

  /** Whether the depth of a zone is read in two ways. */
  get hasReadings() {
    return this.zones.some(({ part }) => part === "outer" || part === "fade");
  }

  /** Whether any line has another one after it. */
  get hasEarlier() {
    return SUCCEEDING.some((kind) => new Set(this.zones.filter((zone) => zone.kind === kind).map(({ zone_id: id }) => id)).size > 1);
  }

  zoneStyle(zone) {
    return this.style.zones[zone.kind] || this.style.zones.other;
  }

  /** List the zones, lines and posts that a reader can switch; each notes its layer. */
  zoneSwitches() {
    const switches = new Map();
    const kinds = ["area", "line", "point"];
    const listed = [...this.zones].sort(
      (a, b) => kinds.indexOf(a.shape.kind) - kinds.indexOf(b.shape.kind) || (a.from ?? 0) - (b.from ?? 0),
    );
    for (const zone of listed) {
      const isTogether = TOGETHER.includes(zone.kind);
      zone.layer = isTogether ? `kind:${zone.kind}` : `zone:${zone.zone_id}`;
      if (switches.has(zone.layer)) continue;
      const style = this.zoneStyle(zone);
      const many = new Set(this.zones.filter(({ kind }) => kind === zone.kind).map(({ zone_id: id }) => id)).size;
      // Lines that follow each other differ by their days alone, which stand beside the label.
      const called = isTogether ? label(`zones.all_${zone.kind}`, { n: many }) : SUCCEEDING.includes(zone.kind) ? style.label : zone.name || style.label;
      switches.set(zone.layer, { id: zone.layer, label: called, zone, style, dates: isTogether ? null : validWords(zone), group: "zones" });
    }
    return [...switches.values()];
  }

  groundSwitches() {
    const kinds = Object.entries(this.style.regions).filter(([kind]) => this.regions.some((region) => region.kind === kind));
    return [
      ...kinds.map(([kind, style]) => ({ id: `region:${kind}`, label: this.units[this.levels[kind]]?.[1] || style.label, style, group: "ground" })),
      { id: "places", label: label("ground.settlements"), style: {}, group: "ground" },
      { id: "background", label: label("ground.land"), style: {}, group: "ground" },
    ];
  }

  /** Ids of the layers that are off at first: by their style, and what a page asks to leave out. */
  hiddenAtFirst({ hide = [], tiles = null }) {
    const isHidden = ({ id, style, zone }) =>
      style.shown === false ||
      (zone && hide.some((name) => HIDEABLE[name] === zone.shape.kind)) ||
      (id.startsWith("region:") && hide.includes("regions")) ||
      (id === "places" && hide.includes("settlements")) ||
      // Land drawn over a background of tiles would hide it.
      (id === "background" && (hide.includes("background") || tiles));
    return new Set(this.switches.filter(isHidden).map(({ id }) => id));
  }

  /**
   * Zones, lines and posts of the days [from, to]: what held on any of them, and of lines that
   * follow each other the last. `keep` lets none go; with `earlier` lines that ended stay too.
   */
  zonesOf([from, to], { keep = false, earlier = false } = {}) {
    const held = this.zones.filter((zone) => keep || inForce(zone, from, to));
    if (earlier) return held;
    const last = Object.fromEntries(SUCCEEDING.map((kind) => [kind, this.lastOf(kind, held)]));
    return held.filter((zone) => !(zone.kind in last) || zone.zone_id === last[zone.kind]);
  }

  /** Id of the latest of several lines of a kind. */
  lastOf(kind, zones) {
    const lines = zones.filter((zone) => zone.kind === kind);
    return lines.reduce((best, zone) => ((zone.from ?? -Infinity) > (best?.from ?? -Infinity) || !best ? zone : best), null)?.zone_id;
  }

  /** Whether a line of those drawn has a later one beside it. */
  isEarlier(zone, drawn) {
    return SUCCEEDING.includes(zone.kind) && zone.zone_id !== this.lastOf(zone.kind, drawn);
  }
}

/** Read the columns of settlements: steps to degrees, lines to rows; an empty line is null. */
function unpackPlaces({ digits = 0, lat = [], lon = [], names = "", ...texts } = {}) {
  const found = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.split("\n").map((line) => line || null)]));
  if (found.population) found.population = found.population.map((line) => (line ? Number(line) : null));
  const spelled = lat.length ? names.split("\n").map((line) => line.split("\t")) : [];
  const degrees = (steps) => {
    let sum = 0;
    return steps.map((step) => (sum += step) / 10 ** digits);
  };
  return { ...found, name: spelled.map(([own]) => own), names: spelled.map(([, ...others]) => others), lat: degrees(lat), lon: degrees(lon) };
}

/** Whether something around the incidents is a zone, not a line, a road or a post. */
export function isZone({ part }) {
  return AREAS.includes(part);
}

/** A box of degrees, [west, south, east, north], in the world. */
function boxOf([west, south, east, north]) {
  return [mercatorX(west), mercatorY(north), mercatorX(east), mercatorY(south)];
}

function inForce(zone, from, to) {
  if (from === null) return true;
  return (zone.from === null || zone.from <= to) && (zone.to === null || zone.to >= from);
}

/** Those of some zones at a world position, topmost first, each once; `reach` in world units. */
export function zonesAt(zones, x, y, reach) {
  const found = [];
  for (const zone of zones) {
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

/** Say when a zone held. */
export function validWords({ from, to, valid_from: first, valid_to: last }) {
  if (!first && !last) return null;
  if (from === null) return last ? label("days.until", { day: last }) : null;
  return to === null ? label("days.from", { day: dayWords(from) }) : spanWords(from, to);
}
