// Shapes of the legend: the same outline on the map, in the panel and in exports.

import { svg } from "../base/dom.js";

/** Corners of regular shapes: how many, and where the first stands (in turns). */
const CORNERS = {
  square: [4, 0.125, 1.12],
  diamond: [4, 0, 1.2],
  triangle: [3, -0.25, 1.25],
  triangle_down: [3, 0.25, 1.25],
  pentagon: [5, -0.25, 1.08],
  hexagon: [6, 0, 1.05],
  octagon: [8, 0.0625, 1.0],
};

/** Outline of a symbol of radius 1 around 0, 0 as a list of points; null for the circle. */
export function outline(symbol) {
  if (symbol in CORNERS) {
    const [corners, turn, size] = CORNERS[symbol];
    return Array.from({ length: corners }, (_, i) => spoke(turn + i / corners, size));
  }
  if (symbol === "star") {
    return Array.from({ length: 10 }, (_, i) => spoke(-0.25 + i / 10, i % 2 ? 0.52 : 1.25));
  }
  if (symbol === "plus" || symbol === "cross") {
    const [long, thin] = [1.15, 0.42];
    const arm = [[thin, -long], [thin, -thin], [long, -thin], [long, thin], [thin, thin], [thin, long]];
    const all = [...arm, ...arm.map(([x, y]) => [-x, -y])];
    return symbol === "plus" ? all : all.map(([x, y]) => [(x - y) * 0.7071, (x + y) * 0.7071]);
  }
  if (symbol === "flag") return [[-0.2, 1.2], [-0.2, -1.2], [1.1, -0.6], [0.05, 0], [0.05, 1.2]];
  return null;
}

function spoke(turn, size) {
  return [Math.cos(turn * 2 * Math.PI) * size, Math.sin(turn * 2 * Math.PI) * size];
}

/** Trace a symbol on a canvas; fill or stroke it afterwards. */
export function trace(context, symbol, x, y, radius) {
  context.beginPath();
  const points = outline(symbol);
  if (!points) {
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  points.forEach(([dx, dy], i) => {
    if (i) context.lineTo(x + dx * radius, y + dy * radius);
    else context.moveTo(x + dx * radius, y + dy * radius);
  });
  context.closePath();
}

/** Draw a symbol as an SVG picture for the panel: of two colours where it is one or the other. */
export function icon({ symbol, colour, colours }, { hollow = false } = {}) {
  const line = { stroke: "#222", "stroke-width": "1" };
  const shapes =
    colours && !hollow
      ? // An inner picture cuts off what lies left of it.
        [outlined(symbol, { fill: colour }), svg("svg", { x: "0", y: "-9", width: "9", height: "18", viewBox: "0 -9 9 18" }, outlined(symbol, { fill: colours[1] })), outlined(symbol, { fill: "none", ...line })]
      : [outlined(symbol, hollow ? { fill: "#fff", stroke: colour, "stroke-width": "2.4" } : { fill: colour, ...line })];
  return svg("svg", { viewBox: "-9 -9 18 18", width: "18", height: "18", "aria-hidden": "true", class: "icon" }, shapes);
}

function outlined(symbol, paint) {
  const points = outline(symbol);
  if (!points) return svg("circle", { r: "6", ...paint });
  const corners = points.map(([x, y]) => `${(x * 6).toFixed(2)} ${(y * 6).toFixed(2)}`);
  return svg("path", { d: `M${corners.join("L")}Z`, ...paint });
}

/** Read "#rrggbb" as [r, g, b]. */
export function rgb(colour) {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}

/** Give a colour with an opacity, for a canvas. */
export function faded(colour, opacity) {
  return `rgba(${rgb(colour).join(",")},${opacity})`;
}

/** Trace unpacked shapes as one path. */
export function traceShapes(context, shapes, { scale, left, top }) {
  context.beginPath();
  for (const { kind, paths } of shapes) {
    for (const path of paths) {
      for (let i = 0; i < path.length; i += 2) {
        const [x, y] = [path[i] * scale - left, path[i + 1] * scale - top];
        if (i) context.lineTo(x, y);
        else context.moveTo(x, y);
      }
      if (kind === "area") context.closePath();
    }
  }
}
