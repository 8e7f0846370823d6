// What is shown, in words: for pictures, paper and citations.

import { count } from "../base/labels.js";
import { isoDay, spanWords } from "../base/days.js";
import { labelOf } from "./legend.js";

/** Say in words what the filters leave in. */
export function filterWords({ filter, incidents, style }) {
  const words = [];
  if (!filter.allDays) {
    words.push(spanWords(incidents.firstDay + filter.from - 1, incidents.firstDay + filter.to - 1));
  }
  for (const { name, label } of filter.facets) {
    const values = filter.values(name);
    const hidden = values.filter((value) => filter.hidden[name].has(value));
    if (!hidden.length || values.length < 2) continue;
    const shown = values.filter((value) => !filter.hidden[name].has(value));
    const named = (list) => list.map((value) => labelOf(name, value, style)).join(", ");
    words.push(shown.length <= hidden.length ? `${label.toLowerCase()}: ${named(shown) || "none"}` : `without ${label.toLowerCase()} ${named(hidden)}`);
  }
  const { min, max } = filter.killed;
  if (min !== null || max !== null) words.push(`killed ${min ?? 0}${max === null ? " or more" : ` to ${max}`}`);
  if (filter.words) words.push(`containing "${filter.words}"`);
  if (!filter.undated) words.push(`only dated ${incidents.called(2)}`);
  return words;
}

/** A line to cite what is shown. */
export function citation(view) {
  const { about, filter, incidents } = view;
  const version = about.run.mapper_version || about.run.version;
  const words = filterWords(view);
  return [
    `${about.title}.`,
    `Map of reported incidents made with incident-mapper${version ? ` ${version}` : ""}.`,
    `${count(filter.shown?.rows ?? 0)} of ${incidents.rows} ${incidents.calledTogether}${words.length ? ` (${words.join("; ")})` : ""}.`,
    `Data ${about.data.slice(0, 23)}.`,
    `Seen ${isoDay(Math.floor(Date.now() / 86400000))}.`,
  ].join(" ");
}

/** What to know of zones, where there are any. */
export function zoneWarning(surroundings) {
  return surroundings.hasZones ? "Zones are drawn from descriptions. " : "";
}

/** Credits in words, for pictures. */
export function creditsText(about) {
  return `Data: ${about.credits.map(({ name, what }) => (what ? `${name} (${what})` : name)).join("; ")}`;
}
