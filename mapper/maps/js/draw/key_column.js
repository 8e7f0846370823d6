// The legend of a picture: its lines in as many columns as they need, smaller where room is short.

import { label } from "../base/labels.js";
import { paintSign, roomOf } from "./key_signs.js";
import { lineHeight } from "./lettering.js";

const BETWEEN = 3;
const APART = 7;
const GUTTER = 12;
const MOST_LINES = 4;
const SOFT = "#595959";

/** Ways to set it, best first: columns, size of letters, width of a column; pixels. */
const WAYS = [
  [1, 12, 186],
  [1, 10.5, 186],
  [2, 11, 150],
  [2, 9.5, 150],
  [3, 9, 140],
];

/** Lay the legend out for a height: gives its width, height and rows. */
export function planKey(paper, lines, height) {
  let rows = [];
  for (const [most, size, width] of WAYS) {
    rows = rowsOf(paper, lines, size, width);
    const columns = flow(rows, height);
    if (columns <= most) return planned(rows, columns, width);
  }
  const [most, size, width] = WAYS.at(-1);
  return planned(shortened(paper, rows, { most, size, height, width }), most, width);
}

function planned(rows, columns, width) {
  const placed = rows.map((row) => ({ ...row, x: row.column * (width + GUTTER) }));
  return { rows: placed, width: columns * (width + GUTTER) - GUTTER, height: Math.max(0, ...rows.map(({ y, height }) => y + height)) };
}

/** What is to be written, each with its height: headings, and lines with their signs. */
function rowsOf(paper, lines, size, width) {
  const rows = [];
  const groups = [...new Set(lines.map(({ group }) => group))];
  for (const group of groups) {
    const own = lines.filter((one) => one.group === group);
    const indent = Math.max(...own.map(({ sign }) => roomOf(sign)[0])) + 6;
    const heading = { size, weight: 600 };
    rows.push({ ...textRow(paper.lines(group, width, heading, 2), heading), isHeading: true });
    for (const { label: text, note, sign } of own) {
      const look = { size, weight: 400 };
      const soft = { size: size - 1, weight: 400, colour: SOFT };
      const row = textRow(paper.lines(text, width - indent, look, MOST_LINES), look);
      const notes = note ? paper.lines(note, width - indent, soft, 2) : [];
      rows.push({ ...row, sign, indent, notes, soft, height: Math.max(roomOf(sign)[1], row.height + notes.length * lineHeight(soft)) });
    }
  }
  return rows;
}

function textRow(lines, look) {
  return { lines, look, height: lines.length * lineHeight(look) };
}

/** Place rows in columns of a height; gives how many columns there are. */
function flow(rows, height) {
  let [column, y] = [0, 0];
  rows.forEach((row, i) => {
    const apart = row.isHeading && y ? APART : 0;
    // A heading keeps its first line.
    const needed = row.height + (row.isHeading && rows[i + 1] ? rows[i + 1].height + BETWEEN : 0);
    if (y && y + apart + needed > height) [column, y] = [column + 1, 0];
    else y += apart;
    Object.assign(row, { column, y });
    y += row.height + BETWEEN;
  });
  return column + 1;
}

/** What of rows fits some columns, and how many lines are left out. */
function shortened(paper, rows, { most, size, height, width }) {
  const kept = [...rows];
  const look = { size, weight: 400, colour: SOFT };
  for (;;) {
    kept.pop();
    const left = rows.slice(kept.length).filter(({ isHeading }) => !isHeading).length;
    const all = [...kept, textRow(paper.lines(label("picture.key_more", { n: left }), width, look), look)];
    if (flow(all, height) <= most || !kept.length) return all;
  }
}

/** Paint a planned legend, its corner `x` from the side where reading begins. */
export function paintKey(paper, { rows }, x, top, style) {
  for (const row of rows) {
    const [start, y] = [x + row.x, top + row.y];
    if (!row.sign) {
      paper.writeAll(row.lines, start, y, row.look);
      continue;
    }
    const [, tall] = roomOf(row.sign);
    const text = row.lines.length * lineHeight(row.look) + row.notes.length * lineHeight(row.soft);
    // The sign stands beside the first line; a tall one has its text in its middle.
    const down = Math.max(0, (tall - text) / 2);
    const middle = y - 1 + Math.max(tall / 2, lineHeight(row.look) / 2);
    const room = row.indent - 6;
    paintSign(paper.pen, row.sign, paper.left(start, room) + room / 2, middle, style);
    const under = paper.writeAll(row.lines, start + row.indent, y + down, row.look);
    paper.writeAll(row.notes, start + row.indent, under, row.soft);
  }
}
