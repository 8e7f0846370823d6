// What is shown, in words: for pictures, paper and citations.

import { dayWords, isoDay, spanWords } from "../base/days.js";
import { count, interfaceLocale, label } from "../base/labels.js";
import { labelOf } from "./legend.js";

/** Values of a facet that are named; what is more is counted. */
const VALUES_NAMED = 8;

const SHORT_HASH = 23;

/** Say in words what the filters leave in. */
export function filterWords({ filter, incidents, style, first }) {
  const words = [];
  if (filter.start.some(Boolean)) {
    words.push(spanWords(incidents.firstDay + filter.from - 1, incidents.firstDay + filter.to - 1));
  }
  for (const facet of filter.facets) {
    const values = filter.values(facet.name);
    const hidden = values.filter((value) => filter.hidden[facet.name].has(value));
    if (!hidden.length || values.length < 2 || isSame(hidden, first.hidden[facet.name])) continue;
    const shown = values.filter((value) => !filter.hidden[facet.name].has(value));
    const named = (list) => enumerated(list.map((value) => labelOf(facet.name, value, style)));
    const name = facet.label.toLocaleLowerCase(interfaceLocale());
    if (!shown.length) words.push(label("words.none_of", { facet: name }));
    else if (shown.length <= hidden.length) words.push(label("words.only", { facet: name, values: named(shown) }));
    else words.push(label("words.without", { facet: name, values: named(hidden) }));
  }
  words.push(...killedWords(filter.killed));
  if (filter.words) words.push(label("words.containing", { text: filter.words }));
  if (!filter.undated) words.push(label(incidents.areEvents ? "words.dated_events" : "words.dated_reports"));
  return words;
}

/** Say in one line how much is shown, and what the filters leave in. */
export function shownWords(view) {
  return [view.totalsText, ...filterWords(view)].join(label("words.semicolon"));
}

/** Whether a facet hides what it hid at first: totals and recalled events are told by the totals. */
function isSame(hidden, atFirst) {
  return hidden.length === atFirst.length && hidden.every((value) => atFirst.includes(value));
}

function killedWords({ min, max }) {
  if (min === null && max === null) return [];
  if (max === null) return [label("words.killed_least", { min })];
  return [label("words.killed", { min: min ?? 0, max })];
}

/** Write a list: its first values, and how many more there are. */
function enumerated(names) {
  const shown = names.length > VALUES_NAMED + 1 ? [...names.slice(0, VALUES_NAMED), label("words.more", { n: names.length - VALUES_NAMED })] : names;
  return shown.join(label("words.comma"));
}

/** Whether the reader, or the page's first days, leave out rows that the page shows without. */
export function isFiltered({ filter, first }) {
  const { min, max } = filter.killed;
  const differs = Object.entries(first.hidden).some(([name, hidden]) => hidden.length !== filter.hidden[name].size || hidden.some((value) => !filter.hidden[name].has(value)));
  return differs || !filter.allDays || !filter.undated || filter.found !== null || min !== null || max !== null;
}

/** First and last day of some rows as day numbers; nulls where none is dated. */
export function daysSpanned(incidents, rows) {
  let [first, last] = [Infinity, -Infinity];
  for (const row of rows) {
    const [start, end] = incidents.daysOf(row);
    if (start === null) continue;
    first = Math.min(first, start);
    last = Math.max(last, end);
  }
  return first <= last ? [first, last] : [null, null];
}

/** A line to cite what is shown: who, what, when, where, and how to tell the same data again. */
export function citation(view) {
  const { about, filter, incidents } = view;
  const words = filterWords(view);
  const last = filter.start.some(Boolean) ? incidents.firstDay + filter.last - 1 : null;
  const version = about.run.mapper_version || about.run.version;
  const all = { n: filter.shown?.rows ?? 0, all: count(incidents.rows), rows: incidents.calledTogether, filters: words.join(label("words.semicolon")) };
  return [
    about.byline ? sentence(about.byline) : null,
    sentence(about.title),
    version ? label("words.made_with", { version }) : label("words.made"),
    label(words.length ? "words.cited_filtered" : "words.cited", all),
    last === null ? null : label("words.data_to", { day: dayWords(last) }),
    label("words.data", { hash: about.data.slice(0, SHORT_HASH) }),
    about.url ? `${about.url}.` : null,
    label("words.seen", { day: isoDay(Math.floor(Date.now() / 86400000)) }),
  ]
    .filter(Boolean)
    .join(" ");
}

function sentence(text) {
  return /[.!?؟。]$/.test(text) ? text : `${text}.`;
}

/** What to know of zones, where there are any: a sentence and the space after it. */
export function zoneWarning(surroundings) {
  return surroundings.hasZones ? `${label("words.zones_drawn")} ` : "";
}

/** Credits in words, for pictures and paper: what is shown is reported, whom it thanks, which data it is. */
export function creditSentences({ about, surroundings }, { isShort = false } = {}) {
  const names = about.credits.map(({ name, what }) => (what && !isShort ? label("words.credit", { name, what }) : label("words.credit_short", { name }))).join(label("words.semicolon"));
  return [
    label("words.unverified"),
    zoneWarning(surroundings).trim(),
    label("words.credits", { names }),
    label("words.data", { hash: about.data.slice(0, SHORT_HASH) }),
    about.url || "",
  ].filter(Boolean);
}
