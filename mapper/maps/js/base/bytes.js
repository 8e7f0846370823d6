// From the page's base64 blocks to typed arrays.

/** Sign between the rows of a text section. */
export const ROW = "\x1f";

/** Decode base64 text. */
export function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  return bytes;
}

/** Inflate gzip bytes. */
export async function inflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Read bytes as UTF-8. */
export function utf8(bytes) {
  return new TextDecoder().decode(bytes);
}

const ARRAYS = { 1: Uint8Array, 2: Uint16Array, 4: Int32Array };

/**
 * Read one core column from its byte planes: all low bytes first, then the next.
 * With `steps` each value is the difference from the one before, with `base` from the
 * same row of another column (`others`), both zigzag-coded; with `among` it is a place
 * in that list.
 */
export function readColumn(bytes, offset, entry, others) {
  const { length, steps, base, among } = entry;
  const column = readPlanes(bytes, offset, entry);
  if (steps) {
    let sum = 0;
    for (let i = 0; i < length; i++) {
      sum = (sum + unfold(column[i])) | 0;
      column[i] = sum;
    }
    return column;
  }
  if (base) return Int32Array.from(column, (value, i) => (others[base]?.[i] ?? 0) + unfold(value));
  return among ? Int32Array.from(column, (place) => among[place]) : column;
}

/** Undo zigzag: 0, 1, 2, 3 are 0, -1, 1, -2. */
function unfold(value) {
  return (value >>> 1) ^ -(value & 1);
}

/** Read whole numbers of 1, 2 or 4 bytes from their planes. */
export function readPlanes(bytes, offset, { length, width }) {
  const column = new ARRAYS[width](length);
  if (width === 1) {
    column.set(bytes.subarray(offset, offset + length));
    return column;
  }
  for (let i = 0; i < length; i++) {
    let value = bytes[offset + i] | (bytes[offset + length + i] << 8);
    if (width === 4) {
      value |= (bytes[offset + 2 * length + i] << 16) | (bytes[offset + 3 * length + i] << 24);
    }
    column[i] = value;
  }
  return column;
}
