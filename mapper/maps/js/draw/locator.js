// The locator: where in the world the map stands, in a corner of it.

import { WORLD, unpack } from "../base/geo.js";
import { traceShapes } from "./outlines.js";

/** Share of the locator's width above which what it would show is all in sight anyway. */
const TOO_MUCH = 0.6;

/** Paints the locator of a page. */
export class Locator {
  constructor({ land, border, box, digits = 1 }, style) {
    this.style = style;
    this.land = unpack({ kind: "area", digits, paths: land });
    this.border = unpack({ kind: "line", digits, paths: border });
    const corners = unpack({ kind: "point", digits: 0, paths: [[box[0], box[1]], [box[2], box[3]]] });
    this.box = corners.box;
  }

  /** Height over width of what it shows. */
  get shape() {
    return (this.box[3] - this.box[1]) / (this.box[2] - this.box[0]);
  }

  /** Whether a part of the world (box) is small enough to be found on it. */
  holds([west, , east]) {
    return (east - west) / (this.box[2] - this.box[0]) < TOO_MUCH;
  }

  /** Paint it `width` pixels wide, with a part of the world marked. */
  paint(context, width, [west, north, east, south]) {
    const scale = width / (this.box[2] - this.box[0]);
    const sheet = { scale, left: this.box[0] * scale, top: this.box[1] * scale };
    const height = width * this.shape;
    const { water, land, border } = this.style.basemap;
    context.fillStyle = water;
    context.fillRect(0, 0, width, height);
    traceShapes(context, [this.land], sheet);
    context.fillStyle = land;
    context.fill("evenodd");
    traceShapes(context, [this.border], sheet);
    context.strokeStyle = border;
    context.lineWidth = 0.7;
    context.stroke();
    const [x, y] = [west * scale - sheet.left, north * scale - sheet.top];
    const [wide, tall] = [Math.max((east - west) * scale, 4), Math.max((south - north) * scale, 4)];
    context.strokeStyle = this.style.selection.stroke;
    context.lineWidth = 1.6;
    context.strokeRect(Math.max(x, 1), Math.max(y, 1), Math.min(wide, width - 2), Math.min(tall, height - 2));
  }
}

const WIDTH = 112;

/** Put a locator into a corner (`position`) of a Leaflet map; gives what draws it. */
export function locatorControl(map, locator, title, position) {
  const canvas = document.createElement("canvas");
  canvas.id = "mapper-locator";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", title);
  const height = Math.round(Math.min(Math.max(WIDTH * locator.shape, 60), 120));
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  [canvas.width, canvas.height] = [WIDTH * ratio, height * ratio];
  [canvas.style.width, canvas.style.height] = [`${WIDTH}px`, `${height}px`];
  const control = L.control({ position });
  control.onAdd = () => {
    const frame = L.DomUtil.create("div", "mapper-locator");
    frame.append(canvas);
    return frame;
  };
  control.addTo(map);
  const draw = () => {
    const { min, max } = map.getPixelBounds();
    const scale = (256 * 2 ** map.getZoom()) / WORLD;
    const sight = [min.x, min.y, max.x, max.y].map((edge) => edge / scale);
    canvas.hidden = !locator.holds(sight);
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    locator.paint(context, WIDTH, sight);
  };
  map.on("moveend resize", draw);
  return draw;
}
