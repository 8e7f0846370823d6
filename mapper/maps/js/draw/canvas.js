// A canvas that Leaflet moves and zooms with the map and that we paint.

import { WORLD } from "../base/geo.js";

const MAX_RATIO = 2;

/**
 * Make a layer that calls `paint(sheet)` whenever its picture must be drawn anew.
 * The canvas is larger than the map by `padding` on each side; while the map is dragged
 * it is only shifted, and painted again when its edge comes into sight.
 *
 * The sheet has: context, width, height (CSS pixels), ratio (device pixels per CSS pixel),
 * scale (pixels per world unit), left, top (pixels), zoom, box (world, [w, n, e, s]).
 */
export function canvasLayer(paint, options) {
  const Layer = L.Renderer.extend({
    options: { padding: 0.2 },
    _initContainer() {
      this._container = document.createElement("canvas");
      this._container.className = "mapper-canvas";
      this._container.setAttribute("aria-hidden", "true");
    },
    _destroyContainer() {
      this._container.remove();
      this._container = null;
    },
    _updatePaths() {},
    getEvents() {
      const events = L.Renderer.prototype.getEvents.call(this);
      events.move = this._follow;
      return events;
    },
    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this.draw();
    },
    _follow() {
      if (this._map._animatingZoom || this._zoom !== this._map.getZoom()) return;
      const min = this._map.containerPointToLayerPoint([0, 0]);
      const max = min.add(this._map.getSize());
      if (!this._bounds.contains(L.bounds(min, max))) this._update();
    },
    view() {
      const size = this._bounds.getSize();
      const origin = this._map.getPixelOrigin().add(this._bounds.min);
      const scale = (256 * 2 ** this._zoom) / WORLD;
      return {
        width: size.x,
        height: size.y,
        ratio: Math.min(MAX_RATIO, window.devicePixelRatio || 1),
        scale,
        left: origin.x,
        top: origin.y,
        zoom: this._zoom,
        box: [origin.x / scale, origin.y / scale, (origin.x + size.x) / scale, (origin.y + size.y) / scale],
      };
    },
    draw() {
      if (!this._map || !this._bounds) return;
      const view = this.view();
      const canvas = this._container;
      const [width, height] = [Math.round(view.width * view.ratio), Math.round(view.height * view.ratio)];
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
        canvas.style.width = `${view.width}px`;
        canvas.style.height = `${view.height}px`;
      }
      // Kept on the CPU: a software-rendered GPU canvas takes 20 times as long.
      view.context = canvas.getContext("2d", { willReadFrequently: true });
      view.context.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
      view.context.clearRect(0, 0, view.width, view.height);
      paint(view);
    },
  });
  return new Layer(options);
}
