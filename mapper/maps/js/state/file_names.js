// What saved files are called: what the map is, the days of what is in them, what they are of.

import { isoDay } from "../base/days.js";
import { daysSpanned, isFiltered } from "./words.js";

const SLUG = /[^\p{Letter}\p{Mark}\p{Number}]+/gu;
const LONGEST = 60;
const INTERNAL = "internal";
const WITHOUT_TITLE = "incidents";

/** Name a file without its ending: title, first and last day shown, whether filters leave rows out. */
export function fileName(view) {
  const { about, filter, incidents } = view;
  const days = filter.allDays ? daysSpanned(incidents, filter.rows()) : view.days;
  const parts = [slugOf(about.title), ...days.filter((day) => day !== null).map(isoDay), isFiltered(view) ? "filtered" : null];
  const name = parts.filter(Boolean).join("_");
  // As the release calls its files: what is not for the public says so.
  return about.run.profile === INTERNAL && !name.includes(INTERNAL) ? `${name}.${INTERNAL}` : name;
}

/** A title in small letters and hyphens, cut between words. */
function slugOf(title) {
  const words = title.toLowerCase().split(SLUG).filter(Boolean);
  let slug = [...(words[0] || WITHOUT_TITLE)].slice(0, LONGEST).join("");
  for (const word of words.slice(1)) {
    if (slug.length + 1 + word.length > LONGEST) break;
    slug += `-${word}`;
  }
  return slug;
}
