// The rows (events, or reports one by one): core columns in typed arrays, texts in chunks that
// are inflated when asked for. Behind the rows stand the reports of events that several tell of.

import { fromBase64, inflate, inflatePieces } from "../base/bytes.js";
import { Chunk, Words } from "./chunks.js";
import { CoreColumns } from "./core.js";
import { isoDay } from "../base/days.js";
import { label } from "../base/labels.js";
import { BLOCK, WORLD, latitude, longitude, mercatorSteps, mercatorX } from "../base/geo.js";

const KEPT_CHUNKS = 6;

/** Columns with a cell for each point; the others have one for each row, and each report behind. */
const OF_POINTS = ["lat", "lon", "owner", "point_radius", "point_precision", "point_area", "point_share", "report_of"];

/** Verdicts that every place has where there is no zone at all. */
const UNJUDGED = ["not_in_force", "unknown"];

/** Base64 text of one of the page's blocks, or null; the element is taken out to free it. */
function blockText(id) {
  const element = document.getElementById(id);
  if (!element) return null;
  const text = element.textContent;
  element.remove();
  return text;
}

/** Read and inflate one of the page's blocks. */
function block(id) {
  const text = blockText(id);
  return Promise.resolve(text === null ? null : inflate(fromBase64(text)));
}

/** Read one of the page's JSON blocks. */
export async function jsonBlock(id) {
  const bytes = await block(id);
  return bytes ? JSON.parse(new TextDecoder().decode(bytes)) : {};
}

/** All rows of the page. */
export class Incidents {
  constructor(meta) {
    this.meta = meta;
    this.rows = meta.rows;
    this.all = meta.all;
    this.areEvents = meta.areEvents;
    this.located = meta.located;
    this.points = meta.points;
    this.lists = meta.lists;
    // Of each column its cells of rows alone; `whole` has those of the reports behind them too.
    this.columns = {};
    this.whole = {};
    this.places = new Map(meta.detail.map(({ name }, i) => [name, i]));
    this.isJudged = (this.lists.zone_verdict || []).some((verdict) => !UNJUDGED.includes(verdict));
    this.chunks = new Map();
    this.pending = new Map();
  }

  /** What rows are, as the keys of labels name it: events, or reports where the page knows no events. */
  get kind() {
    return this.areEvents ? "events" : "reports";
  }

  /** The same of all rows together: totals over days or places are no events. */
  get kindTogether() {
    return this.areEvents && (this.lists.scope || []).includes("aggregate") ? "events_and_totals" : this.kind;
  }

  /** What all rows together are called, after their number. */
  get calledTogether() {
    return label(`rows.${this.kindTogether}`, { n: this.rows });
  }

  /** Inflate the core columns and prepare positions for drawing. */
  static async load(meta) {
    const incidents = new Incidents(meta);
    const core = new CoreColumns(meta.core);
    await inflatePieces(blockText("mapper-core"), (piece) => core.take(piece));
    incidents.whole = core.columns;
    for (const [name, read] of Object.entries(core.columns)) {
      incidents.columns[name] = OF_POINTS.includes(name) ? read : read.subarray(0, meta.rows);
    }
    incidents.firstDay = meta.core.find(({ name }) => name === "date_start")?.first;
    incidents.project();
    incidents.gatherReports();
    return incidents;
  }

  /** Note where each event's reports begin, and who published them, each once: [row, code] in turn. */
  gatherReports() {
    const of = this.columns.report_of || [];
    this.firstReport = new Map();
    this.sources = [];
    // Of each event its reports that tell it as one, as the build's report counts them: what an
    // article recalls in passing is on the card, and no report of its news.
    this.toldAsEvents = new Map();
    const event = (this.lists.scope || []).indexOf("event") + 1;
    let seen = new Set();
    for (let i = 0; i < of.length; i++) {
      if (i === 0 || of[i] !== of[i - 1]) {
        this.firstReport.set(of[i], i);
        seen = new Set();
        this.toldAsEvents.set(of[i], 0);
      }
      if (this.whole.scope?.[this.rows + i] === event) this.toldAsEvents.set(of[i], this.toldAsEvents.get(of[i]) + 1);
      const code = this.whole.source?.[this.rows + i] || 0;
      if (!seen.has(code)) this.sources.push(of[i], code);
      seen.add(code);
    }
  }

