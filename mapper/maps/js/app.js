// The page at work: what is shown, what is chosen, and what follows when that changes.

import { canvasLayer } from "./canvas.js";
import { Card } from "./card.js";
import { Context, validWords } from "./context.js";
import { count } from "./dom.js";
import { Filter, tells } from "./filter.js";
import { Labels } from "./labels.js";
import { COLOURINGS, legendFor, ordered } from "./legend.js";
import { List } from "./list.js";
import { Panel, fillKey, layerPane } from "./panel.js";
import { Pointer } from "./pointer.js";
import { Points } from "./points.js";
import { SavePane, fillPrint } from "./savepane.js";
import { Search } from "./search.js";
import { SearchBox } from "./searchbox.js";
import { buildShell, creditsText, notes } from "./shell.js";
import { readState, writeState } from "./state.js";
import { Timeline } from "./timeline.js";
import { totalsWords } from "./totals.js";

/** Above this many rows, counts follow the hand after a pause instead of at once. */
const MANY = 150000;
const PAUSE_MS = 120;

/** Everything the parts of the page share. */
export class App {
  constructor(map, meta, incidents, packed) {
    Object.assign(this, { map, meta, incidents, style: meta.style, about: meta.about });
    this.context = new Context(packed, this.style, meta.about.units, meta.about.levels);
    incidents.isJudged ||= this.context.hasZones;
    this.filter = new Filter(incidents, meta.about.units);
    // Land drawn over a background of tiles would hide it.
    if (meta.about.tiles) this.context.hidden.add("background");
    this.labels = new Labels(this.context, this.style);
    this.points = new Points(incidents, this.filter, this.style);
    this.points.areas = this.context.areas;
    this.colourings = COLOURINGS.filter(({ name }) => (incidents.lists[name] || []).length && tells(name, incidents));
    this.firstColouring = this.colourings[0]?.name || "event_type";
    this.firstHidden = Object.fromEntries(Object.entries(this.filter.hidden).map(([name, set]) => [name, [...set]]));
    this.firstLayers = [...this.context.hidden];
    this.colouring = this.firstColouring;
    this.legend = legendFor(this.colouring, incidents, this.style);
    this.selectedId = null;
    this.dirty = new Set();
    this.buildParts();
    this.buildMap();
    this.listen();
  }

  buildParts() {
    const parts = (this.parts = buildShell(this.about, this.context));
    const actions = this.actions();
    this.card = new Card(parts.card, this.incidents, this.style, this.about, actions);
    this.panel = new Panel(parts.panes.filter, this, actions);
    this.list = new List(parts.panes.list, this, actions);
    this.search = new Search(this.incidents, this.context.places, this.style, this.meta.worker);
    this.box = new SearchBox(parts.search, this.search, actions);
    this.savePane = new SavePane(parts.panes.save, this);
    parts.panes.about.append(...notes(this.about, this.incidents, this.context).filter(Boolean));
    this.buildLayers(actions);
    this.panel.build(this.legend);
    parts.key.open = !matchMedia("(max-width: 700px)").matches;
    this.keyChanged();
    parts.onTab((name) => name === "list" && this.list.update());
    if (this.incidents.column("date_start").some(Boolean)) {
      this.timeline = new Timeline(parts.time, this.incidents, this.filter, () => this.timeChanged());
    } else parts.time.hidden = true;
  }

  buildLayers(actions = this.actions()) {
    layerPane(this.parts.panes.layers, this, actions);
  }

  /** What the parts may ask of the page. */
  actions() {
    return {
      toggle: (name, value, shown) => this.refilter(() => this.filter.toggle(name, value, shown)),
      only: (name, value) => this.refilter(() => this.filter.only(name, value)),
      killed: (min, max) => this.refilter(() => this.filter.setKilled(min, max)),
      undated: (shown) => this.refilter(() => (this.filter.undated = shown)),
      days: (from, to) => this.timeline?.set(from, to),
      clear: () => this.clear(),
      found: (words, rows) => this.refilter(() => this.filter.setFound(words, rows)),
      goTo: (position) => this.map.setView(position, Math.max(this.map.getZoom(), 12)),
      colourBy: (name) => this.setColouring(name),
      select: (row, stack, focus) => this.select(row, stack, focus),
      selectId: async (id) => this.select(await this.incidents.rowOfId(id), undefined, true),
      selected: () => this.points.selected,
      close: () => this.close(),
      layer: (id, on) => this.switchLayer(id, on),
      option: (change) => this.setOption(change),
      showZone: (zone) => this.showZone(zone),
      rowsInView: () => this.points.rowsIn(this.mapView()),
    };
  }

