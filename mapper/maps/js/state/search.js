// Full-text search: words in sentences and titles, places by any of their spellings.

import { FACETS } from "./filter.js";
import { fold } from "../base/fold.js";
import { labelOf } from "./legend.js";
import { Spellings } from "./spellings.js";

const AHEAD = 3;
const MOST_PLACES = 400;

/** Finds rows by words; the texts are looked through in a worker. */
export class Search {
  constructor(incidents, surroundings, style, source) {
    Object.assign(this, { incidents, style, source });
    this.spellings = new Spellings(surroundings);
    this.run = 0;
  }

  /** Places that a name may mean in any spelling, best first. */
  findPlaces(query, most = 6) {
    return this.spellings.find(query, most);
  }

  /**
   * Rows that, or a report of which, hold every word of the query or are at the place it names;
   * null when a newer search began. Places that are only alike count where nothing else is found.
   */
  async find(query) {
    const run = ++this.run;
    const words = fold(query).split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    const places = this.findPlaces(query, MOST_PLACES).filter(({ named, place_id: id }) => id && named);
    const listed = places.filter(({ alike }) => !alike);
    const rows = await this.look({ run, words, places: idsOf(listed) }, this.findCodes(words));
    if (run !== this.run) return null;
    if (rows.length || listed.length === places.length) return rows;
    const again = ++this.run;
    const alike = await this.look({ run: again, words, places: idsOf(places) }, []);
    return again === this.run ? alike : null;
  }

  /** Look through all chunks; gives rows in order, with those found before. */
  async look(query, rows) {
    const { meta, all } = this.incidents;
    const asked = { ...query, searched: meta.searched, placeColumn: this.incidents.places.get("place_ids") ?? -1 };
    const chunks = Math.ceil(all / meta.chunk);
    let next = 0;
    const lane = async () => {
      while (next < chunks && query.run === this.run) {
        const number = next++;
        for (const row of await this.ask(asked, number)) rows.push(this.incidents.rowFor(number * meta.chunk + row));
      }
    };
    await Promise.all(Array.from({ length: AHEAD }, lane));
    return [...new Set(rows)].sort((a, b) => a - b);
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

function idsOf(places) {
  return new Set(places.map(({ place_id: id }) => id));
}
