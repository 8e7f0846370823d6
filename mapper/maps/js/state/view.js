// What is shown and what is chosen. Panes and drawing change it by its methods and listen to its
// changes; none of them reaches into another.

import { dayOf } from "../base/days.js";
import { Filter, tells } from "./filter.js";
import { COLOURINGS, legendFor, ordered } from "./legend.js";
import { totalsWords } from "./totals.js";

/** Above this many rows, counts follow the hand after a pause instead of at once. */
const MANY = 150000;
const PAUSE_MS = 120;

/** How symbols are drawn at first. */
const FIRST = { grouping: "spot", areas: true, localNames: false, keep: false, readings: false, earlier: false, sizeBy: "none" };

/**
 * The view of a page. Its changes, by name:
 * - `filter`: other rows pass; `days`: the brush moved; both are followed by `counted`
 * - `colouring`: colours, symbols and legend are others; `options`: how things are drawn
 * - `layers`: what lies around the events is switched; `chosen`: a row, a zone or nothing is chosen
 * - `restored`: all of it may be other, as after an address was followed
 * - `rest`: nothing has changed for a moment: what may wait follows now
 */
export class View {
  constructor(meta, incidents, surroundings) {
    Object.assign(this, { meta, incidents, surroundings, style: meta.style, about: meta.about });
    incidents.isJudged ||= surroundings.hasZones;
    this.listeners = new Map();
    this.filter = new Filter(incidents, meta.about.units);
    this.colourings = COLOURINGS.filter(({ name }) => (incidents.lists[name] || []).length && tells(name, incidents));
    this.options = { ...FIRST, sizeBy: meta.about.sizeBy || FIRST.sizeBy, localNames: Boolean(meta.wording.names), areas: !meta.about.hide?.includes("uncertainty") };
    this.hidden = surroundings.hiddenAtFirst(meta.about);
    this.isPlaying = false;
    [this.row, this.id, this.zone, this.stack] = [-1, null, null, []];
    this.first = {
      colouring: this.colourings[0]?.name || "event_type",
      hidden: Object.fromEntries(Object.entries(this.filter.hidden).map(([name, set]) => [name, [...set]])),
      layers: [...this.hidden],
      options: { ...this.options },
      days: this.firstDays(),
    };
    this.takeColouring(this.first.colouring);
    [this.filter.from, this.filter.to] = this.first.days;
  }

  /** Listen to changes; `kinds` are their names, separated by spaces. */
  on(kinds, listener) {
    for (const kind of kinds.split(" ")) this.listeners.set(kind, [...(this.listeners.get(kind) || []), listener]);
  }

  /** Tell that something changed; gives a promise of all that listens. */
  changed(kind, detail) {
    this.rest();
    return Promise.all((this.listeners.get(kind) || []).map((listener) => listener(detail)));
  }

