// The core columns: whole numbers in byte planes, read while they are inflated.

const ARRAYS = { 1: Uint8Array, 2: Uint16Array, 4: Int32Array };

/**
 * The core columns, filled from their byte planes (all low bytes of a column first, then the
 * next) as these come in. `columns` holds by name those that are whole.
 */
export class CoreColumns {
  constructor(entries) {
    this.columns = {};
    this.entries = entries;
    this.next = 0;
    this.begin();
  }

  /** Make room for the next column; of those without a cell nothing comes in. */
  begin() {
    this.entry = this.entries[this.next++];
    [this.plane, this.done] = [0, 0];
    if (!this.entry) return;
    const { width, length } = this.entry;
    this.column = new ARRAYS[width](length);
    this.bytes = new Uint8Array(this.column.buffer);
    if (!length) this.finish();
  }

  /** Take the next bytes. */
  take(piece) {
    for (let at = 0; at < piece.length && this.entry; ) {
      const { width, length } = this.entry;
      const end = Math.min(piece.length, at + length - this.done);
      if (width === 1) this.bytes.set(piece.subarray(at, end), this.done);
      else spreadPlane(this.bytes, this.done * width + this.plane, width, piece.subarray(at, end));
      this.done += end - at;
      at = end;
      if (this.done < length) continue;
      [this.plane, this.done] = [this.plane + 1, 0];
      if (this.plane === width) this.finish();
    }
  }

  finish() {
    this.columns[this.entry.name] = undone(this.column, this.entry, this.columns);
    this.begin();
  }
}

/** Put the bytes of a plane where they belong in the numbers; computers count from the low byte. */
function spreadPlane(bytes, first, width, plane) {
  for (let i = 0, to = first; i < plane.length; i++, to += width) bytes[to] = plane[i];
}

/**
 * Undo the coding of a column. With `steps` each value is the difference from the one before,
 * with `base` from the same row of another column (`others`), both zigzag-coded; with `among`
 * it is a place in that list.
 */
function undone(column, { steps, base, among }, others) {
  if (steps) {
    let sum = 0;
    for (let i = 0; i < column.length; i++) {
      sum = (sum + unfold(column[i])) | 0;
      column[i] = sum;
    }
  }
  if (base) return beside(column, others[base] || new Uint8Array(column.length));
  if (!among) return column;
  const found = new ARRAYS[bytesFor(Math.max(0, ...among))](column.length);
  for (let i = 0; i < found.length; i++) found[i] = among[column[i]];
  return found;
}

function beside(column, from) {
  let most = 0;
  for (let i = 0; i < column.length; i++) most = Math.max(most, from[i] + unfold(column[i]));
  const found = new ARRAYS[bytesFor(most)](column.length);
  for (let i = 0; i < found.length; i++) found[i] = from[i] + unfold(column[i]);
  return found;
}

/** Bytes that hold whole numbers from 0 to `most`. */
function bytesFor(most) {
  return most < 1 << 8 ? 1 : most < 1 << 16 ? 2 : 4;
}

/** Undo zigzag: 0, 1, 2, 3 are 0, -1, 1, -2. */
function unfold(value) {
  return (value >>> 1) ^ -(value & 1);
}
