// What is shown: one bit per row and filter that it fails, so that counts stay cheap.

import { label } from "../base/labels.js";

/** Code columns a reader can filter by, in the order of the panel; units are called as their region does. */
export const FACETS = [
  { name: "event_type" },
  { name: "actor" },
  { name: "zone_verdict" },
  { name: "scope" },
  { name: "geo_precision" },
  { name: "held_by" },
  { name: "source" },
  { name: "admin1", unit: true },
  { name: "admin2", unit: true },
];

/** Facets that say something only where places were judged by a zone, or by a line of contact. */
const OF_ZONES = ["zone_verdict"];
const OF_LINES = ["held_by"];

/** The facet of which an event has as many values as its reports. */
const OF_REPORTS = "source";

const KILLED = 1 << FACETS.length;
const WORDS = KILLED << 1;

const SOURCES = FACETS.findIndex(({ name }) => name === OF_REPORTS);

/** What a row fails, where it is not one facet. */
const [NOTHING, MORE] = [254, 255];

/** Scopes shown unless asked otherwise: totals and recalled events are not counted as events. */
const SHOWN_SCOPES = ["event"];

/** The filters and which rows pass them. */
export class Filter {
  constructor(incidents, units = {}) {
    this.incidents = incidents;
    this.facets = FACETS.filter(({ name }) => tells(name, incidents)).map((facet) => ({
      ...facet,
      label: (facet.unit && units[facet.name]?.[0]) || label(`facet.${facet.name}`),
    }));
    this.fails = new Uint16Array(incidents.rows);
    this.start = incidents.column("date_start");
    this.length = incidents.column("date_end");
    this.hidden = Object.fromEntries(FACETS.map(({ name }) => [name, new Set()]));
    this.killed = { min: null, max: null };
    this.found = null;
    this.words = "";
    this.undated = true;
    this.setSpan();
    for (const scope of (incidents.lists.scope || []).filter((s) => !SHOWN_SCOPES.includes(s))) {
      this.hidden.scope.add(scope);
    }
    if (!(incidents.lists.scope || []).some((s) => SHOWN_SCOPES.includes(s))) this.hidden.scope.clear();
    this.applyFacet("scope");
  }

  /** First and last value of date_start + length, as stored (1 is the first day). */
  setSpan() {
    let last = 1;
    for (let i = 0; i < this.start.length; i++) {
      const end = this.start[i] + this.length[i];
      if (this.start[i] && end > last) last = end;
    }
    this.first = 1;
    this.last = last;
    this.from = 1;
    this.to = last;
  }

  /** Tell whether the brush leaves all days in. */
  get allDays() {
    return this.from <= this.first && this.to >= this.last;
  }

  /** Tell whether a row passes everything. */
  passes(row) {
    return this.fails[row] === 0 && this.inTime(row);
  }

  /** Tell whether a row's interval meets the brush. */
  inTime(row) {
    const start = this.start[row];
    if (!start) return this.undated;
    return start <= this.to && start + this.length[row] >= this.from;
  }

  /** Hide or show a value of a facet; null stands for "not stated". */
  toggle(name, value, shown) {
    if (shown) this.hidden[name].delete(value);
    else this.hidden[name].add(value);
    this.applyFacet(name);
  }

  /** Show only one value of a facet, or all of them again. */
  only(name, value) {
    const values = this.values(name);
    const alone = values.every((v) => (v === value) !== this.hidden[name].has(v));
    this.hidden[name] = new Set(alone ? [] : values.filter((v) => v !== value));
    this.applyFacet(name);
  }

  /** Values of a facet that occur, "not stated" last as null. */
  values(name) {
    const listed = (this.incidents.lists[name] || []).filter((_, i) => this.occurs(name, i + 1));
    return this.missing(name) ? [...listed, null] : listed;
  }

  /** Tell whether any row has a code; of reports behind the rows only the sources count. */
  occurs(name, code) {
    this.codes ??= {};
    this.codes[name] ??= this.codesOf(name);
    return this.codes[name][code] === 1;
  }

  codesOf(name) {
    const found = new Uint8Array((this.incidents.lists[name] || []).length + 1);
    const column = this.incidents.column(name);
    // Most often all are met early on, and the rest need not be looked at.
    for (let row = 0, left = found.length - 1; row < column.length && left; row++) {
      if (!found[column[row]] && column[row]) left--;
      found[column[row]] = 1;
    }
    if (name === OF_REPORTS) this.incidents.sources.forEach((one, i) => i % 2 && (found[one] = 1));
    return found;
  }

  missing(name) {
    this.missingIn ??= {};
    this.missingIn[name] ??= this.incidents.column(name).includes(0);
    return this.missingIn[name];
  }

  /** Work out one facet's bit for all rows. */
  applyFacet(name) {
    const list = this.incidents.lists[name] || [];
    const fails = Uint8Array.from([null, ...list], (value) => (this.hidden[name].has(value) ? 1 : 0));
    const column = this.incidents.column(name);
    const bit = 1 << FACETS.findIndex((facet) => facet.name === name);
    const all = this.fails;
    for (let row = 0; row < all.length; row++) all[row] = fails[column[row]] ? all[row] | bit : all[row] & ~bit;
    if (name === OF_REPORTS) this.keepBySource(bit, fails);
  }

