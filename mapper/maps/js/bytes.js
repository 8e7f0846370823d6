// From the page's base64 blocks to typed arrays.

/** Signs between rows, columns and sections of a text chunk. */
export const ROW = "\x1f";
export const COLUMN = "\x1e";
export const SECTION = "\x1d";

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

/** Inflate base64 gzip to text. */
export async function inflateText(text) {
  return new TextDecoder().decode(await inflate(fromBase64(text)));
}

const ARRAYS = { 1: Uint8Array, 2: Uint16Array, 4: Int32Array };

/**
 * Read one column from its byte planes: all low bytes first, then the next.
 * With `steps` each value is the zigzag-coded difference from the one before.
 */
export function readColumn(bytes, offset, { length, width, steps }) {
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
  if (steps) {
    let sum = 0;
    for (let i = 0; i < length; i++) {
      const value = column[i];
      sum = (sum + ((value >>> 1) ^ -(value & 1))) | 0;
      column[i] = sum;
    }
  }
  return column;
}
