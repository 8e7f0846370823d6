// Names on the map: countries, first-level units, settlements, roads; never one over another.

import { mercatorX, mercatorY } from "./geo.js";

const GAP = 3;

/** The labels of a page, most important first. */
export class Labels {
  constructor(context, style) {
    this.context = context;
    this.style = style;
    this.arabic = false;
    this.hasArabic = [context.places.name_ar, context.regions.map((region) => region.name_ar)].some((names) => names?.some(Boolean));
    this.items = [...this.places(), ...this.regions(), ...this.countries()].sort((a, b) => b.rank - a.rank);
  }

  places() {
    const { places } = this.context;
    return (places.lat || []).map((lat, i) => {
      const kind = places.kind?.[i] || "village";
      const own = this.style.places[kind] || this.style.places.village;
      const people = places.population?.[i] || 0;
      return {
        layer: "places",
        x: mercatorX(places.lon[i]),
        y: mercatorY(lat),
        name: places.name[i],
        arabic: places.name_ar?.[i],
        zoom: own.zoom,
        font: `${own.weight} ${own.size}px system-ui, sans-serif`,
        dot: own.dot,
        size: own.size,
        rank: own.size * 1e9 + own.weight * 1e6 + people / 1e3,
      };
    });
  }

  regions() {
    const shown = this.context.regions.filter((region) => region.kind === "governorate");
    return shown.map((region) => this.wide(region.name, region.name_ar, region.shape, 6.5, 9.5, "region:governorate"));
  }

  countries() {
    return this.context.countries.map(({ name, lon, lat }) => ({
      ...this.wide(name, null, null, 3, 8, "background"),
      x: mercatorX(lon),
      y: mercatorY(lat),
      rank: 5e9,
    }));
  }

  /** A label spread over an area: letter-spaced capitals without a dot. */
  wide(name, arabic, shape, zoom, until, layer) {
    const box = shape?.box || [0, 0, 0, 0];
    return {
      layer,
      x: (box[0] + box[2]) / 2,
      y: (box[1] + box[3]) / 2,
      name: name.toUpperCase(),
      arabic,
      zoom,
      until,
      font: "600 11px system-ui, sans-serif",
      wide: true,
      size: 11,
      rank: 4e9,
    };
  }

  /**
   * Paint the labels that fit a view; those placed first keep their room. `dots` tells
   * whether a box of the view (pixels) holds a symbol, which names leave free if they can.
   */
  paint(view, dots) {
    const { context, scale, left, top, zoom } = view;
    const taken = [];
    context.textBaseline = "middle";
    context.lineJoin = "round";
    for (const item of this.items) {
      if (item.zoom > zoom || (item.until && zoom > item.until) || !this.context.shown(item.layer)) continue;
      const [x, y] = [item.x * scale - left, item.y * scale - top];
      if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
      this.place(context, item, x, y, taken, dots);
    }
  }

  place(context, item, x, y, taken, dots) {
    const text = (this.arabic && item.arabic) || item.name;
    context.font = item.font;
    if ("letterSpacing" in context) context.letterSpacing = item.wide && text === item.name ? "1.5px" : "0px";
    item.widths ??= {};
    const width = (item.widths[text] ??= context.measureText(text).width);
    const boxes = item.dot ? aside(x, y, width, item.size, dots([x, y, x, y]) ? 17 : item.dot + GAP) : [over(x, y, width, item.size)];
    const open = boxes.filter((box) => !taken.some((b) => b[0] < box[2] && b[2] > box[0] && b[1] < box[3] && b[3] > box[1]));
    if (!open.length) return;
    const box = open.find((candidate) => !dots(candidate)) || open[0];
    taken.push(box);
    const [start, middle] = [box[0] + GAP, (box[1] + box[3]) / 2];
    if (item.dot) {
      context.beginPath();
      context.arc(x, y, item.dot, 0, 2 * Math.PI);
      context.fillStyle = "#6b6b6b";
      context.fill();
    }
    context.textAlign = "left";
    context.lineWidth = 3;
    context.strokeStyle = "rgba(255,255,255,0.85)";
    context.strokeText(text, start, middle);
    context.fillStyle = item.wide ? this.style.basemap.country : this.style.basemap.label;
    context.fillText(text, start, middle);
  }
}

function over(x, y, width, size) {
  return [x - width / 2 - GAP, y - size * 0.65, x + width / 2 + GAP, y + size * 0.65];
}

/** Boxes to the right, left, below and above a dot, best first. */
function aside(x, y, width, size, room) {
  const half = size * 0.65;
  const boxes = [
    [x + room, y],
    [x - room - width, y],
    [x - width / 2, y + room + half],
    [x - width / 2, y - room - half],
  ];
  return boxes.map(([left, middle]) => [left - GAP, middle - half, left + width + GAP, middle + half]);
}