  /** Tell of rest when nothing has changed for a moment. */
  rest() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      for (const listener of this.listeners.get("rest") || []) listener();
    }, PAUSE_MS);
  }

  // Which rows

  toggle(name, value, shown) {
    this.filter.toggle(name, value, shown);
    this.filtered();
  }

  only(name, value) {
    this.filter.only(name, value);
    this.filtered();
  }

  setKilled(min, max) {
    this.filter.setKilled(min, max);
    this.filtered();
  }

  setUndated(shown) {
    this.filter.undated = shown;
    this.filtered();
  }

  /** Keep the rows that a search found; null takes the search away. */
  setFound(words, rows) {
    this.filter.setFound(words, rows);
    this.filtered();
  }

  filtered() {
    this.changed("filter");
    this.recountSoon();
  }

  /** Show the days [from, to] as the data store them; out of order or out of range is put right. */
  setDays(from, to) {
    const { first, last } = this.filter;
    const clamp = (value) => Math.max(first, Math.min(last, Math.round(value)));
    [this.filter.from, this.filter.to] = [clamp(Math.min(from, to)), clamp(Math.max(from, to))];
    this.changed("days");
    this.recountSoon(true);
  }

  /** While days play, what lies around is that of the last day shown. */
  setPlaying(playing) {
    this.isPlaying = playing;
    this.changed("days");
  }

  /** The days that a page opens with: those it was made for, or all. */
  firstDays() {
    const { first, last } = this.filter;
    const [from, to] = (this.about.days || [null, null]).map((day) => this.valueOf(dayOf(day)));
    return [from ?? first, to ?? last];
  }

  /** A day number as the data store it, within them; null for null. */
  valueOf(day) {
    const { first, last } = this.filter;
    if (day === null || day === undefined) return null;
    return Math.max(first, Math.min(last, day - this.incidents.firstDay + 1));
  }

  /** Take all filters away. */
  clear() {
    this.takeHidden({});
    this.filter.setKilled(null, null);
    this.filter.undated = true;
    this.filter.setFound("", null);
    [this.filter.from, this.filter.to] = [this.filter.first, this.filter.last];
    this.changed("restored");
    this.recount();
  }

  /** Hide by facet what is given, or what was hidden at first. */
  takeHidden(given) {
    for (const name of Object.keys(this.filter.hidden)) {
      const values = this.filter.values(name);
      this.filter.hidden[name] = new Set((given[name] || this.first.hidden[name]).filter((value) => values.includes(value)));
      this.filter.applyFacet(name);
    }
  }

  recountSoon(onlyTime = false) {
    this.timeAlone = onlyTime && this.timeAlone !== false;
    clearTimeout(this.counting);
    this.counting = setTimeout(() => this.recount(), this.incidents.rows > MANY ? PAUSE_MS : 0);
  }

  /** Count what is shown and tell of it. */
  recount() {
    const counted = this.filter.counts();
    this.filter.shown = counted.shown;
    this.counted = { ...counted, timeAlone: this.timeAlone === true };
    this.timeAlone = undefined;
    this.totalsText = totalsWords(this.filter.totals(), counted.shown, this.apart(counted));
    return this.changed("counted", this.counted);
  }

  /** Numbers of rows that are no events of their own, by their scope. */
  apart({ tallies }) {
    return Object.fromEntries((this.incidents.lists.scope || []).map((scope, i) => [scope, tallies.scope[i + 1]]));
  }

  // What lies around

  /** The days of the brush as day numbers, or nulls when it leaves all in. */
  get days() {
    const { filter, incidents } = this;
    if (filter.allDays) return [null, null];
    return [incidents.firstDay + filter.from - 1, incidents.firstDay + filter.to - 1];
  }

  /** The days whose zones and lines are drawn, as day numbers: while playing the last one alone. */
  get daysAround() {
    const { filter, incidents } = this;
    if (!filter.start.some(Boolean)) return [null, null];
    const [from, to] = [filter.from, filter.to].map((value) => incidents.firstDay + value - 1);
    return this.isPlaying ? [to, to] : [from, to];
  }

  shows(id) {
    return !this.hidden.has(id);
  }

  switchLayer(id, on) {
    if (on) this.hidden.delete(id);
    else this.hidden.add(id);
    return this.changed("layers");
  }

  /** Zones, lines and posts to draw: switched on, and of the days shown. */
  zonesShown() {
    const { keep, earlier } = this.options;
    return this.surroundings.zonesOf(this.daysAround, { keep, earlier }).filter((zone) => this.shows(zone.layer));
  }

  /** Switches of the layers that are drawn. */
  switchesShown() {
    const drawn = new Set(this.zonesShown().map(({ layer }) => layer));
    return this.surroundings.switches.filter(({ id }) => drawn.has(id));
  }

  // How it is drawn

  setOption(name, value) {
    this.options[name] = value;
    return this.changed("options");
  }

  colourBy(name) {
    this.takeColouring(name);
    this.changed("colouring");
    this.recountSoon();
  }

  takeColouring(name) {
    this.colouring = name;
    this.legend = legendFor(name, this.incidents, this.style);
  }

  /** Entries of the legend that any shown row has, in the order of the panel. */
  legendShown() {
    const shown = new Set();
    const { byCode, column, entries } = this.legend;
    for (let row = 0; row < this.incidents.rows; row++) {
      if (this.filter.passes(row)) shown.add(byCode[column[row]]);
    }
    const drawn = entries.filter((entry, i) => shown.has(i));
    const order = ordered(this.colouring, drawn.map(({ value }) => value), this.style);
    return drawn.sort((a, b) => order.indexOf(a.value) - order.indexOf(b.value));
  }

  // What is chosen

  /** Choose a row; `stack` are the rows around it, `focus` moves the keyboard to its card. */
  async choose(row, { stack, focus = false } = {}) {
    if (row < 0) return;
    [this.row, this.zone, this.id] = [row, null, null];
    this.stack = stack?.includes(row) ? stack : [row];
    await this.changed("chosen", { focus });
  }

  chooseZone(zone) {
    [this.row, this.zone, this.id, this.stack] = [-1, zone, null, []];
    return this.changed("chosen", { focus: false });
  }

  /** Choose nothing; `focus` moves the keyboard back to where it was. */
  close(focus = false) {
    if (this.row < 0 && !this.zone) return;
    const left = this.row;
    [this.row, this.zone, this.id, this.stack] = [-1, null, null, []];
    this.changed("chosen", { focus, left });
  }
}
