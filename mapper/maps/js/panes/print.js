// The sheet for paper: picture, rows in view, the line to cite.

import { whenOf } from "../base/days.js";
import { h, refill, said } from "../base/dom.js";
import { count } from "../base/labels.js";
import { compose } from "../draw/picture.js";
import { citation } from "../state/words.js";
import { spelled } from "./written.js";

const PRINTED_ROWS = 60;

/**
 * Fill the sheet for paper: picture, rows in view, citation. Picture and rows in memory
 * are there at once, for a browser that prints without waiting; the others follow.
 */
export async function fillPrint(view, board, sheet) {
  const picture = compose(view, board, { width: 1040, height: 700, ratio: 2 });
  const table = h("div", {});
  refill(sheet, picture, table, h("p", { class: "cite" }, said(citation(view))));
  const rows = board.rowsInSight();
  const first = [...rows.slice(0, PRINTED_ROWS).sort()];
  fillRows(view, table, view.incidents.now(first), rows.length);
  const read = [];
  await view.incidents.eachOf(first, (incident, row) => read.push([row, incident]));
  fillRows(view, table, read, rows.length);
}

function fillRows(view, table, read, total) {
  const inOrder = [...read].sort(([, a], [, b]) => String(a.date_start ?? "9").localeCompare(String(b.date_start ?? "9")));
  refill(
    table,
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, ["When", "What", "Where", "Killed", "Source"].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, inOrder.map((pair) => printedRow(view, pair))),
    ),
    total > read.length ? h("p", {}, `and ${count(total - read.length)} more in view`) : null,
  );
}

function printedRow(view, [row, incident]) {
  const { killed_min: low, killed_max: high } = incident;
  const toll = low === null && high === null ? "" : low === high || high === null ? String(low) : `${low ?? ""} to ${high}`;
  const label = (view.style.event_type[incident.event_type] || view.style.rest).label;
  const cells = [whenOf(incident), label, spelled(incident.places || "", incident, view.about), toll, sourcesOf(view.incidents, row)];
  return h("tr", {}, cells.map((cell) => h("td", {}, cell)));
}

/** Who tells of a row: its source, of several the first and how many reports more. */
function sourcesOf(incidents, row) {
  const others = incidents.countReports(row) - 1;
  return [said(incidents.code("source", row) || ""), others ? ` and ${count(others)} more` : null].filter(Boolean);
}
