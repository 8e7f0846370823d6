// Puts the page together: data, map layers, panel and card.

/* global L */

import { canvasLayer } from "./canvas.js";
import { Card } from "./card.js";
import { Context, validWords } from "./context.js";
import { Incidents, jsonBlock, takeBesideText } from "./data.js";
import { count, h, said } from "./dom.js";
import { Filter } from "./filter.js";
import { Labels } from "./labels.js";
import { COLOURINGS, legendFor } from "./legend.js";
import { Panel, layerSwitches } from "./panel.js";
import { Points } from "./points.js";

/** Tell whether the browser can run the page. */
function capable() {
  return typeof DecompressionStream === "function" && typeof Blob.prototype.stream === "function";
}

class App {
  constructor(map, meta, incidents, packed) {
    this.map = map;
    this.meta = meta;
    this.incidents = incidents;
    this.style = meta.style;
    this.about = meta.about;
    this.filter = new Filter(incidents);
    this.context = new Context(packed, this.style);
    this.labels = new Labels(this.context, this.style);
    this.points = new Points(incidents, this.filter, this.style);
    this.points.areas = this.context.areas;
    this.colouring = COLOURINGS.find(({ name }) => incidents.lists[name])?.name || "event_type";
    this.legend = legendFor(this.colouring, incidents, this.style);
    this.buildPage();
    this.buildMap();
    this.listen();
  }

  buildPage() {
    this.elements = {
      panel: h("div", { id: "mapper-filters" }),
      layers: h("div", { id: "mapper-layers" }),
      card: h("section", { id: "mapper-card", "aria-label": "Evidence", hidden: true }),
      totals: h("p", { id: "mapper-totals", role: "status" }),
    };
    document.getElementById("mapper-header").append(this.elements.totals);
    document.body.append(
      h("aside", { id: "mapper-panel", "aria-label": "Filters and layers" }, this.elements.panel, this.elements.layers, this.notes()),
      this.elements.card,
      this.credits(),
    );
    const actions = {
      toggle: (name, value, shown) => this.refilter(() => this.filter.toggle(name, value, shown)),
      only: (name, value) => this.refilter(() => this.filter.only(name, value)),
      colourBy: (name) => this.colourBy(name),
      select: (row, stack) => this.select(row, stack),
      selectId: async (id) => this.select(await this.incidents.rowOfId(id)),
      close: () => this.close(),
      layer: (id, on) => this.switchLayer(id, on),
      keep: (on) => {
        this.context.keep = on;
        this.ground.draw();
      },
      showZone: (zone) => this.showZone(zone),
    };
    this.card = new Card(this.elements.card, this.incidents, this.style, this.about, actions);
    this.panel = new Panel(this.elements.panel, this, actions);
    this.panel.build(this.legend);
    this.elements.layers.append(...layerSwitches(this.context, this.style, actions).filter(Boolean));
  }

  notes() {
    return h(
      "div",
      { class: "notes" },
      h("p", {}, "Reported, not verified. Zones are reconstructions: their edges were never published. Where nothing is shown nothing was read: that is not proof of peace."),
    );
  }

  credits() {
    return h(
      "footer",
      { id: "mapper-credits" },
      "Data: ",
      this.about.credits.map(({ name, what }, i) => [i ? "; " : null, said(name), " (", said(what), ")"]),
    );
  }

  buildMap() {
    const { map } = this;
    const pane = (name, order) => {
      map.createPane(name).style.zIndex = order;
      return name;
    };
    this.ground = canvasLayer((view) => this.context.paint(view, [null, null]), { pane: pane("mapperGround", 250) });
    this.names = canvasLayer((view) => this.labels.paint(view), { pane: pane("mapperNames", 300) });
    this.dots = canvasLayer((view) => this.points.paint(view, this.legend), { pane: pane("mapperDots", 450) });
    map.invalidateSize({ animate: false });
    const [west, south, east, north] = this.about.view;
    map.fitBounds([[south, west], [north, east]], { animate: false });
    for (const layer of [this.ground, this.names, this.dots]) layer.addTo(map);
    L.control.zoom({ position: "topright" }).addTo(map);
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  }

  listen() {
    this.map.on("click", (event) => this.click(event));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  /** What is under a place of the map: incidents first, then zones. */
  click(event) {
    const view = this.dots.view();
    const world = this.map.project(event.latlng);
    const [x, y] = [world.x - view.left, world.y - view.top];
    const found = this.points.at(view, x, y, 10);
    if (found) {
      this.select(found.rows[0], found.rows);
      return;
    }
    const [zone] = this.context.at(world.x / view.scale, world.y / view.scale, 6 / view.scale, [null, null]);
    if (zone) this.showZone(zone);
    else this.close();
  }

  refilter(change) {
    change();
    this.dots.draw();
    this.recount();
  }

  recount() {
    const counted = this.filter.counts();
    this.panel.update(counted);
    const sum = this.filter.totals();
    this.elements.totals.textContent = `${count(sum.events)} events shown`;
  }

  colourBy(name) {
    this.colouring = name;
    this.legend = legendFor(name, this.incidents, this.style);
    this.panel.build(this.legend);
    this.dots.draw();
    this.recount();
  }

  switchLayer(id, on) {
    if (on) this.context.hidden.delete(id);
    else this.context.hidden.add(id);
    this.ground.draw();
    this.names.draw();
  }

  async select(row, stack) {
    if (row < 0) return;
    this.points.selected = row;
    await this.card.show(row, stack);
    this.dots.draw();
  }

  showZone(zone) {
    this.points.selected = -1;
    this.card.showZone(zone, validWords(zone));
    this.dots.draw();
  }

  close() {
    this.points.selected = -1;
    this.card.hide();
    this.dots.draw();
  }
}

/** Start the page on a Leaflet map; called by the last script of the page. */
async function start(map) {
  if (!capable()) {
    document.getElementById("mapper-plain-why").textContent =
      "This browser is too old to draw the map (it cannot inflate compressed data). The first rows:";
    return;
  }
  document.documentElement.classList.add("mapper-js");
  const meta = await jsonBlock("mapper-meta");
  const [incidents, packed] = await Promise.all([Incidents.load(meta), jsonBlock("mapper-context")]);
  const app = new App(map, meta, incidents, packed);
  app.recount();
  window.mapper.app = app;
  window.mapperReady = true;
}

window.mapperReady = false;
window.mapper = { start };
window.mapperText = takeBesideText;
