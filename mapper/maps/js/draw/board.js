// The map's canvases: what lies around the events below, the events above; drawn when the view changes.

import { WORLD, mercatorX, mercatorY } from "../base/geo.js";
import { canvasLayer } from "./canvas.js";
import { Ground } from "./ground.js";
import { Names } from "./names.js";
import { Points } from "./points.js";
import { rowsIn } from "./scan.js";

/** Pixels that a symbol keeps from a box. */
const NEAR_BOX = 12;

/** Zoom beyond which a map of named places says no more. */
const DEEPEST = 17;

/** Pixels that the first view keeps from the edge of the map. */
const EDGE = 16;

/** Events that are looked at for the first view: more are a raster, which hides none for good. */
const SOME_POINTS = 2500;

/** What a covered corner of a zone weighs beside a covered event. */
const CORNER = 0.001;

/** Draws a view on a Leaflet map. `covers()` gives the boxes (window) of what lies over it. */
export class Board {
  constructor(view, map, covers) {
    Object.assign(this, { view, map, covers });
    this.points = new Points(view);
    this.names = new Names(view);
    const ground = new Ground(view);
    this.painters = [
      (sheet) => {
        ground.paint(sheet);
        this.names.paint(sheet, [...this.points.boxes(sheet, { anyDay: this.isMoving }), ...ground.posts(sheet)], sheet.covered);
      },
      (sheet) => this.points.paint(sheet),
    ];
    this.dirty = new Set();
    const pane = (name, order) => {
      const made = map.createPane(name);
      made.style.zIndex = order;
      made.style.pointerEvents = "none";
      return name;
    };
    const [paintGround, paintDots] = this.painters;
    this.ground = canvasLayer((sheet) => paintGround({ ...sheet, ...this.sight(sheet) }), { pane: pane("mapperGround", 250) });
    this.dots = canvasLayer(paintDots, { pane: pane("mapperDots", 450) });
  }

  /** Show the first view and follow the view's changes from here on; what covers the map is there. */
  start() {
    this.map.invalidateSize({ animate: false });
    this.limit();
    this.firstView();
    for (const layer of [this.ground, this.dots]) layer.addTo(this.map);
    this.listen();
  }

  /** Let nobody zoom out to where nothing is drawn, nor in to where nothing is told. */
  limit() {
    this.map.setMaxZoom(DEEPEST);
    const { locator } = this.view.surroundings;
    if (!locator || this.view.about.tiles) return;
    const [west, south, east, north] = locator.box;
    this.map.setMinZoom(Math.floor(this.map.getBoundsZoom([[south, west], [north, east]])));
  }

  listen() {
    const { view } = this;
    const zones = () => view.zonesShown().map(({ zone_id: id, part }) => `${id}/${part}`).join();
    // A phone that is turned, a window made larger: whoever has not moved the map sees all of it again.
    this.map.on("resize", () => this.isFirst() && this.firstView());
    view.on("rest", () => {
      if (!this.isMoving || view.isPlaying) return;
      this.isMoving = false;
      this.draw("ground");
    });
    view.on("days", () => {
      this.isMoving = true;
      this.draw("dots");
      // The ground is drawn anew only where other zones hold.
      const shown = zones();
      if (shown !== this.shown) this.draw("ground");
      this.shown = shown;
    });
    view.on("filter", () => this.draw("dots"));
    // The card comes or goes: names keep clear of it.
    view.on("chosen", () => this.draw("ground", "dots"));
    view.on("layers", () => this.draw("ground"));
    view.on("options restored colouring", () => this.draw("ground", "dots"));
  }

