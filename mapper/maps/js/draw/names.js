// Names on the map: seas, countries, first-level units, settlements. Never one over another, nor
// over or under a symbol, nor where a box of the page hides it.

import { inArea, mercatorX, mercatorY } from "../base/geo.js";

const GAP = 3;

/** Rank of the wide names; settlements come by their size behind them. */
const RANKS = { country: 9e12, sea: 8e12, unit: 7e12 };

/** Zooms at which wide names are shown: from, until. */
const ZOOMS = { country: [2, 11], sea: [4, 12], unit: [6, 11] };

/** Columns and lines of the places in sight where the name of a unit may stand. */
const TRIES = 9;

/** Names that may be spaced: letters of other scripts join and must not be torn apart. */
const SPACED = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\P{L}]+$/u;

/** The names of a page, most important first. */
export class Names {
  constructor(view) {
    const { surroundings, style } = view;
    Object.assign(this, { view, surroundings, style });
    // The language that names stand in where the interface's own is another than the data's.
    this.language = view.meta.wording.names || null;
    this.hasLocal = [surroundings.places.name_ar, surroundings.regions.map((region) => region.name_ar)].some((names) => names?.some(Boolean));
    this.items = [...this.settlements(), ...this.units(), ...this.seas(), ...this.countries()].sort((a, b) => b.rank - a.rank);
  }

  settlements() {
    const { places } = this.surroundings;
    return (places.lat || []).map((lat, i) => {
      const own = this.style.places[places.kind?.[i] || "village"] || this.style.places.village;
      return {
        layer: "places",
        x: mercatorX(places.lon[i]),
        y: mercatorY(lat),
        name: places.name[i],
        local: places.name_ar?.[i],
        zoom: own.zoom,
        font: `${own.weight} ${own.size}px system-ui, sans-serif`,
        dot: own.dot,
        size: own.size,
        rank: own.size * 1e9 + own.weight * 1e6 + (places.population?.[i] || 0) / 1e3,
      };
    });
  }

  units() {
    const { regions, style } = this.surroundings;
    const first = Object.keys(style.regions)[0];
    return regions.filter(({ kind }) => kind === first).map((region) => ({ ...wide("unit", region.name, `region:${first}`), local: region.name_ar, shape: region.shape }));
  }

  countries() {
    const known = this.language && new Intl.DisplayNames([this.language], { type: "region", fallback: "none" });
    return this.surroundings.countries.map(({ name, code, spots }) => ({ ...wide("country", (code && known?.of(code)) || name, "background"), spots: world(spots) }));
  }

  seas() {
    return this.surroundings.seas.map(({ name, names, rank, spots }) => {
      const sea = wide("sea", names?.[this.language] || name, "background");
      // A larger sea is named first, and from farther away.
      return { ...sea, rank: sea.rank - rank, zoom: sea.zoom + rank - 2, spots: world(spots) };
    });
  }

  /** Paint the names that fit a sheet, free of its boxes (pixels) of symbols and of what covers it. */
  paint(sheet, symbols, covered = []) {
    const { context, scale, left, top, zoom } = sheet;
    const room = new Room([...symbols, ...covered]);
    const hidden = new Room(covered);
    const sight = sightOf(sheet);
    // What stands where, for whoever wants to know: boxes of the names that were painted.
    this.placed = [];
    context.textBaseline = "middle";
    context.lineJoin = "round";
    for (const item of this.items) {
      if (item.zoom > zoom || (item.until && zoom > item.until) || !this.view.shows(item.layer)) continue;
      if (item.wide) {
        this.placeWide(sheet, item, room, sight);
        continue;
      }
      const [x, y] = [item.x * scale - left, item.y * scale - top];
      if (x >= 0 && y >= 0 && x <= sheet.width && y <= sheet.height && !hidden.at(x, y)) this.placeBeside(sheet, item, x, y, room, sight);
    }
    if ("letterSpacing" in context) context.letterSpacing = "0px";
  }

  /** Measure a name in its font: its text and width. */
  measure(context, item) {
    const text = (this.view.options.localNames && item.local) || item.text || item.name;
    context.font = item.font;
    if ("letterSpacing" in context) context.letterSpacing = item.wide && SPACED.test(text) ? "1.5px" : "0px";
    item.widths ??= {};
    return [text, (item.widths[text] ??= context.measureText(text).width)];
  }

  placeBeside(sheet, item, x, y, room, sight) {
    const { context } = sheet;
    const [text, width] = this.measure(context, item);
    const symbol = room.at(x, y);
    // A mark under the name of another place would be taken for its own.
    if (this.placed.includes(symbol)) return;
    const mark = symbol || [x - item.dot, y - item.dot, x + item.dot, y + item.dot];
    const box = aside(mark, width, item.size).find((one) => isWhole(one, sight) && room.isFree(one));
    if (!box) return;
    room.take(box);
    this.placed.push(box);
    if (!symbol) room.take([x - item.dot - 1, y - item.dot - 1, x + item.dot + 1, y + item.dot + 1]);
    // Under a symbol it is not seen, and there when the days move on.
    context.beginPath();
    context.arc(x, y, item.dot, 0, 2 * Math.PI);
    context.fillStyle = "#6b6b6b";
    context.fill();
    write(context, text, box, this.style.basemap.label);
  }

