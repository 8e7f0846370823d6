// The sheets for paper: the picture, the rows in view by date, those without a place, the line to cite.

import { whenOf } from "../base/days.js";
import { clean, h, refill, said } from "../base/dom.js";
import { count, label } from "../base/labels.js";
import { byDate } from "../data/saved.js";
import { svgPicture } from "../draw/picture.js";
import { citation, creditSentences } from "../state/words.js";
import { spelled } from "./written.js";

/** Rows of a table on paper, at most; with more the table says which it has. */
const PRINTED_ROWS = 1000;

/** Size of the picture, so that it fills a sheet of A4 with the texts of it still read with ease. */
const PICTURE = { width: 1040, height: 676, margin: 0 };

const COLUMNS = ["when", "what", "by", "where", "killed", "source"];

/** Sheets that are filled for a printing that is just beginning. */
const readied = new WeakSet();

/** Print when all is read: nothing on the sheet is left out for lack of time. */
export async function printWhole(view, board, sheet) {
  await fillPrint(view, board, sheet);
  readied.add(sheet);
  print();
  readied.delete(sheet);
}

/**
 * Fill the sheet for paper. Picture and rows in memory are there at once, for a browser that prints
 * without waiting; the others follow.
 */
export async function fillPrint(view, board, sheet) {
  if (readied.has(sheet)) return;
  const { incidents, filter } = view;
  const inView = tableOf("view", byDate(incidents, board.rowsInSight()));
  const placeless = tableOf("unmapped", byDate(incidents, filter.rows().filter((row) => row >= incidents.located)));
  const tables = [inView, placeless].filter(({ rows, name }) => rows.length || name === "view");
  refill(
    sheet,
    svgPicture(view, board, PICTURE, { isExact: true }),
    // Before the tables: behind them they would often be alone on a last sheet.
    h("p", { class: "cite" }, clean(citation(view))),
    h("p", {}, creditSentences(view).map((one) => [said(one), " "])),
    tables.map(({ element }) => element),
  );
  for (const table of tables) fillRows(view, table, incidents.now(table.first));
  for (const table of tables) fillRows(view, table, await readRows(incidents, table.first));
}

function tableOf(name, rows) {
  return { name, rows, first: rows.slice(0, PRINTED_ROWS), element: h("section", {}) };
}

/** Read some rows and give them in their order, as [row, incident]: as the data have them they are read faster. */
async function readRows(incidents, rows) {
  const read = new Map();
  await incidents.eachOf([...rows].sort((a, b) => a - b), (incident, row) => read.set(row, incident));
  return rows.map((row) => [row, read.get(row)]);
}

function fillRows(view, { name, rows, first, element }, read) {
  const heads = COLUMNS.map((column) => h("th", { scope: "col" }, label(`print.${column}`)));
  refill(
    element,
    h("h2", {}, captionOf(view, name, read.length, first.length, rows.length)),
    read.length ? h("table", {}, h("thead", {}, h("tr", {}, heads)), h("tbody", {}, read.map((pair) => printedRow(view, pair)))) : null,
  );
}

/** Say what a table has: all, the first of many by date, or what was read in time. */
function captionOf({ incidents }, name, read, wanted, total) {
  const of = incidents.areEvents ? "events" : "reports";
  if (read < wanted) return label(`print.${name}_${of}_read`, { n: total, read: count(read) });
  if (wanted < total) return label(`print.${name}_${of}_first`, { n: total, first: count(wanted) });
  return label(`print.${name}_${of}_all`, { n: total });
}

function printedRow(view, [row, incident]) {
  const type = (view.style.event_type[incident.event_type] || view.style.rest).label;
  const cells = [
    whenOf(incident),
    type,
    incident.actor ? said(incident.actor) : "",
    spelled(incident.places || "", incident, view.about),
    killedOf(incident),
    sourcesOf(view.incidents, row),
  ];
  return h("tr", {}, cells.map((cell) => h("td", {}, cell)));
}

function killedOf({ killed_min: low, killed_max: high }) {
  if (low === null && high === null) return "";
  if (low === high || high === null) return count(low);
  return low === null ? label("print.up_to", { high }) : label("print.range", { low, high });
}

/** Who tells of a row: its source, of several the first and how many reports more. */
function sourcesOf(incidents, row) {
  const others = incidents.countReports(row) - 1;
  return [said(incidents.code("source", row) || ""), others ? [" ", label("print.more_reports", { n: others })] : null];
}