  /** Tell whether a row stands for an event whose reports are others. */
  isSeveral(row) {
    return Boolean(this.columns.is_several?.[row]);
  }

  /** Numbers of the reports behind a row: like rows they can be read, but neither drawn nor counted. */
  reportsOf(row) {
    const of = this.columns.report_of;
    const found = [];
    for (let i = this.firstReport.get(row) ?? Infinity; i < of?.length && of[i] === row; i++) found.push(this.rows + i);
    return found;
  }

  /** Row that a number stands for: itself, or the event of a report. */
  rowFor(number) {
    return number < this.rows ? number : this.columns.report_of[number - this.rows];
  }

  /** How many reports a row stands for. */
  countReports(row) {
    return this.areEvents ? this.number("n_reports", row) || 1 : 1;
  }

  /** How many reports tell what a row stands for as an event, not in passing. */
  countEventReports(row) {
    return this.toldAsEvents.get(row) ?? this.countReports(row);
  }

  /** How many reports all rows stand for. */
  countAll() {
    let sum = 0;
    for (let row = 0; row < this.rows; row++) sum += this.countReports(row);
    return sum;
  }

  /** A column, or zeros (null everywhere) where the data have none. */
  column(name) {
    return this.columns[name] || (this.none ??= new Uint8Array(this.rows));
  }

  /** Turn positions into world coordinates and box every block of points. */
  project() {
    const n = this.points;
    // World coordinates are finer than the stored steps, and take their place.
    [this.x, this.y] = [this.columns.lon, this.columns.lat];
    for (const name of ["lat", "lon"]) {
      delete this.columns[name];
      delete this.whole[name];
    }
    const { x, y } = this;
    const worldY = mercatorSteps();
    this.boxes = new Int32Array(Math.ceil(n / BLOCK) * 4);
    for (let b = 0, first = 0; first < n; b += 4, first += BLOCK) {
      let [west, north, east, south] = [WORLD, WORLD, -WORLD, 0];
      const end = Math.min(n, first + BLOCK);
      for (let i = first; i < end; i++) {
        const [px, py] = [mercatorX(x[i] / 1e5), worldY(y[i])];
        x[i] = px;
        y[i] = py;
        if (px < west) west = px;
        if (px > east) east = px;
        if (py < north) north = py;
        if (py > south) south = py;
      }
      this.boxes.set([west, north, east, south], b);
    }
  }

  /** Row of a point: the first points are the located rows, the rest name their row. */
  rowOf(point) {
    return point < this.located ? point : this.columns.owner[point - this.located];
  }

  /** All points of a row. */
  pointsOf(row) {
    if (row >= this.located) return [];
    const found = [row];
    const owner = this.columns.owner;
    if (!owner) return found;
    for (let i = 0; i < owner.length; i++) if (owner[i] === row) found.push(this.located + i);
    return found;
  }

  /** Position of a point on the map as [lat, lon], degrees; to the step in which it was stored. */
  position(point) {
    return [Math.round(latitude(this.y[point]) * 1e5) / 1e5, Math.round(longitude(this.x[point]) * 1e5) / 1e5];
  }

  /** First and last day of a row as day numbers, or nulls. */
  daysOf(row) {
    const start = this.whole.date_start?.[row];
    if (!start) return [null, null];
    const day = this.firstDay + start - 1;
    return [day, day + (this.whole.date_end?.[row] || 0)];
  }

  /** Value of a code column, or null. */
  code(name, row) {
    const code = this.whole[name]?.[row];
    return code && this.lists[name] ? this.lists[name][code - 1] : null;
  }

  /** Value of a count column, or null. */
  number(name, row) {
    const value = this.whole[name]?.[row];
    return value ? value - 1 : null;
  }

  /** Share of the reports that allow a point, percent; 0 where none disagrees. */
  share(point) {
    return this.columns.point_share?.[point] || 0;
  }