  /** Place a name spread over an area at the spot in sight that lies best. */
  placeWide(sheet, item, room, sight) {
    const { context, scale, left, top } = sheet;
    const [text, width] = this.measure(context, item);
    const half = item.size * 0.7;
    for (const [wx, wy] of inSight(item, sheet)) {
      const [x, y] = [wx * scale - left, wy * scale - top];
      const box = [x - width / 2 - GAP, y - half, x + width / 2 + GAP, y + half];
      if (!isWhole(box, sight) || !room.isFree(box)) continue;
      room.take(box);
      this.placed.push(box);
      write(context, text, box, item.kind === "sea" ? this.style.basemap.sea : this.style.basemap.country);
      return;
    }
  }
}

/** What of a sheet is in sight, in its pixels. */
function sightOf({ sight, scale, left, top, width, height }) {
  if (!sight) return [0, 0, width, height];
  return [sight[0] * scale - left, sight[1] * scale - top, sight[2] * scale - left, sight[3] * scale - top];
}

/** Whether the edge of what is in sight cuts no box: it lies inside, or all of it outside. */
function isWhole([left, top, right, bottom], sight) {
  const isInside = left >= sight[0] && top >= sight[1] && right <= sight[2] && bottom <= sight[3];
  return isInside || right < sight[0] || left > sight[2] || bottom < sight[1] || top > sight[3];
}

/** Boxes that are taken, by the cells of a grid they touch. */
class Room {
  constructor(boxes) {
    this.cells = new Map();
    for (const box of boxes) this.take(box);
  }

  take(box) {
    for (const key of keys(box)) {
      if (this.cells.has(key)) this.cells.get(key).push(box);
      else this.cells.set(key, [box]);
    }
  }

  isFree(box) {
    for (const key of keys(box)) {
      for (const b of this.cells.get(key) || []) if (b[0] < box[2] && b[2] > box[0] && b[1] < box[3] && b[3] > box[1]) return false;
    }
    return true;
  }

  /** The box that lies over a place, or undefined. */
  at(x, y) {
    return (this.cells.get(keyOf(x, y)) || []).find((b) => b[0] <= x && b[2] >= x && b[1] <= y && b[3] >= y);
  }
}

const CELL_SIDE = 64;

function keyOf(x, y) {
  return Math.floor(x / CELL_SIDE) * 4096 + Math.floor(y / CELL_SIDE);
}

function keys([left, top, right, bottom]) {
  const found = [];
  for (let x = Math.floor(left / CELL_SIDE); x <= Math.floor(right / CELL_SIDE); x++) {
    for (let y = Math.floor(top / CELL_SIDE); y <= Math.floor(bottom / CELL_SIDE); y++) found.push(x * 4096 + y);
  }
  return found;
}

/** A name spread over an area: letter-spaced capitals without a mark. */
function wide(kind, name, layer) {
  const [zoom, until] = ZOOMS[kind];
  const [style, size] = kind === "sea" ? ["italic 500", 12] : ["600", kind === "country" ? 12 : 11];
  return { kind, layer, name, text: kind === "sea" ? name : name.toUpperCase(), zoom, until, size, rank: RANKS[kind], font: `${style} ${size}px system-ui, sans-serif`, wide: true };
}

function world(spots = []) {
  return spots.map(([lon, lat]) => [mercatorX(lon), mercatorY(lat)]);
}

/** World positions within an item's area that are in sight, those nearest to their middle first. */
function inSight(item, sheet) {
  const spots = item.spots ? item.spots.filter(([x, y]) => isIn(sheet.sight || sheet.box, x, y)) : within(item.shape, sheet.sight || sheet.box);
  const [mx, my] = spots.reduce(([sx, sy], [x, y]) => [sx + x / spots.length, sy + y / spots.length], [0, 0]);
  const away = ([x, y]) => (x - mx) ** 2 + ((y - my) * 2) ** 2;
  return spots.sort((a, b) => away(a) - away(b));
}

function isIn([west, north, east, south], x, y) {
  return x >= west && x <= east && y >= north && y <= south;
}

/** Places of a grid over what is in sight of an area. */
function within(shape, sight) {
  const box = [Math.max(shape.box[0], sight[0]), Math.max(shape.box[1], sight[1]), Math.min(shape.box[2], sight[2]), Math.min(shape.box[3], sight[3])];
  const found = [];
  if (box[0] >= box[2] || box[1] >= box[3]) return found;
  for (let i = 1; i < TRIES; i++) {
    for (let j = 1; j < TRIES; j++) {
      const [x, y] = [box[0] + ((box[2] - box[0]) * i) / TRIES, box[1] + ((box[3] - box[1]) * j) / TRIES];
      if (inArea(shape, x, y)) found.push([x, y]);
    }
  }
  return found;
}

/** Boxes close to a mark or symbol, best first: right, left, below, above, then the corners. */
function aside([left0, top0, right0, bottom0], width, size) {
  const half = size * 0.65;
  const [x, y] = [(left0 + right0) / 2, (top0 + bottom0) / 2];
  const slant = (right0 - left0) * 0.35;
  const boxes = [
    [right0 + GAP, y],
    [left0 - GAP - width, y],
    [x - width / 2, bottom0 + GAP + half],
    [x - width / 2, top0 - GAP - half],
    [x + slant, bottom0 + half],
    [x + slant, top0 - half],
    [x - slant - width, bottom0 + half],
    [x - slant - width, top0 - half],
  ];
  return boxes.map(([left, middle]) => [left - GAP, middle - half, left + width + GAP, middle + half]);
}

function write(context, text, [left, top, , bottom], colour) {
  const [start, middle] = [left + GAP, (top + bottom) / 2];
  context.textAlign = "left";
  context.lineWidth = 3;
  context.strokeStyle = "rgba(255,255,255,0.85)";
  context.strokeText(text, start, middle);
  context.fillStyle = colour;
  context.fillText(text, start, middle);
}
