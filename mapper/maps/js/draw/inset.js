// What tells where a picture lies and how large it is: a small map of the wider region, a bar of length.

import { pixelsPerMetre } from "../base/geo.js";
import { label } from "../base/labels.js";
import { scan } from "./scan.js";

const INSET_WIDTH = 116;
const INSET_HIGHEST = 120;
const LONGEST_BAR = 110;
const FROM_EDGE = 6;
/** How far from its place a symbol reaches, about. */
const SYMBOL_REACH = 14;

/** Height of the line that the bar stands in, pixels. */
export const BAR_LINE = 20;

/** Size of the small map as [width, height]. */
export function insetSize(locator) {
  return [INSET_WIDTH, Math.round(Math.min(INSET_WIDTH * locator.shape, INSET_HIGHEST))];
}

/** A corner of a sheet where it hides no event, as [left, top, right, bottom] in its pixels; or null. */
export function freeCorner(view, sheet, [width, height]) {
  const [right, bottom] = [sheet.width - width - FROM_EDGE, sheet.height - height - FROM_EDGE];
  const corners = [[FROM_EDGE, bottom], [right, bottom], [right, FROM_EDGE], [FROM_EDGE, FROM_EDGE]];
  const isFree = ([left, top, end, foot]) => {
    const edges = [sheet.left + left - SYMBOL_REACH, sheet.top + top - SYMBOL_REACH, sheet.left + end + SYMBOL_REACH, sheet.top + foot + SYMBOL_REACH];
    return scan(view, { ...sheet, box: edges.map((edge) => edge / sheet.scale) }, () => false);
  };
  return corners.map(([x, y]) => [x, y, x + width, y + height]).find(isFree) || null;
}

/** Paint the small map in a box, with what the sheet shows marked on it. */
export function paintInset(pen, locator, { left, top, width, height }, sheet) {
  pen.save();
  pen.beginPath();
  pen.rect(left, top, width, height);
  pen.clip();
  pen.translate(left, top);
  locator.paint(pen, width, sheet.box);
  pen.restore();
  pen.strokeStyle = "#777777";
  pen.lineWidth = 1;
  pen.strokeRect(left, top, width, height);
}

/** Paint a bar of a round length on a paper, its line at `y`, and write how long it is. */
export function paintBar(paper, sheet, x, y) {
  const { pen } = paper;
  const perMetre = pixelsPerMetre((sheet.box[1] + sheet.box[3]) / 2, sheet.scale);
  const metres = roundest(LONGEST_BAR / perMetre);
  const width = metres * perMetre;
  const left = paper.left(x, width);
  pen.setLineDash([]);
  pen.beginPath();
  pen.moveTo(left, y + 4);
  pen.lineTo(left, y + 10);
  pen.lineTo(left + width, y + 10);
  pen.lineTo(left + width, y + 4);
  pen.strokeStyle = "#333333";
  pen.lineWidth = 1.4;
  pen.stroke();
  const text = metres < 1000 ? label("picture.metres", { n: metres }) : label("picture.kilometres", { n: metres / 1000 });
  paper.write(text, x + width + 6, y + 2, { size: 11, colour: "#333333" });
}

/** The largest of 1, 2, 5, 10, 20 ... that is no more than a number. */
function roundest(most) {
  const ten = 10 ** Math.floor(Math.log10(most));
  return [5, 2, 1].find((times) => times * ten <= most) * ten;
}
