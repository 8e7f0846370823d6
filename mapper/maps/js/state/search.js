// Full-text search: words in sentences and titles, places by any of their spellings.

import { FACETS } from "./filter.js";
import { fold } from "../base/fold.js";
import { labelOf } from "./legend.js";

const AHEAD = 3;
const MOST_PLACES = 400;

/** Finds rows by words; the texts are looked through in a worker. */
export class Search {
  constructor(incidents, places, style, source) {
    Object.assign(this, { incidents, places, style, source });
    this.run = 0;
  }

  /** Folded spellings of every place, made once. */
  get spellings() {
    this.folded ??= (this.places.name || []).map((name, i) =>
      fold([name, this.places.name_ar?.[i] || "", this.places.names?.[i] || ""].join("\n")),
    );
    return this.folded;
  }

  /** Places that one of the spellings begins with or holds, best first. */
  findPlaces(query, most = 6) {
    const wanted = fold(query.trim());
    if (wanted.length < 2) return [];
    const found = [];
    this.spellings.forEach((text, i) => {
      const at = text.indexOf(wanted);
      if (at < 0) return;
      const begins = at === 0 || text[at - 1] === "\n";
      found.push({ i, rank: (begins ? 0 : 1e6) + text.length - (this.places.population?.[i] || 0) / 1e4 });
    });
    found.sort((a, b) => a.rank - b.rank);
    return found.slice(0, most).map(({ i }) => ({
      place_id: this.places.place_id[i],
      name: this.places.name[i],
      arabic: this.places.name_ar?.[i] || null,
      within: this.places.admin1?.[i] || null,
      position: [this.places.lat[i], this.places.lon[i]],
    }));
  }

  /** Rows that, or a report of which, hold every word of the query; null when a newer search began. */
  async find(query) {
    const run = ++this.run;
    const words = fold(query).split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    const places = new Set(this.findPlaces(query, MOST_PLACES).map(({ place_id: id }) => id));
    const asked = {
      run,
      words,
      searched: this.incidents.meta.searched,
      placeColumn: this.incidents.places.get("place_ids") ?? -1,
      places,
    };
    const rows = this.findCodes(words);
    const chunks = Math.ceil(this.incidents.all / this.incidents.meta.chunk);
    let next = 0;
    const lane = async () => {
      while (next < chunks && run === this.run) {
        const number = next++;
        for (const row of await this.ask(asked, number)) rows.push(this.incidents.rowFor(number * this.incidents.meta.chunk + row));
      }
    };
    await Promise.all(Array.from({ length: AHEAD }, lane));
    return run === this.run ? [...new Set(rows)].sort((a, b) => a - b) : null;
  }

  /** Rows whose codes (type, actor, unit, source ...) hold all the words. */
  findCodes(words) {
    const { incidents } = this;
    const passing = FACETS.map(({ name }) => {
      const list = incidents.lists[name] || [];
      const held = list.map((value) => fold(`${value} ${labelOf(name, value, this.style)}`));
      return { column: incidents.whole[name] || [], fits: Uint8Array.from([0, ...held.map((text) => (words.every((w) => text.includes(w)) ? 1 : 0))]) };
    }).filter(({ fits }) => fits.includes(1));
    const rows = [];
    if (!passing.length) return rows;
    for (let row = 0; row < incidents.all; row++) {
      if (passing.some(({ column, fits }) => fits[column[row]])) rows.push(incidents.rowFor(row));
    }
    return rows;
  }

  /** Look through one chunk, in the worker or, where there is none, here. */
  async ask(query, number) {
    const worker = this.start();
    if (!worker) return this.askHere(query, number);
    const text = await this.incidents.chunkText(number);
    return new Promise((resolve) => {
      this.waiting.set(`${query.run}/${number}`, resolve);
      worker.postMessage({ query, number, text });
    });
  }

  async askHere(query, number) {
    const list = await this.incidents.wordList();
    query.wanted ??= query.words.map((folded) => ({ folded, holds: list?.holding(folded) }));
    return (await this.incidents.chunk(number)).search(query);
  }

  start() {
    if (this.worker !== undefined) return this.worker;
    this.waiting = new Map();
    try {
      const address = URL.createObjectURL(new Blob([this.source], { type: "text/javascript" }));
      this.worker = new Worker(address);
      this.worker.postMessage({ detail: this.incidents.meta.detail, words: this.incidents.wordText() });
      this.worker.onmessage = ({ data: { run, number, rows } }) => {
        this.waiting.get(`${run}/${number}`)?.(rows);
        this.waiting.delete(`${run}/${number}`);
      };
    } catch {
      this.worker = null;
    }
    return this.worker;
  }
}
