// How names sound: a name reduced to forms in which its spellings meet, of several scripts too.
// The rules are the gazetteer's own and come with the page; see the manual on place names.

import { fold } from "./fold.js";

const TOKENS = /[a-z0-9]+|[\u0621-\u064a\u066e-\u06d3\u06d5]+|[\u0400-\u052f]+/g;
const SCRIPTS = [["arabic", /[\u0621-\u064a\u066e-\u06d3\u06d5]/], ["cyrillic", /[\u0400-\u052f]/]];
const DOUBLED = /(.)\1+/g;
const VOWELS = "aeiou";

/** Letters of words that are too short to have an ending: at a name's end, within it. */
const [SHORT, SHORT_INNER] = [2, 3];

/** What leaving a vowel or a glide out costs; any other letter 1. */
const LEFT_OUT = { a: 0.3, e: 0.3, i: 0.3, o: 0.3, u: 0.3, h: 0.35, y: 0.35, w: 0.35 };

/** Compares names by the rules of a page; without any by their letters alone. */
export class Sounds {
  constructor(rules) {
    const { articles = [], joined = "", shortest = 0, letters = {}, readings = [] } = rules || {};
    Object.assign(this, { articles: new Set(articles), joined, shortest, letters });
    this.written = Object.keys(letters).length ? new RegExp(`[${Object.keys(letters).join("")}]`, "g") : null;
    this.readings = readings.map((rows) => new Reading(rows, this));
    this.swapped = swapCosts(readings);
  }

  /** Words of a name, folded, without articles. */
  words(name) {
    let flat = fold(name);
    if (this.written) flat = flat.replace(this.written, (letter) => this.letters[letter]);
    const all = flat.match(TOKENS) || [];
    return all.filter((word, i) => i === all.length - 1 || !this.articles.has(word)).map((word) => this.bare(word));
  }

  bare(word) {
    return this.joined && word.length >= this.shortest && word.startsWith(this.joined) ? word.slice(this.joined.length) : word;
  }

  /** Forms of a name, one for each way that it is read; none where nothing reads its script. */
  forms(name) {
    return this.readings.map((reading) => reading.forms(name)).filter(Boolean);
  }

  /** Weigh the letters in which two classed names differ, by how they sound; beyond `most` not in full. */
  distance(one, other, most) {
    let above = [0];
    for (const letter of other) above.push(above.at(-1) + (LEFT_OUT[letter] ?? 1));
    for (const mine of one) {
      const gap = LEFT_OUT[mine] ?? 1;
      const row = [above[0] + gap];
      for (let j = 0; j < other.length; j++) {
        const swap = mine === other[j] ? 0 : this.swapped[mine + other[j]] ?? 1;
        row.push(Math.min(above[j] + swap, above[j + 1] + gap, row[j] + (LEFT_OUT[other[j]] ?? 1)));
      }
      above = row;
      if (Math.min(...row) > most) return Infinity;
    }
    return above.at(-1);
  }
}

/** One way to read names: rows of rule, written, becomes, where. */
class Reading {
  constructor(rows, sounds) {
    this.sounds = sounds;
    const of = (rule) => rows.filter(([name]) => name === rule).map(([, written, becomes, where]) => ({ written, becomes, where: where ? where.split(";") : [] }));
    this.respelled = letterTable(of("respell").filter(({ where }) => !where.length));
    this.marked = letterTable(of("respell"));
    this.marks = new Set(of("mark").map(({ written }) => written));
    this.particles = new Set(of("particle").map(({ written }) => written));
    const articles = of("article").map(({ written }) => written).join("|");
    this.article = articles ? new RegExp(`^(?:${articles})(?=[bcdfghjklmnpqrstvwxyz][a-z]{3,})`) : null;
    this.articleWithin = articles ? new RegExp(`^(?:${articles})(?=[a-z]{4,})`) : null;
    for (const rule of ["sound", "vowel", "blur", "contact"]) this[rule] = replacing(of(rule));
    for (const rule of ["ending", "inner"]) this[rule] = replacing(of(rule), { last: true });
    this.letter = replacing(of("letter"), { others: true });
    this.openings = Object.fromEntries(of("opening").map(({ written, becomes }) => [written, becomes]));
    this.scripts = new Set([...of("letter").map(({ written }) => scriptOf(written)), "latin"]);
    this.goesOn = of("onward").length > 0;
    this.unwritten = of("unwritten").length > 0;
  }

