// Drawing the events: symbols where they can be told apart, a raster where they cannot.

import { BLOCK, pixelsPerMetre } from "./geo.js";
import { faded, rgb, trace } from "./symbols.js";

/** Above this many points in view they are drawn as a raster of small cells. */
export const SYMBOLS = 2500;

/** Side of a raster cell, CSS pixels. */
export const CELL = 4;

const SYMBOL_RADIUS = 6;
const SPOT = 11;
const NEARBY = 44;
const SMALLEST_DISC = 9;

/** Paints points and finds them again under the pointer. */
export class Points {
  constructor(incidents, filter, style) {
    this.incidents = incidents;
    this.filter = filter;
    this.style = style;
    this.grouping = "spot";
    this.showUncertainty = true;
    this.areas = [];
    this.selected = -1;
    this.groups = [];
    this.raster = null;
    this.visible = new Int32Array(SYMBOLS);
  }

  /** Call `each(point, row, x, y)` for the shown points in a view; stop when it gives false. */
  scan({ box, scale, left, top }, each) {
    const { incidents, filter } = this;
    const { x, y, boxes, points, located } = incidents;
    const { fails, start, length, from, to, undated, allDays } = filter;
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

  /** Paint the points of a view. */
  paint(view, legend) {
    let n = 0;
    const few = this.scan(view, (point) => {
      if (n === SYMBOLS) return false;
      this.visible[n++] = point;
      return true;
    });
    this.legend = legend;
    this.groups = [];
    this.raster = null;
    this.paintSelectedArea(view);
    if (few) this.paintSymbols(view, n);
    else this.paintRaster(view);
    this.paintSelection(view);
  }

  /** Paint cells coloured by what most of their events are, denser where there are more. */
  paintRaster(view) {
    const { entries, byCode, column } = this.legend;
    const kinds = entries.length;
    const [across, down] = [Math.ceil(view.width / CELL), Math.ceil(view.height / CELL)];
    const tally = this.tally?.length === across * down * kinds ? this.tally.fill(0) : new Uint32Array(across * down * kinds);
    this.tally = tally;
    this.scan(view, (point, row, px, py) => {
      tally[(((py / CELL) | 0) * across + ((px / CELL) | 0)) * kinds + byCode[column[row]]]++;
    });
    const cells = across * down;
    // Kept from draw to draw: at each step of a brush new ones would pile up as garbage.
    if (this.totals?.length !== cells) [this.totals, this.major] = [new Uint32Array(cells), new Uint8Array(cells)];
    const totals = this.totals.fill(0);
    const major = this.major;
    let most = 1;
    for (let cell = 0, at = 0; cell < cells; cell++) {
      let best = 0;
      for (let kind = 0; kind < kinds; kind++, at++) {
        totals[cell] += tally[at];
        if (tally[at] > best) {
          best = tally[at];
          major[cell] = kind;
        }
      }
      if (totals[cell] > most) most = totals[cell];
    }
    this.raster = { totals, tally, across, down, kinds, view };
    this.stamp(view, totals, major, most, across, down);
  }

  stamp(view, totals, major, most, across, down) {
    if (this.picture?.width !== across || this.picture.height !== down) {
      this.picture = document.createElement("canvas");
      this.picture.width = across;
      this.picture.height = down;
      this.image = new ImageData(across, down);
    }
    const context = this.picture.getContext("2d", { willReadFrequently: true });
    const pixels = new Uint32Array(this.image.data.buffer).fill(0);
    const colours = this.legend.entries.map((entry) => {
      const [r, g, b] = rgb(entry.colour);
      return r | (g << 8) | (b << 16);
    });
    const span = Math.log(most + 1);
    for (let cell = 0; cell < totals.length; cell++) {
      if (!totals[cell]) continue;
      const opacity = 90 + 165 * (Math.log(totals[cell] + 1) / span);
      pixels[cell] = colours[major[cell]] | (opacity << 24);
    }
    context.putImageData(this.image, 0, 0);
    view.context.imageSmoothingEnabled = false;
    view.context.drawImage(this.picture, 0, 0, across * CELL, down * CELL);
  }

  /** Paint symbols; those on one spot become a ring with their number. */
  paintSymbols(view, n) {
    const { incidents } = this;
    const near = this.grouping === "nearby" ? NEARBY : SPOT;
    this.groups = gather(incidents, this.visible.subarray(0, n), view, near, this.grouping === "none");
    if (this.showUncertainty) this.paintUncertainty(view, this.visible.subarray(0, n));
    for (const group of this.groups) {
      if (group.points.length === 1) this.paintSymbol(view.context, group.points[0], group.x, group.y);
      else this.paintRing(view.context, group);
    }
  }

  entryOf(row) {
    const { entries, byCode, column } = this.legend;
    return entries[byCode[column[row]]];
  }

  paintSymbol(context, point, x, y, grow = 1) {
    const { symbol, colour } = this.entryOf(this.incidents.rowOf(point));
    const hollow = this.incidents.precision(point) === 3;
    const share = this.incidents.share(point);
    const radius = SYMBOL_RADIUS * grow;
    trace(context, symbol, x, y, radius + 1.6);
    context.fillStyle = "rgba(255,255,255,0.9)";
    context.fill();
    trace(context, symbol, x, y, hollow ? radius - 0.7 : radius);
    // Where reports disagree on the place, each is as pale as few of them allow it.
    context.fillStyle = hollow ? "#ffffff" : share ? faded(colour, share / 100) : colour;
    context.fill();
    context.lineWidth = hollow ? 2.4 : 1;
    context.strokeStyle = hollow ? colour : "rgba(0,0,0,0.75)";
    context.stroke();
  }

  paintRing(context, { points, x, y, radius }) {
    const shares = new Map();
    for (const point of points) {
      const entry = this.entryOf(this.incidents.rowOf(point));
      shares.set(entry, (shares.get(entry) || 0) + 1);
    }
    context.beginPath();
    context.arc(x, y, radius + 1.5, 0, 2 * Math.PI);
    context.fillStyle = "rgba(255,255,255,0.92)";
    context.fill();
    let turn = -Math.PI / 2;
    context.lineWidth = 4;
    for (const [entry, share] of [...shares].sort((a, b) => b[1] - a[1])) {
      const next = turn + (share / points.length) * 2 * Math.PI;
      context.beginPath();
      context.arc(x, y, radius - 1.5, turn, next);
      context.strokeStyle = entry.colour;
      context.stroke();
      turn = next;
    }
    context.beginPath();
    context.arc(x, y, radius + 0.8, 0, 2 * Math.PI);
    context.lineWidth = 1;
    context.strokeStyle = "rgba(0,0,0,0.6)";
    context.stroke();
    context.fillStyle = "#1c1c1c";
    context.font = `600 ${points.length > 999 ? 10 : 11}px system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(String(points.length), x, y + 0.5);
  }

  /** Draw where the incidents may lie: discs around points, outlines of regions. */
  paintUncertainty(view, visible) {
    const { context, scale, left, top } = view;
    const style = this.style.uncertainty;
    const areas = new Set();
    const discs = new Map();
    for (const point of visible) {
      const area = this.incidents.area(point);
      if (area) areas.add(area);
      else this.collectDisc(discs, point, view);
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
      if (!this.areas[area - 1]) continue;
      traceShape(context, this.areas[area - 1].shape, { scale, left, top });
      context.stroke();
    }
    context.setLineDash([]);
  }

  collectDisc(discs, point, { scale, left, top }) {
    const metres = this.incidents.radius(point);
    if (!metres) return;
    const [x, y] = [this.incidents.x[point], this.incidents.y[point]];
    const radius = metres * pixelsPerMetre(y, scale);
    if (radius < SMALLEST_DISC) return;
    discs.set(`${x},${y},${metres}`, [x * scale - left, y * scale - top, radius]);
  }

  /** Mark the selected event and tie its places together. */
  paintSelection(view) {
    if (this.selected < 0) return;
    const points = this.incidents.pointsOf(this.selected);
    const { context, scale, left, top } = view;
    const spots = points.map((p) => [this.incidents.x[p] * scale - left, this.incidents.y[p] * scale - top]);
    context.strokeStyle = this.style.selection.stroke;
    context.lineWidth = 1.6;
    context.setLineDash([2, 3]);
    for (let i = 1; i < spots.length; i++) {
      context.beginPath();
      context.moveTo(...spots[0]);
      context.lineTo(...spots[i]);
      context.stroke();
    }
    context.setLineDash([]);
    points.forEach((point, i) => {
      const [x, y] = spots[i];
      context.beginPath();
      context.arc(x, y, SYMBOL_RADIUS * 2, 0, 2 * Math.PI);
      context.fillStyle = faded(this.style.selection.halo, 0.85);
      context.fill();
      context.lineWidth = 2;
      context.strokeStyle = this.style.selection.stroke;
      context.stroke();
      this.paintSymbol(context, point, x, y, 1.15);
      const share = this.incidents.share(point);
      if (share) paintShare(context, `${share} %`, x + SYMBOL_RADIUS * 2 + 4, y);
    });
  }

  /** Show where the selected event may lie; under the dots, which stay as they are. */
  paintSelectedArea(view) {
    if (this.selected < 0) return;
    const { context, scale, left, top } = view;
    const points = this.incidents.pointsOf(this.selected);
    const spots = points.map((p) => [this.incidents.x[p] * scale - left, this.incidents.y[p] * scale - top]);
    context.lineWidth = 2;
    context.strokeStyle = faded(this.style.selection.stroke, 0.8);
    context.fillStyle = faded(this.style.selection.halo, 0.22);
    points.forEach((point, i) => {
      const area = this.areas[this.incidents.area(point) - 1];
      const metres = this.incidents.radius(point) || 0;
      if (area) traceShape(context, area.shape, view);
      else {
        context.beginPath();
        context.arc(...spots[i], metres * pixelsPerMetre(this.incidents.y[point], view.scale), 0, 2 * Math.PI);
      }
      context.fill("evenodd");
      context.setLineDash(area ? this.style.uncertainty.area_dash : []);
      context.stroke();
      context.setLineDash([]);
    });
  }

  /**
   * Tell whether a box of a view holds a symbol, whatever the brush: names that step
   * aside for dots would else dance while the days play.
   */
  obstacles(view) {
    const { incidents } = this;
    const grid = new Set();
    const width = Math.ceil(view.width / SPOT) + 2;
    const [west, north, east, south] = view.box;
    for (let i = 0; i < Math.min(incidents.points, SYMBOLS); i++) {
      const [x, y] = [incidents.x[i], incidents.y[i]];
      if (x < west || x > east || y < north || y > south) continue;
      const cell = Math.round((y * view.scale - view.top) / SPOT) * width + Math.round((x * view.scale - view.left) / SPOT);
      // Several on one spot are drawn as a ring, which is wider.
      if (grid.has(cell)) for (const by of [-width, -1, 1, width]) grid.add(cell + by);
      grid.add(cell);
    }
    return ([left, top, right, bottom]) => {
      for (let row = Math.round(top / SPOT); row <= Math.round(bottom / SPOT); row++) {
        for (let column = Math.round(left / SPOT); column <= Math.round(right / SPOT); column++) {
          if (grid.has(row * width + column)) return true;
        }
      }
      return false;
    };
  }

  /** Rows of the points in a box of the map, each once. */
  rowsIn(view) {
    let rows = new Int32Array(1024);
    let n = 0;
    const { located } = this.incidents;
    const others = new Set();
    this.scan(view, (point, row) => {
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

  /** Rows under a place of the view (pixels of the canvas), nearest first; with their count. */
  at(view, x, y, reach) {
    if (this.raster) return this.atRaster(view, x, y, reach);
    let best = null;
    let distance = Infinity;
    for (const group of this.groups) {
      const away = Math.hypot(group.x - x, group.y - y) - (group.radius - SYMBOL_RADIUS);
      if (away < Math.min(distance, reach)) [best, distance] = [group, away];
    }
    if (!best) return null;
    const rows = [...new Set(best.points.map((point) => this.incidents.rowOf(point)))];
    return { rows, total: rows.length };
  }

  atRaster(view, x, y, reach) {
    const found = [];
    const box = [x - reach, y - reach, x + reach, y + reach];
    const near = { ...view, box: box.map((edge, i) => (edge + (i % 2 ? view.top : view.left)) / view.scale) };
    this.scan(near, (point, row, px, py) => {
      found.push([row, Math.hypot(px - x, py - y)]);
    });
    if (!found.length) return null;
    found.sort((a, b) => a[1] - b[1]);
    const rows = [...new Set(found.map(([row]) => row))];
    return { rows, total: rows.length };
  }
}

/** Write beside a place of the chosen event the share of its reports that allow it. */
function paintShare(context, text, x, y) {
  context.font = "600 12px system-ui, sans-serif";
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.lineWidth = 3;
  context.strokeStyle = "rgba(255,255,255,0.95)";
  context.strokeText(text, x, y);
  context.fillStyle = "#1c1c1c";
  context.fillText(text, x, y);
}

/** Group points that lie within `near` pixels of each other. */
function gather(incidents, visible, { scale, left, top }, near, apart) {
  const groups = [];
  const grid = new Map();
  for (const point of visible) {
    const [x, y] = [incidents.x[point] * scale - left, incidents.y[point] * scale - top];
    const [column, line] = [Math.floor(x / near), Math.floor(y / near)];
    const home = apart ? null : nearest(grid, column, line, x, y, near);
    if (home) {
      home.points.push(point);
      continue;
    }
    const group = { x, y, points: [point], radius: SYMBOL_RADIUS };
    groups.push(group);
    const key = `${column},${line}`;
    if (grid.has(key)) grid.get(key).push(group);
    else grid.set(key, [group]);
  }
  for (const group of groups) {
    if (group.points.length > 1) group.radius = 9 + 2.4 * Math.log2(group.points.length);
  }
  return groups.sort((a, b) => a.y - b.y);
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

/** Trace an unpacked shape. */
export function traceShape(context, shape, { scale, left, top }) {
  context.beginPath();
  for (const path of shape.paths) {
    for (let i = 0; i < path.length; i += 2) {
      const [x, y] = [path[i] * scale - left, path[i + 1] * scale - top];
      if (i) context.lineTo(x, y);
      else context.moveTo(x, y);
    }
    if (shape.kind === "area") context.closePath();
  }
}