  /** Radius of the uncertainty disc of a point, metres, or null. */
  radius(point) {
    const own = this.columns.point_radius;
    const value = own ? own[point] : this.column("radius_m")[this.rowOf(point)];
    return value ? value - 1 : null;
  }

  /** Precision code of a point, or null. */
  precision(point) {
    const own = this.columns.point_precision;
    if (own && own[point]) return own[point];
    return this.code("geo_precision", this.rowOf(point));
  }

  /** Number of the region a point stands for, from 1, or 0. */
  area(point) {
    return this.columns.point_area ? this.columns.point_area[point] : 0;
  }

  /** Base64 text of a chunk: in the page, or (a promise of it) in a script beside it. */
  chunkText(number) {
    const name = `text-${String(number).padStart(4, "0")}`;
    const element = document.getElementById(name);
    return element ? element.textContent : besideText(name);
  }

  /** A chunk of texts, inflated; the last few are kept. */
  async chunk(number) {
    if (this.chunks.has(number)) return this.chunks.get(number);
    if (!this.pending.has(number)) this.pending.set(number, this.readChunk(number));
    const read = await this.pending.get(number);
    this.pending.delete(number);
    this.chunks.set(number, read);
    if (this.chunks.size > KEPT_CHUNKS) this.chunks.delete(this.chunks.keys().next().value);
    return read;
  }

  async readChunk(number) {
    const [text, words] = await Promise.all([this.chunkText(number), this.wordList()]);
    return new Chunk(await inflate(fromBase64(text)), this.meta.detail, words);
  }

  /** Base64 text of the list of words, or null. */
  wordText() {
    return document.getElementById("mapper-words")?.textContent ?? null;
  }

  /** The list of words that sentences are numbers into, inflated once; or null. */
  wordList() {
    const text = this.listed ? null : this.wordText();
    this.listed ??= text === null ? Promise.resolve(null) : inflate(fromBase64(text)).then((bytes) => new Words(bytes));
    return this.listed;
  }

  /** Ids of all rows, inflated once. */
  allIds() {
    this.ids ??= this.meta.idDigits ? this.readIds() : Promise.resolve(null);
    return this.ids;
  }

  /** Read the ids of all rows and reports, and of the rows' events where the data name any. */
  async readIds() {
    const ids = new Uint8Array(((this.all + this.rows) * this.meta.idDigits) / 2);
    let end = 0;
    await inflatePieces(blockText("mapper-ids"), (piece) => {
      ids.set(piece, end);
      end += piece.length;
    });
    return ids.subarray(0, end);
  }

  /** Id of a row or report, given the ids and its chunk. */
  idIn(row, ids, chunk) {
    if (!ids) return chunk.cell(this.places.get("incident_id"), row % this.meta.chunk);
    const [report, event] = this.meta.idPrefixes;
    return (this.isSeveral(row) ? event : report) + this.digits(row, ids);
  }

  /** Id of a row's event, given the same; or null. */
  eventIdIn(row, ids, chunk) {
    const at = this.rowFor(row);
    if (!ids) return this.places.has("event_id") ? chunk.cell(this.places.get("event_id"), row % this.meta.chunk) || null : null;
    const digits = this.digits(this.isSeveral(at) ? at : this.all + at, ids);
    return Number(`0x${digits || 0}`) ? this.meta.idPrefixes[1] + digits : null;
  }

  digits(number, ids) {
    const width = this.meta.idDigits / 2;
    return hex(ids.subarray(number * width, (number + 1) * width));
  }

  /** Id of a row. */
  async idOf(row) {
    const [chunk, ids] = await Promise.all([this.chunk(Math.floor(row / this.meta.chunk)), this.allIds()]);
    return this.idIn(row, ids, chunk);
  }

