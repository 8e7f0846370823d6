// Runs in a worker: inflates chunks and looks for words in them.

import { fromBase64, inflate } from "../base/bytes.js";
import { Chunk, Words } from "./chunks.js";

let detail = [];
let words = Promise.resolve(null);
const queries = new Map();

/** Prepare a query once: which words of the list hold each wanted text. */
async function prepare(query) {
  if (queries.has(query.run)) return queries.get(query.run);
  queries.clear();
  const known = await words;
  const prepared = { ...query, wanted: query.words.map((folded) => ({ folded, holds: known?.holding(folded) })) };
  queries.set(query.run, prepared);
  return prepared;
}

/** Read the list of words from its base64 text. */
async function readWords(text) {
  return new Words(await inflate(fromBase64(text)));
}

self.onmessage = async ({ data }) => {
  if (data.detail) {
    detail = data.detail;
    if (data.words) words = readWords(data.words);
    return;
  }
  const { query, number, text } = data;
  const [prepared, known] = await Promise.all([prepare(query), words]);
  const chunk = new Chunk(await inflate(fromBase64(text)), detail, known);
  self.postMessage({ run: query.run, number, rows: chunk.search(prepared) });
};