  /** An event passes by the sources it has if one of its reports does. */
  keepBySource(bit, fails) {
    const { sources } = this.incidents;
    for (let i = 0; i < sources.length; i += 2) if (!fails[sources[i + 1]]) this.fails[sources[i]] &= ~bit;
  }

  /** Keep rows whose range of killed meets [min, max]; rows that state none fail. */
  setKilled(min, max) {
    this.killed = { min, max };
    const [low, high] = [this.incidents.column("killed_min"), this.incidents.column("killed_max")];
    const off = min === null && max === null;
    this.mark(KILLED, (row) => {
      if (off) return 0;
      const [least, most] = [low[row] || high[row], high[row] || low[row]];
      if (!least) return 1;
      return (min !== null && most - 1 < min) || (max !== null && least - 1 > max) ? 1 : 0;
    });
  }

  /** Keep the rows a search found; null takes the search away. */
  setFound(words, rows) {
    this.words = words;
    this.found = rows;
    if (!rows) {
      this.mark(WORDS, () => 0);
      return;
    }
    const hit = new Uint8Array(this.incidents.rows);
    for (const row of rows) hit[row] = 1;
    this.mark(WORDS, (row) => 1 - hit[row]);
  }

  mark(bit, fails) {
    const all = this.fails;
    const keep = ~bit;
    for (let row = 0; row < all.length; row++) all[row] = (all[row] & keep) | (fails(row) ? bit : 0);
  }

  /**
   * Count rows per value of every facet, each as if that facet hid nothing: what a
   * reader would get by ticking it. Also the rows shown, and those without a point.
   */
  counts() {
    const { incidents } = this;
    const shown = this.sortRows();
    const tallies = {};
    FACETS.forEach(({ name }, f) => {
      tallies[name] = new Uint32Array((incidents.lists[name] || []).length + 1);
      tallyCodes(incidents.column(name), this.failing, f, tallies[name]);
    });
    this.countSources(tallies[OF_REPORTS]);
    return { shown, tallies };
  }

  /** Note for each row of the days shown what it fails: nothing, one facet (by its place), or more. */
  sortRows() {
    const { fails } = this;
    const { rows, located } = this.incidents;
    const failing = (this.failing ??= new Uint8Array(rows));
    const shown = { rows: 0, unlocated: 0 };
    for (let row = 0; row < rows; row++) {
      const failed = fails[row];
      if (!this.inTime(row)) failing[row] = MORE;
      else if (failed === 0) {
        failing[row] = NOTHING;
        shown.rows++;
        if (row >= located) shown.unlocated++;
      }
      // A row that fails two filters or more comes back by no single tick.
      else failing[row] = failed < KILLED && !(failed & (failed - 1)) ? 31 - Math.clz32(failed) : MORE;
    }
    return shown;
  }

  /** Count events of several reports for each of their sources; the loop above knew the first alone. */
  countSources(tally) {
    const { sources } = this.incidents;
    const first = this.incidents.column(OF_REPORTS);
    for (let i = 0; i < sources.length; i += 2) {
      const [row, code] = [sources[i], sources[i + 1]];
      if (code !== first[row] && !(this.fails[row] & ~(1 << SOURCES)) && this.inTime(row)) tally[code]++;
    }
  }

  /** Rows that pass, in the order of the data. */
  rows() {
    const found = new Int32Array(this.incidents.rows);
    let n = 0;
    for (let row = 0; row < found.length; row++) if (this.passes(row)) found[n++] = row;
    return found.slice(0, n);
  }

  /**
   * Sum up what is shown: events counted once (where rows are reports, those of one event
   * are one), with the reported figures. Totals and recalled events are never added.
   */
  totals() {
    const { incidents } = this;
    const event = incidents.column("event");
    const scope = incidents.column("scope");
    const [low, high] = [incidents.column("killed_min"), incidents.column("killed_max")];
    const code = (incidents.lists.scope || []).indexOf("event") + 1;
    const linked = new Map();
    const sum = { events: 0, reports: 0, min: 0, max: 0, stated: 0 };
    for (let row = 0; row < incidents.rows; row++) {
      if (this.fails[row] || !this.inTime(row)) continue;
      if (scope[row] !== code) continue;
      sum.reports += incidents.countEventReports(row);
      const [least, most] = [low[row] || high[row], high[row] || low[row]];
      if (event[row]) {
        const seen = linked.get(event[row]);
        if (!seen) linked.set(event[row], [least, most]);
        else if (least) linked.set(event[row], [seen[0] ? Math.min(seen[0], least) : least, Math.max(seen[1], most)]);
        continue;
      }
      sum.events++;
      if (least) add(sum, least, most);
    }
    for (const [least, most] of linked.values()) {
      sum.events++;
      if (least) add(sum, least, most);
    }
    return sum;
  }
}

/** Count the codes of the rows that fail nothing, or one facet alone. */
function tallyCodes(column, failing, facet, counts) {
  for (let row = 0; row < failing.length; row++) {
    if (failing[row] === NOTHING || failing[row] === facet) counts[column[row]]++;
  }
}

function add(sum, least, most) {
  sum.stated++;
  sum.min += least - 1;
  sum.max += most - 1;
}

/** Tell whether a column says anything: without zones and lines of contact theirs do not. */
export function tells(name, incidents) {
  if (OF_ZONES.includes(name)) return incidents.isJudged;
  if (OF_LINES.includes(name)) return (incidents.lists[name] || []).some((side) => side !== "unknown");
  return true;
}
