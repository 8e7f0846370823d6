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

/** Letters of base64 decoded at once: few enough to be garbage soon, a multiple of four. */
const PIECE = 1 << 18;

/** Inflate base64 text of gzip bytes piece by piece; neither is ever held whole. `take` gets each piece. */
export async function inflatePieces(text, take) {
  const { readable, writable } = new DecompressionStream("gzip");
  await Promise.all([feed(text, writable.getWriter()), drain(readable.getReader(), take)]);
}

async function feed(text, writer) {
  for (let at = 0; at < text.length; at += PIECE) {
    const piece = fromBase64(text.slice(at, at + PIECE));
    await writer.write(piece);
    free(piece);
  }
  await writer.close();
}

async function drain(reader, take) {
  for (let got = await reader.read(); !got.done; got = await reader.read()) {
    take(got.value);
    free(got.value);
  }
}

/** Give the memory of bytes that are done with back now, where the browser can: garbage waits long. */
function free(bytes) {
  bytes.buffer.transfer?.(0);
}

/** Read whole numbers of two bytes from their planes. */
export function readPairs(bytes) {
  const found = new Uint16Array(bytes.length / 2);
  for (let i = 0, high = found.length; i < found.length; i++, high++) found[i] = bytes[i] | (bytes[high] << 8);
  return found;
}
