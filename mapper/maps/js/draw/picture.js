// The map as one picture, with all that it needs to stand alone: on a canvas, or as SVG.

import { svg } from "../base/dom.js";
import { keyLines } from "../state/key_lines.js";
import { citation, creditSentences, shownWords } from "../state/words.js";
import { BAR_LINE, freeCorner, insetSize, paintBar, paintInset } from "./inset.js";
import { paintKey, planKey } from "./key_column.js";
import { Paper, lineHeight } from "./lettering.js";
import { Locator } from "./locator.js";
import { SvgPen, legalText } from "./svg_pen.js";

const MARGIN = 16;
const ASIDE = 12;

/** How much smaller a map may be and still name the same. */
const STILL_NAMED = 0.75;

const CREDITS = { size: 10, weight: 400, colour: "#595959" };

/** Lines of texts above and below the map, at most: what is longer ends in an ellipsis. */
const MOST_TEXT = { title: 3, subtitle: 2, words: 4, byline: 2, credits: 5 };

/** Lines of credits from which the names of the sources stand alone. */
const LONG_CREDITS = 3;

/**
 * Make the picture on a canvas; `size` is one of `pictureSize`. Null where the browser has no canvas as
 * large as that.
 */
export function canvasPicture(view, board, size) {
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(size.width * size.ratio);
  canvas.height = Math.round(size.height * size.ratio);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) return null;
  pen.scale(canvas.width / size.width, canvas.height / size.height);
  paint(pen, view, board, planFor(view, board, size), size.ratio);
  return canvas;
}

/**
 * Make the picture as an SVG element. With `isExact` its map shows what the window shows and no more, and
 * the picture is only as high as that needs.
 */
export function svgPicture(view, board, size, { isExact = false } = {}) {
  const planned = planFor(view, board, size, isExact);
  const pen = new SvgPen(size.width, planned.height);
  const { element } = pen;
  element.setAttribute("role", "img");
  if (!isExact) [["width", size.across], ["height", size.down]].forEach(([name, points]) => element.setAttribute(name, `${Number(points.toFixed(2))}pt`));
  element.prepend(svg("title", {}, legalText(view.about.title)), svg("desc", {}, legalText(citation(view))));
  paint(pen, view, board, planned, 1);
  return element;
}

/** Plan the picture by how its own map comes out: it may hold more points than the window's. */
function planFor(view, board, size, isExact) {
  const { isRaster } = board.points;
  const planned = plan(view, board, size, { isExact, isRaster });
  const comesOut = board.points.few(sheetFor(board, planned.box, 1)) === null;
  return comesOut === isRaster ? planned : plan(view, board, size, { isExact, isRaster: comesOut });
}

/** Say what goes where: texts above and below, the legend, the box of the map. */
function plan(view, board, { width, height, margin = MARGIN }, { isExact, isRaster }) {
  const ruler = document.createElement("canvas").getContext("2d");
  const paper = new Paper(ruler, width, height, document.dir === "rtl");
  const inner = width - 2 * margin;
  const head = headOf(paper, view, inner);
  const credits = creditLines(paper, view, inner);
  const top = margin + head.reduce((sum, { lines, look, after }) => sum + lines.length * lineHeight(look) + after, 0) + 6;
  const foot = credits.length * lineHeight(CREDITS) + margin;
  const room = height - top - foot - ASIDE;
  const key = planKey(paper, keyLines(view, { isRaster }), room);
  const box = { x: margin, y: top, width: inner - key.width - ASIDE, height: room - BAR_LINE };
  if (isExact) {
    const size = board.map.getSize();
    const grow = Math.min(box.width / size.x, box.height / size.y);
    Object.assign(box, { width: size.x * grow, height: size.y * grow });
  }
  const bottom = isExact ? top + Math.max(box.height + BAR_LINE, key.height) + ASIDE + foot : height;
  return { paper, margin, head, credits, key, box, room, height: bottom, foot: bottom - foot };
}