  /** Row of an id, of a report's the row of its event; or -1. */
  async rowOfId(id) {
    if (!this.meta.idDigits) return this.findText(String(id).startsWith(this.meta.idPrefixes[1]) ? "event_id" : "incident_id", id);
    const width = this.meta.idDigits / 2;
    const prefix = this.meta.idPrefixes.find((one) => String(id).startsWith(one));
    const digits = String(id).slice(prefix?.length);
    if (!prefix || !/^[0-9a-f]+$/.test(digits) || digits.length !== width * 2) return -1;
    const wanted = digits.match(/../g).map((pair) => parseInt(pair, 16));
    const isEvent = prefix === this.meta.idPrefixes[1];
    const ids = await this.allIds();
    const numbers = ids.length / width;
    for (let number = 0, at = 0; number < numbers; number++, at += width) {
      let i = 0;
      while (i < width && ids[at + i] === wanted[i]) i++;
      const ofEvent = number >= this.all || this.isSeveral(number);
      if (i === width && ofEvent === isEvent) return number >= this.all ? number - this.all : this.rowFor(number);
    }
    return -1;
  }

  async findText(name, value) {
    const column = this.places.get(name);
    for (let row = 0; column !== undefined && row < this.all; row++) {
      const chunk = await this.chunk(Math.floor(row / this.meta.chunk));
      if (chunk.cell(column, row % this.meta.chunk) === value) return this.rowFor(row);
    }
    return -1;
  }

  /** A row with every column of the schema, and the rows of its child tables. */
  async row(row) {
    const [chunk, ids] = await Promise.all([this.chunk(Math.floor(row / this.meta.chunk)), this.allIds()]);
    return { ...this.assemble(row, chunk, ids), ...chunk.childrenOf(row % this.meta.chunk) };
  }

  /** Several rows, chunk by chunk; `each(incident, row, children)` is called in the order of `rows`. */
  async eachOf(rows, each) {
    const ids = await this.allIds();
    let [number, chunk] = [-1, null];
    for (const row of rows) {
      const wanted = Math.floor(row / this.meta.chunk);
      if (wanted !== number) [number, chunk] = [wanted, await this.chunk(wanted)];
      each(this.assemble(row, chunk, ids), row, () => chunk.childrenOf(row % this.meta.chunk));
    }
  }

  /** Read the first chunk and the ids, so that `now` can give its rows. */
  async prepare() {
    [this.idsRead] = await Promise.all([this.allIds(), this.rows ? this.chunk(0) : null]);
  }

  /** Rows that are in memory already, at once, as [row, incident]; others are left out. */
  now(rows) {
    const kept = (row) => this.chunks.get(Math.floor(row / this.meta.chunk));
    if (this.idsRead === undefined) return [];
    return rows.filter(kept).map((row) => [row, this.assemble(row, kept(row), this.idsRead)]);
  }

  assemble(row, chunk, ids) {
    const at = row % this.meta.chunk;
    const [start, end] = this.daysOf(row);
    const found = {};
    for (const name of Object.keys(this.meta.types)) found[name] = this.core(row, name);
    found.incident_id = this.idIn(row, ids, chunk);
    found.event_id = this.eventIdIn(row, ids, chunk);
    found.date_start = start === null ? null : isoDay(start);
    found.date_end = end === null ? null : isoDay(end);
    for (const [name, column] of this.places) {
      if (name === "event_id") continue;
      found[name] = typed(chunk.cell(column, at), this.meta.types[name]);
    }
    return found;
  }

  core(row, name) {
    if (name in this.lists) return this.code(name, row);
    return name in this.whole ? this.number(name, row) : null;
  }
}

function typed(text, type) {
  if (text === "" || text === undefined) return null;
  if (type === "int" || type === "float") return Number(text);
  return type === "bool" ? text === "1" : text;
}

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const waiting = new Map();

/** Take the text of a script beside the page: it calls `mapperText(name, text)`. */
export function takeBesideText(name, text) {
  waiting.get(name)?.(text);
  waiting.delete(name);
}

/** Load a chunk from the folder beside the page. */
function besideText(name) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const page = decodeURIComponent(location.pathname.split("/").pop()).replace(/\.html?$/i, "");
    script.src = `${encodeURIComponent(page)}_files/${name}.js`;
    script.onerror = () => reject(new Error(label("data.folder_missing", { file: `${page}_files/${name}.js` })));
    script.onload = () => script.remove();
    waiting.set(name, resolve);
    document.head.append(script);
  });
}