  /** Reduce a name: `classed` by sound, `vowelled` with its vowels blurred, `bones` without. */
  forms(name) {
    let words = this.sounds.words(this.respell(name));
    if (this.particles.size) {
      const kept = words.filter((word) => !this.particles.has(word));
      if (kept.length) words = kept;
    }
    const [classed, vowelled, bones] = [[], [], []];
    for (const [i, word] of words.entries()) {
      const script = scriptOf(word);
      if (!this.scripts.has(script)) return null;
      const [sounds, vowels, opening] = this.heard(word, script, i, i === words.length - 1);
      classed.push(sounds);
      vowelled.push(script === "latin" ? single(vowels) : vowels);
      bones.push(opening + consonants(sounds));
    }
    const blurred = this.contact(vowelled.join(""));
    const keeps = this.unwritten && scriptOf(name) !== "latin";
    return { classed: classed.join(""), vowelled: keeps ? blurred : single(blurred), bones: single(this.contact(bones.join(""))) };
  }

  respell(name) {
    const letters = [...name.normalize("NFC").toLowerCase()];
    const table = letters.some((letter) => this.marks.has(letter)) ? this.marked : this.respelled;
    return letters.map((letter) => table[letter] ?? letter).join("");
  }

  /** The sounds of a word, with its vowels blurred, and its opening. */
  heard(word, script, at, last) {
    if (script === "latin") {
      const article = at ? this.articleWithin : this.article;
      const sounds = this.reduced(this.sound(article ? word.replace(article, "") : word), last);
      return [sounds, this.blur(sounds), ""];
    }
    const opening = this.openings[word[0]] || "";
    if (!this.goesOn) {
      const sounds = this.letter(word);
      return [sounds, sounds, opening];
    }
    const sounds = this.reduced(this.letter(this.ending(word)), last, !this.unwritten);
    return [sounds, this.blur(sounds), opening];
  }

  /** Unify long vowels, count doubled sounds once, and reduce a word's end. */
  reduced(heard, last, doubled = true) {
    let sounds = this.vowel(heard);
    if (doubled) sounds = single(sounds);
    if (sounds.length > SHORT) sounds = this.ending(sounds);
    if (!last && sounds.length > SHORT_INNER) sounds = this.inner(sounds);
    return sounds;
  }
}

function single(text) {
  return text.replace(DOUBLED, "$1");
}

function scriptOf(text) {
  return SCRIPTS.find(([, letters]) => letters.test(text))?.[0] || "latin";
}

function letterTable(rows) {
  return Object.fromEntries(rows.map(({ written, becomes }) => [written, becomes]));
}

/** Drop vowels, and w and y where they are vowels. */
function consonants(sounds) {
  return [...sounds].filter((letter, i) => !VOWELS.includes(letter) && !("wy".includes(letter) && (i > 0 || (sounds.length > 1 && !VOWELS.includes(sounds[1]))))).join("");
}

/** Make a function that replaces what rows have written, the longest first. */
function replacing(rows, { last = false, others = false } = {}) {
  if (!rows.length && !others) return (text) => text;
  const ordered = [...rows].sort((a, b) => b.written.length - a.written.length || (b.where.length ? 1 : 0) - (a.where.length ? 1 : 0));
  // Groups cost time: only what depends on its place has one.
  const placed = ordered.filter(({ where }) => where.length).map(({ becomes }) => becomes);
  const anywhere = letterTable(ordered.filter(({ where }) => !where.length));
  const pieces = ordered.map((row) => (row.where.length ? `(${pattern(row)})` : pattern(row)));
  const all = new RegExp(`(?:${[...pieces, ...(others ? ["."] : [])].join("|")})${last ? "$" : ""}`, "g");
  const become = (found, ...groups) => {
    for (let i = 0; i < placed.length; i++) if (groups[i] !== undefined) return placed[i];
    return anywhere[found] ?? "";
  };
  return (text) => text.replace(all, become);
}

/** Write what a row has, and where, as a regular expression. */
function pattern({ written, where }) {
  let [before, behind] = ["", ""];
  for (const part of where) {
    const [place, ...named] = part.split(" ");
    const letters = named[0] === "not" ? `[^${named[1]}]` : `[${named[0]}]`;
    if (place === "first") before = "^";
    else if (place === "last") behind = "$";
    else if (place === "before") behind = `(?=${letters})`;
    else if (place === "after") before = `(?<=${letters})`;
  }
  return before + written.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") + behind;
}

/** What taking one sound for another costs: the least that a reading says. */
function swapCosts(readings) {
  const costs = {};
  for (const [rule, written, becomes] of readings.flat()) {
    if (rule !== "confused") continue;
    for (const one of written) for (const other of written) costs[one + other] = Math.min(Number(becomes), costs[one + other] ?? 1);
  }
  return costs;
}