/** Credits that fit: at length, or the names of the sources alone. */
function creditLines(paper, view, width) {
  const written = [false, true].map((isShort) => paper.lines(creditSentences(view, { isShort }).join(" "), width, CREDITS, MOST_TEXT.credits));
  return written.find((lines) => lines.length <= LONG_CREDITS) || written[1];
}

/** Texts above the map: title, subtitle, what is shown, who made it. */
function headOf(paper, view, width) {
  const { title, subtitle, byline } = view.about;
  const texts = [
    [title, { size: 20, weight: 700 }, MOST_TEXT.title, 2],
    [subtitle, { size: 14, weight: 400, colour: "#333333" }, MOST_TEXT.subtitle, 2],
    [byline, { size: 12, weight: 600, colour: "#444444" }, MOST_TEXT.byline, 2],
    [shownWords(view), { size: 12, weight: 400, colour: "#444444" }, MOST_TEXT.words, 0],
  ];
  return texts.filter(([text]) => text).map(([text, look, most, after]) => ({ lines: paper.lines(text, width, look, most), look, after }));
}

function paint(pen, view, board, planned, ratio) {
  const { paper, margin, head, credits, key, box } = planned;
  paper.pen = pen;
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, paper.width, planned.height);
  let y = margin;
  for (const { lines, look, after } of head) y = paper.writeAll(lines, margin, y, look) + after;
  paper.writeAll(credits, margin, planned.foot, CREDITS);
  const left = paper.left(box.x, box.width);
  const sheet = sheetFor(board, box, ratio);
  const locator = locatorOf(view, sheet);
  const inset = locator && insetSize(locator);
  const keyStart = box.x + box.width + ASIDE;
  const beside = inset && key.height + ASIDE + inset[1] <= planned.room ? { left: paper.left(keyStart, inset[0]), top: box.y + key.height + ASIDE } : null;
  const corner = inset && !beside ? freeCorner(view, sheet, inset) : null;
  paintMap(pen, board, { ...sheet, covered: corner ? [corner] : [] }, left, box.y);
  paintKey(paper, key, keyStart, box.y, view.style);
  const at = beside || (corner && { left: left + corner[0], top: box.y + corner[1] });
  // Where it would hide events there is none.
  if (at) paintInset(pen, locator, { ...at, width: inset[0], height: inset[1] }, sheet);
  paintBar(paper, sheet, box.x, box.y + box.height);
}

/** The map of where this one lies, if the page has one and the picture shows little enough of it. */
function locatorOf({ surroundings, style }, sheet) {
  const locator = surroundings.locator && new Locator(surroundings.locator, style);
  return locator?.holds(sheet.box) ? locator : null;
}

/** What the map shows, centred the same, as a sheet of the box's size. */
function sheetFor({ map, dots }, { width, height }, ratio) {
  const size = map.getSize();
  const grow = Math.min(width / size.x, height / size.y);
  // A map a little smaller than the screen's names what the screen does; a much smaller one has no room.
  const zoom = map.getZoom() + (grow > STILL_NAMED && grow < 1 ? 0 : Math.log2(grow));
  const centre = map.project(map.getCenter(), map.getZoom()).multiplyBy(grow);
  const scale = dots.view().scale * grow;
  const [left, top] = [centre.x - width / 2, centre.y - height / 2];
  return { width, height, ratio, scale, left, top, zoom, box: [left, top, left + width, top + height].map((edge) => edge / scale) };
}

/** Paint the layers in a frame. */
function paintMap(pen, board, sheet, left, top) {
  const { width, height } = sheet;
  pen.save();
  pen.beginPath();
  pen.rect(left, top, width, height);
  pen.clip();
  pen.translate(left, top);
  for (const layer of board.painters) {
    pen.save();
    layer({ ...sheet, context: pen });
    pen.restore();
  }
  pen.restore();
  pen.setLineDash([]);
  pen.globalAlpha = 1;
  pen.strokeStyle = "#999999";
  pen.lineWidth = 1;
  pen.strokeRect(left, top, width, height);
  // What was painted last is what the pointer meets: that is to be the window's again.
  board.draw("ground", "dots");
}
