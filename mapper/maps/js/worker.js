// Runs in a worker: inflates text chunks and looks for words in them.

import { COLUMN, ROW, SECTION, inflateText } from "./bytes.js";
import { fold } from "./fold.js";

/**
 * Find the rows of a chunk in which every word occurs, in any of the first `searched`
 * columns, or whose `place_ids` name one of `places`.
 */
export function searchChunk(text, { words, searched, placeColumn, places }) {
  const columns = text.split(SECTION, 1)[0].split(COLUMN);
  let rows = null;
  for (const word of words) {
    const found = new Set();
    for (let c = 0; c < searched; c++) findRows(fold(columns[c]), word, found);
    rows = rows ? new Set([...rows].filter((row) => found.has(row))) : found;
    if (!rows.size) break;
  }
  rows ??= new Set();
  if (places.size && placeColumn >= 0) {
    columns[placeColumn].split(ROW).forEach((ids, row) => {
      if (ids && ids.split("; ").some((id) => places.has(id))) rows.add(row);
    });
  }
  return [...rows].sort((a, b) => a - b);
}

/** Add the row number of every occurrence, by counting separators from hit to hit. */
function findRows(column, word, found) {
  let row = 0;
  let at = -1;
  for (let hit = column.indexOf(word); hit >= 0; hit = column.indexOf(word, at)) {
    for (let cut = column.indexOf(ROW, at + 1); cut >= 0 && cut < hit; cut = column.indexOf(ROW, cut + 1)) {
      row++;
      at = cut;
    }
    found.add(row);
    // On to the next row: one hit in a row is enough.
    const next = column.indexOf(ROW, hit);
    if (next < 0) return;
    row++;
    at = next;
  }
}

if (typeof WorkerGlobalScope !== "undefined") {
  self.onmessage = async ({ data: { query, number, text } }) => {
    const rows = searchChunk(await inflateText(text), query);
    self.postMessage({ run: query.run, number, rows });
  };
}
