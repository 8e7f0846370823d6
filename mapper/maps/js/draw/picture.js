// The map as one picture: for PNG and for paper.

import { creditsText, filterWords, zoneWarning } from "../state/words.js";
import { colouringLabel } from "../state/legend.js";
import { trace } from "./outlines.js";

const MARGIN = 16;
const LINE = 17;
const KEY = 190;

/** Paint map, title, key and credits on a canvas of `width` by `height` CSS pixels. */
export function compose(view, board, { width, height, ratio = 2 }) {
  const canvas = document.createElement("canvas");
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const context = canvas.getContext("2d");
  context.scale(ratio, ratio);
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, height);
  const top = paintHead(context, view, width);
  const bottom = paintCredits(context, view, width, height);
  const box = { x: MARGIN, y: top, width: width - 2 * MARGIN - KEY, height: bottom - top };
  paintMap(context, board, box, ratio);
  paintKey(context, view, box.x + box.width + 12, top);
  return canvas;
}

function paintHead(context, view, width) {
  context.fillStyle = "#1c1c1c";
  context.textBaseline = "top";
  context.font = "700 20px system-ui, sans-serif";
  const y = wrap(context, view.about.title, MARGIN, MARGIN, width - 2 * MARGIN, 25);
  context.font = "13px system-ui, sans-serif";
  context.fillStyle = "#444444";
  const words = [view.totalsText, ...filterWords(view)].join("; ");
  return wrap(context, words, MARGIN, y + 2, width - 2 * MARGIN, LINE) + 8;
}

function paintCredits(context, view, width, height) {
  context.font = "10px system-ui, sans-serif";
  context.fillStyle = "#595959";
  const credits = `Reported, not verified. ${zoneWarning(view.surroundings)}${creditsText(view.about)}. Data ${view.about.data.slice(0, 23)}.`;
  const lines = breakLines(context, credits, width - 2 * MARGIN);
  const top = height - MARGIN - lines.length * 13;
  lines.forEach((line, i) => context.fillText(line, MARGIN, top + i * 13));
  return top - 8;
}

/** Paint the layers as the map shows them, centred the same, in the picture's own size. */
function paintMap(context, board, box, ratio) {
  const { map } = board;
  const size = map.getSize();
  const grow = Math.min(box.width / size.x, box.height / size.y);
  const zoom = map.getZoom() + Math.log2(grow);
  const centre = map.project(map.getCenter(), zoom);
  const scale = board.dots.view().scale * 2 ** (zoom - map.getZoom());
  const sheet = {
    width: box.width,
    height: box.height,
    ratio,
    scale,
    left: centre.x - box.width / 2,
    top: centre.y - box.height / 2,
    zoom,
  };
  sheet.box = [sheet.left, sheet.top, sheet.left + sheet.width, sheet.top + sheet.height].map((edge) => edge / scale);
  for (const paint of board.painters) {
    // Each layer gets a sheet of its own: painters clear and transform theirs.
    const canvas = document.createElement("canvas");
    canvas.width = box.width * ratio;
    canvas.height = box.height * ratio;
    sheet.context = canvas.getContext("2d");
    sheet.context.scale(ratio, ratio);
    paint(sheet);
    context.drawImage(canvas, box.x, box.y, box.width, box.height);
  }
  context.strokeStyle = "#999999";
  context.lineWidth = 1;
  context.strokeRect(box.x, box.y, box.width, box.height);
  board.draw("ground", "dots");
}

function paintKey(context, view, x, top) {
  let y = top;
  const line = (text, paint) => {
    paint?.(x + 8, y + 7);
    context.fillStyle = "#1c1c1c";
    context.textBaseline = "top";
    y = wrap(context, text, paint ? x + 22 : x, y, KEY - (paint ? 34 : 12), 15) + 2;
  };
  context.font = "600 12px system-ui, sans-serif";
  line(colouringLabel(view.colouring));
  context.font = "12px system-ui, sans-serif";
  for (const { label, colour, symbol } of view.legendShown()) {
    line(label, (cx, cy) => {
      trace(context, symbol, cx, cy, 5);
      context.fillStyle = colour;
      context.fill();
      context.strokeStyle = "#222222";
      context.lineWidth = 0.8;
      context.stroke();
    });
  }
  line("hollow: somewhere in a region", (cx, cy) => {
    trace(context, "circle", cx, cy, 5);
    context.strokeStyle = "#444444";
    context.lineWidth = 2;
    context.stroke();
  });
  y += 6;
  for (const { label, dates, style } of view.switchesShown()) {
    line(dates ? `${label}, ${dates}` : label, (cx, cy) => {
      paintSwatch(context, style, cx, cy);
    });
  }
}

function wrap(context, text, x, y, width, height) {
  for (const line of breakLines(context, text, width)) {
    context.fillText(line, x, y);
    y += height;
  }
  return y;
}

function breakLines(context, text, width) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (lines.at(-1) && context.measureText(longer).width > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** Paint the sign of a zone, a line or a post. */
function paintSwatch(context, style, x, y) {
  if (style.symbol) {
    trace(context, style.symbol, x, y, 5);
    context.fillStyle = style.fill;
    context.fill();
  } else if (style.fill) {
    context.globalAlpha = 0.6;
    context.fillStyle = style.fill;
    context.fillRect(x - 7, y - 5, 14, 10);
    context.globalAlpha = 1;
  } else {
    context.setLineDash(style.dash ? [4, 3] : []);
    context.strokeStyle = style.stroke;
    context.lineWidth = 2;
    context.beginPath();
    context.moveTo(x - 8, y);
    context.lineTo(x + 8, y);
    context.stroke();
    context.setLineDash([]);
  }
}
