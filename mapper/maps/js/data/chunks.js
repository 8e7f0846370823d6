// A chunk of texts: read a cell when it is asked for, search a column without reading its cells.

import { ROW, readPairs, utf8 } from "../base/bytes.js";
import { fold } from "../base/fold.js";

const SPELLED = 0xffff;

/** The list of words that sentences are numbers into. */
export class Words {
  constructor(bytes) {
    this.text = utf8(bytes);
    this.list = this.text.split(ROW);
  }

  /** For each word whether it holds `wanted`, which is folded already. */
  holding(wanted) {
    this.folded ??= fold(this.text).split(ROW);
    return Uint8Array.from(this.folded, (word) => (word.includes(wanted) ? 1 : 0));
  }
}

/** A column of plain text. */
class PlainColumn {
  constructor([text]) {
    this.source = text;
  }

  at(row) {
    this.cells ??= utf8(this.source).split(ROW);
    return this.cells[row];
  }

  /** Add the rows that hold the wanted text. */
  search({ folded }, found) {
    findRows(fold(utf8(this.source)), folded, found);
  }
}

/** A column of addresses: all up to the last slash, and what follows. */
class AddressColumn {
  constructor([heads, tails]) {
    this.halves = [new PlainColumn([heads]), new PlainColumn([tails])];
  }

  at(row) {
    return this.halves[0].at(row) + this.halves[1].at(row);
  }

  search(wanted, found) {
    for (const half of this.halves) half.search(wanted, found);
  }
}

/** A column of sentences as numbers into the list of words. */
class WordsColumn {
  constructor([counts, numbers, spelled], words) {
    this.words = words;
    this.counts = readPairs(counts);
    this.numbers = readPairs(numbers);
    this.spelled = spelled;
  }

  get literals() {
    this.spelledOut ??= utf8(this.spelled).split(ROW);
    return this.spelledOut;
  }

  /** For each row where its words begin, and how many were spelled out before. */
  index() {
    this.starts = new Uint32Array(this.counts.length + 1);
    this.before = new Uint32Array(this.counts.length + 1);
    let [at, spelled] = [0, 0];
    for (let row = 0; row < this.counts.length; row++) {
      for (const end = at + this.counts[row]; at < end; at++) if (this.numbers[at] === SPELLED) spelled++;
      this.starts[row + 1] = at;
      this.before[row + 1] = spelled;
    }
  }

  at(row) {
    if (!this.starts) this.index();
    let literal = this.before[row];
    const said = [];
    for (let at = this.starts[row]; at < this.starts[row + 1]; at++) {
      const number = this.numbers[at];
      said.push(number === SPELLED ? this.literals[literal++] : this.words.list[number]);
    }
    return said.join(" ");
  }

  search({ folded, holds }, found) {
    const spelled = this.literals.map((word) => fold(word).includes(folded));
    let [at, literal] = [0, 0];
    for (let row = 0; row < this.counts.length; row++) {
      let hit = false;
      for (const end = at + this.counts[row]; at < end; at++) {
        const number = this.numbers[at];
        if (number === SPELLED ? spelled[literal++] : holds[number]) hit = true;
      }
      if (hit) found.add(row);
    }
  }
}

const COLUMN_KINDS = { text: PlainColumn, address: AddressColumn, words: WordsColumn };

/** A chunk, inflated: its columns by the description in the page's meta block. */
export class Chunk {
  constructor(bytes, detail, words) {
    this.bytes = bytes;
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const parts = view.getUint32(0, true);
    let offset = 4 * (parts + 1);
    const sections = Array.from({ length: parts }, (_, i) => {
      const length = view.getUint32(4 * (i + 1), true);
      offset += length;
      return bytes.subarray(offset - length, offset);
    });
    let first = 0;
    this.columns = detail.map(({ kind, sections: taken }) => {
      first += taken;
      return new COLUMN_KINDS[kind](sections.slice(first - taken, first), words);
    });
    this.extra = sections[parts - 1];
  }

  /** A cell; the empty text stands for null. */
  cell(column, row) {
    return this.columns[column].at(row);
  }

  /** Rows of child tables, by table. */
  get children() {
    this.hung ??= this.extra.length ? JSON.parse(utf8(this.extra)) : {};
    return this.hung;
  }

  /** Rows of child tables that hang on a row, by table. */
  childrenOf(at) {
    const found = {};
    for (const [table, columns] of Object.entries(this.children)) {
      found[table] = [];
      // They stand in the order of the rows they hang on.
      for (let i = firstAt(columns.row, at); columns.row[i] === at; i++) {
        found[table].push(Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, cells[i]])));
      }
    }
    return found;
  }

  /**
   * Rows in which every wanted word occurs in one of the first `searched` columns, or
   * whose `place_ids` name one of `places`; in order.
   */
  search({ wanted, searched, placeColumn, places }) {
    let rows = null;
    for (const word of wanted) {
      const found = new Set();
      for (let i = 0; i < searched; i++) this.columns[i].search(word, found);
      rows = rows ? new Set([...rows].filter((row) => found.has(row))) : found;
      if (!rows.size) break;
    }
    rows ??= new Set();
    if (places.size && placeColumn >= 0) this.searchPlaces(placeColumn, places, rows);
    return [...rows].sort((a, b) => a - b);
  }

  searchPlaces(column, places, rows) {
    utf8(this.columns[column].source)
      .split(ROW)
      .forEach((ids, row) => {
        if (ids && ids.split("; ").some((id) => places.has(id))) rows.add(row);
      });
  }
}

/** Place of the first entry that is not below a value, in a list that does not fall. */
function firstAt(list, value) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Add the number of every row that holds the wanted text, by counting the signs between. */
function findRows(text, wanted, found) {
  let row = 0;
  let start = 0;
  for (let hit = text.indexOf(wanted); hit >= 0; hit = text.indexOf(wanted, start)) {
    let end = text.indexOf(ROW, start);
    while (end >= 0 && end < hit) {
      row++;
      start = end + 1;
      end = text.indexOf(ROW, start);
    }
    found.add(row);
    // On to the next row: one hit in a row is enough.
    if (end < 0) return;
    row++;
    start = end + 1;
  }
}