  buildMap() {
    const { map } = this;
    const pane = (name, order) => {
      const made = map.createPane(name);
      made.style.zIndex = order;
      made.style.pointerEvents = "none";
      return name;
    };
    this.painters = [
      (view) => {
        this.context.paint(view, this.days());
        this.labels.paint(view, this.points.obstacles(view));
      },
      (view) => this.points.paint(view, this.legend),
    ];
    const [ground, dots] = this.painters;
    this.ground = canvasLayer(ground, { pane: pane("mapperGround", 250) });
    this.dots = canvasLayer(dots, { pane: pane("mapperDots", 450) });
    const container = map.getContainer();
    container.setAttribute("role", "main");
    container.setAttribute("aria-label", `Map of the ${this.incidents.called(2)}. Arrow keys move it, plus and minus zoom. The tab List names every ${this.incidents.called(1)}.`);
    container.append(this.parts.tip);
    map.invalidateSize({ animate: false });
    this.firstView();
    for (const layer of [this.ground, this.dots]) layer.addTo(map);
    L.control.zoom({ position: "topright" }).addTo(map);
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  }

  firstView() {
    const [west, south, east, north] = this.about.view;
    this.map.fitBounds([[south, west], [north, east]], { animate: false, padding: [4, 4] });
  }

  listen() {
    new Pointer(this, this.parts.tip);
    this.map.on("moveend", () => this.later());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.parts.card.hidden) this.close(true);
    });
    addEventListener("hashchange", () => this.followHash());
    addEventListener("beforeprint", () => fillPrint(this, this.parts.print));
    // On paper there is no waiting: what fits in one chunk is read beforehand.
    if (this.incidents.all <= this.meta.chunk) this.incidents.prepare();
    new ResizeObserver(() => this.map.invalidateSize({ animate: false })).observe(this.map.getContainer());
  }

  /** The days of the brush as day numbers, or nulls when it leaves all in. */
  days() {
    const { filter, incidents } = this;
    if (filter.allDays) return [null, null];
    return [incidents.firstDay + filter.from - 1, incidents.firstDay + filter.to - 1];
  }

  /** The visible part of the map as a view. */
  mapView() {
    const view = this.dots.view();
    const { min, max } = this.map.getPixelBounds();
    return { ...view, box: [min.x, min.y, max.x, max.y].map((edge) => edge / view.scale) };
  }

  /** Bring the key on the map up to date. */
  keyChanged() {
    fillKey(this.parts.key, this);
  }

  refilter(change) {
    change();
    this.draw("dots");
    this.recountSoon();
  }

  timeChanged() {
    this.draw("dots");
    const inForce = this.context.zones.filter((zone) => this.context.inForce(zone, ...this.days())).length;
    if (inForce !== this.inForce) {
      this.draw("ground");
      this.keyChanged();
    }
    this.inForce = inForce;
    this.recountSoon(true);
  }

  /** Draw some layers in the next frame. */
  draw(...layers) {
    for (const layer of layers) this.dirty.add(layer);
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.redraw();
    });
  }

  redraw() {
    const layers = this.dirty.size ? [...this.dirty] : ["ground", "dots"];
    this.dirty.clear();
    for (const layer of layers) this[layer].draw();
  }

  recountSoon(onlyTime = false) {
    this.timeAlone = onlyTime && this.timeAlone !== false;
    clearTimeout(this.counting);
    this.counting = setTimeout(() => this.recount(), this.incidents.rows > MANY ? PAUSE_MS : 0);
  }

  /** Bring counts, totals, histogram and list up to date. */
  recount() {
    const counted = this.filter.counts();
    this.filter.shown = counted.shown;
    this.panel.update(counted);
    if (!this.timeAlone) this.timeline?.recount();
    this.timeAlone = undefined;
    this.totalsText = totalsWords(this.filter.totals(), counted.shown, this.apart(counted));
    this.parts.totals.textContent = this.totalsText;
    this.later();
  }

  /** Numbers of rows that are no events of their own, by their scope. */
  apart({ tallies }) {
    return Object.fromEntries((this.incidents.lists.scope || []).map((scope, i) => [scope, tallies.scope[i + 1]]));
  }

  /** What may wait for a moment of rest: the list, the count in view, the address. */
  later() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      if (!this.parts.panes.list.hidden) this.list.update();
      this.savePane.update();
      this.writeHash();
    }, PAUSE_MS);
  }

  clear() {
    for (const name of Object.keys(this.filter.hidden)) {
      this.filter.hidden[name] = new Set(this.firstHidden[name]);
      this.filter.applyFacet(name);
    }
    this.filter.setKilled(null, null);
    this.filter.undated = true;
    this.box.run("");
    this.timeline?.set(this.filter.first, this.filter.last);
    this.panel.build(this.legend);
    this.refilter(() => {});
  }

  setColouring(name) {
    this.colouring = name;
    this.legend = legendFor(name, this.incidents, this.style);
    this.panel.build(this.legend);
    this.refilter(() => {});
  }

  async setWords(words) {
    await this.box.run(words);
  }

  switchLayer(id, on) {
    if (on) this.context.hidden.delete(id);
    else this.context.hidden.add(id);
    this.draw("ground");
    this.keyChanged();
    this.later();
  }

  setOption(change) {
    change(this);
    this.draw("ground", "dots");
    this.keyChanged();
    this.later();
  }

  /** Choose a row: its card opens; `focus` moves the keyboard there too. */
  async select(row, stack, focus = false) {
    if (row < 0) return;
    if (focus) this.origin = document.activeElement;
    this.points.selected = row;
    this.draw("dots");
    this.list.mark(row);
    try {
      await this.card.show(row, stack);
      this.selectedId = await this.incidents.idOf(row);
    } catch (problem) {
      this.card.fail(problem.message);
    }
    this.bringIntoView(row);
    if (focus) this.card.focus();
    this.later();
  }

  bringIntoView(row) {
    const [point] = this.incidents.pointsOf(row);
    if (point === undefined) return;
    const position = this.incidents.position(point);
    if (!this.map.getBounds().pad(-0.05).contains(position)) this.map.panTo(position, { animate: false });
  }

  showZone(zone) {
    this.points.selected = -1;
    this.selectedId = null;
    this.card.showZone(zone, validWords(zone));
    this.draw("dots");
    this.later();
  }

  close(refocus = false) {
    const row = this.points.selected;
    const had = row >= 0 || !this.parts.card.hidden;
    this.points.selected = -1;
    this.selectedId = null;
    this.card.hide();
    this.list.mark(-1);
    if (refocus && this.origin?.isConnected) this.origin.focus();
    // The list was filled anew since the card opened: its entry of the row stands for the old one.
    else if (refocus) this.list.focus(row);
    if (had) {
      this.draw("dots");
      this.later();
    }
  }

  writeHash() {
    const hash = `#${writeState(this)}`;
    if (this.holdHash || hash === location.hash) return;
    this.written = hash;
    history.replaceState(null, "", hash);
  }

  async followHash() {
    if (location.hash === this.written) return;
    this.holdHash = true;
    await readState(this, location.hash);
    this.holdHash = false;
    this.panel.build(this.legend);
    this.buildLayers();
    this.timeline?.place();
    this.draw("ground", "dots");
    this.keyChanged();
    this.recount();
  }

  get creditsText() {
    return creditsText(this.about);
  }

  get colouringLabel() {
    return COLOURINGS.find(({ name }) => name === this.colouring)?.label || this.colouring;
  }

  /** Entries of the legend that any shown row has, in the order of the panel. */
  legendShown() {
    const { shownEntries } = this;
    const drawn = this.legend.entries.filter((entry, i) => shownEntries.has(i));
    const order = ordered(this.colouring, drawn.map(({ value }) => value), this.style);
    return drawn.sort((a, b) => order.indexOf(a.value) - order.indexOf(b.value));
  }

  get shownEntries() {
    const shown = new Set();
    const { byCode, column } = this.legend;
    for (let row = 0; row < this.incidents.rows; row++) {
      if (this.filter.passes(row)) shown.add(byCode[column[row]]);
    }
    return shown;
  }

  /** Switches of layers that are on, and in force on the days shown. */
  switchesShown() {
    const { context } = this;
    const drawn = ({ id, zone }) => context.shown(id) && zone && context.inForce(zone, ...this.days());
    return context.switches.filter(drawn);
  }

  get shownText() {
    return count(this.filter.shown?.rows ?? 0);
  }
}