  /** Draw some layers in the next frame. */
  draw(...layers) {
    for (const layer of layers) this.dirty.add(layer);
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      for (const layer of this.dirty) this[layer].draw();
      this.dirty.clear();
    });
  }

  /** The visible part of the map as a sheet without a context. */
  sheet() {
    const sheet = this.dots.view();
    const { min, max } = this.map.getPixelBounds();
    return { ...sheet, box: [min.x, min.y, max.x, max.y].map((edge) => edge / sheet.scale) };
  }

  /** Rows of the events in sight, each once. */
  rowsInSight() {
    return rowsIn(this.view, this.sheet());
  }

  /** What of a sheet is in sight (world), and which boxes of it (pixels) something covers. */
  sight(sheet) {
    const { min, max } = this.map.getPixelBounds();
    const [x, y] = [min.x - sheet.left, min.y - sheet.top];
    return {
      sight: [min.x, min.y, max.x, max.y].map((edge) => edge / sheet.scale),
      covered: this.covered().map(([left, top, right, bottom]) => [left + x, top + y, right + x, bottom + y]),
    };
  }

  /** Boxes over the map, in its own pixels. */
  covered() {
    const frame = this.map.getContainer().getBoundingClientRect();
    return this.covers()
      .map((box) => [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top])
      .filter(([left, top, right, bottom]) => right > 0 && bottom > 0 && left < frame.width && top < frame.height && right > left && bottom > top);
  }

  /** Show the first box of the page so that nothing covers its events. */
  firstView() {
    const boxes = this.covered();
    this.show(this.fit(boxes));
    // The locator comes and goes with the zoom: what it covers is known now.
    const now = this.covered();
    if (String(now) !== String(boxes)) this.show(this.fit(now));
    this.home = { centre: this.map.getCenter(), zoom: this.map.getZoom() };
  }

  show({ centre, zoom }) {
    this.map.setView(centre, zoom, { animate: false });
  }

  /** The closest of some fits that hides the fewest events; worked out without moving the map. */
  fit(boxes) {
    const { map } = this;
    const [west, south, east, north] = this.view.about.view;
    const size = map.getSize();
    const fits = this.pads(boxes, size).map(([left, top, right, bottom]) => {
      const zoom = map.getBoundsZoom([[south, west], [north, east]], false, L.point(left + right + 2 * EDGE, top + bottom + 2 * EDGE));
      const middle = map.project([south, west], zoom).add(map.project([north, east], zoom)).divideBy(2);
      const centre = middle.add([(right - left) / 2, (bottom - top) / 2]);
      const sheet = { scale: (256 * 2 ** zoom) / WORLD, left: centre.x - size.x / 2, top: centre.y - size.y / 2 };
      return { centre: map.unproject(centre, zoom), zoom, hidden: this.countCovered(boxes, sheet) };
    });
    return fits.sort((one, other) => one.hidden - other.hidden || other.zoom - one.zoom)[0];
  }

  /** Whether the map stands as it stood at first. */
  isFirst() {
    const { home, map } = this;
    return Boolean(home) && home.zoom === map.getZoom() && map.latLngToContainerPoint(home.centre).distanceTo(map.getSize().divideBy(2)) < 2;
  }

  /** Paddings to try, as [left, top, right, bottom]: none, and each side by what lies there. */
  pads(boxes, size) {
    const sides = [[0], [0], [0], [0]];
    for (const [left, top, right, bottom] of boxes) {
      if (left < size.x / 2) sides[0].push(right);
      if (right > size.x / 2) sides[2].push(size.x - left);
      if (top < size.y / 2) sides[1].push(bottom);
      if (bottom > size.y / 2) sides[3].push(size.y - top);
    }
    const found = [];
    for (const a of sides[0]) for (const b of sides[1]) for (const c of sides[2]) for (const d of sides[3]) found.push([a, b, c, d]);
    return found.filter(([a, b, c, d]) => a + c < size.x * 0.6 && b + d < size.y * 0.6);
  }

  /** How many of the events shown would lie under one of some boxes; corners of zones count a little. */
  countCovered(boxes, { scale, left, top }) {
    const { incidents, filter, about } = this.view;
    const isHidden = (x, y) => lies(x * scale - left, y * scale - top, boxes);
    let hidden = 0;
    const many = Math.min(incidents.points, SOME_POINTS);
    for (let point = 0; point < many; point++) {
      if (filter.passes(incidents.rowOf(point)) && isHidden(incidents.x[point], incidents.y[point])) hidden++;
    }
    if (about.focused) hidden += CORNER * gridOver(about.view).filter(([x, y]) => isHidden(x, y)).length;
    for (const { shape } of this.view.zonesShown().filter((zone) => zone.shape.kind === "area")) {
      for (const path of shape.paths) {
        for (let i = 0; i < path.length; i += 2) if (isHidden(path[i], path[i + 1])) hidden += CORNER;
      }
    }
    return hidden;
  }

  /** Bring a row into sight, free of what covers the map. */
  reveal(row) {
    const { incidents } = this.view;
    const [point] = incidents.pointsOf(row);
    if (point === undefined) return;
    const { x, y } = this.map.latLngToContainerPoint(incidents.position(point));
    const size = this.map.getSize();
    const boxes = this.covered();
    this.draw("ground");
    const isFree = ([px, py]) =>
      px > 20 && py > 20 && px < size.x - 20 && py < size.y - 20 && !lies(px, py, boxes);
    if (isFree([x, y])) return;
    const to = freeSpots(size).filter(isFree).sort((a, b) => Math.hypot(a[0] - x, a[1] - y) - Math.hypot(b[0] - x, b[1] - y))[0];
    if (to) this.map.panBy([x - to[0], y - to[1]], { animate: false });
    else this.map.panTo(incidents.position(point), { animate: false });
  }
}

/** World positions of a grid over a box of degrees. */
function gridOver([west, south, east, north]) {
  const [left, right, top, bottom] = [mercatorX(west), mercatorX(east), mercatorY(north), mercatorY(south)];
  const found = [];
  for (let i = 0; i <= 8; i++) for (let j = 0; j <= 8; j++) found.push([left + ((right - left) * i) / 8, top + ((bottom - top) * j) / 8]);
  return found;
}

/** Whether a place (pixels) lies under a box, or close to it. */
function lies(x, y, boxes) {
  return boxes.some(([left, top, right, bottom]) => x > left - NEAR_BOX && x < right + NEAR_BOX && y > top - NEAR_BOX && y < bottom + NEAR_BOX);
}

/** Places of a map of some size where something could be shown. */
function freeSpots({ x, y }) {
  const found = [];
  for (let i = 1; i < 20; i++) for (let j = 1; j < 20; j++) found.push([(x * i) / 20, (y * j) / 20]);
  return found;
}
