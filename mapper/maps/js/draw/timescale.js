// The axis of days: where its columns begin and end, and where its ticks stand.

import { tickWords } from "../base/days.js";

const DAY_MS = 86400000;
const NARROWEST = 4;
const TICK_GAP = 10;

/** Lengths in days. */
const [WEEK, YEAR] = [7, 365.25];

/** Sizes of a column that a reader can name: days, or calendar months. */
const UNITS = [
  { unit: "day", days: 1 },
  { unit: "week", days: WEEK },
  { unit: "month", months: 1 },
  { unit: "quarter", months: 3 },
  { unit: "year", months: 12 },
  { unit: "decade", months: 120 },
];

/** Steps between ticks, and how their labels are written. */
const TICK_STEPS = [
  ...[1, 2, WEEK, 2 * WEEK].map((days) => ({ days, form: "day" })),
  ...[1, 2, 3, 6].map((months) => ({ months, form: "month" })),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((years) => ({ months: 12 * years, form: "year" })),
];

function lengthOf({ days, months }) {
  return days || (months / 12) * YEAR;
}

/** First day of a step at or before a day. */
function stepBefore(day, { days, months }) {
  // 5 January 1970 was a Monday.
  if (days) return days < WEEK ? day - (((day % days) + days) % days) : day - ((((day - 4) % days) + days) % days);
  const date = new Date(day * DAY_MS);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  return monthStart(month - (((month % months) + months) % months));
}

function stepAfter(day, { days, months }) {
  if (days) return day + days;
  const date = new Date(day * DAY_MS);
  return monthStart(date.getUTCFullYear() * 12 + date.getUTCMonth() + months);
}

/** Day on which a month begins, counted from the year 0. */
function monthStart(month) {
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(month / 12), ((month % 12) + 12) % 12, 1);
  return Math.round(date.getTime() / DAY_MS);
}

/** Columns for the days [first, last] on some pixels: their unit, and the days on which they begin and end. */
export function columnsFor(first, last, width) {
  const fits = (one) => (last - first + 1) / lengthOf(one) <= width / NARROWEST;
  const step = UNITS.find(fits) || UNITS.at(-1);
  const edges = [first];
  for (let day = stepAfter(stepBefore(first, step), step); day <= last; day = stepAfter(day, step)) edges.push(day);
  return { unit: step.unit, edges: [...edges, last + 1] };
}

/** Ticks for the days [first, last] on some pixels, none over another; `measure` gives a text's width. */
export function ticksFor(first, last, width, measure) {
  const perDay = width / (last - first + 1);
  const widest = (form) => Math.max(...Array.from({ length: 12 }, (_, month) => measure(tickWords(form, monthStart(2020 * 12 + month) + 27))));
  const step = TICK_STEPS.find((one) => lengthOf(one) * perDay >= widest(one.form) + TICK_GAP) || TICK_STEPS.at(-1);
  const ticks = [];
  for (let day = stepBefore(first, step); day <= last; day = stepAfter(day, step)) {
    if (day < first) continue;
    const isJanuary = new Date(day * DAY_MS).getUTCMonth() === 0;
    ticks.push({ day, x: (day - first) * perDay, text: tickWords(step.form === "month" && isJanuary ? "year" : step.form, day) });
  }
  // Months without a January do not say of which year they are.
  if (step.form === "month" && ticks.length && !ticks.some(({ day }) => new Date(day * DAY_MS).getUTCMonth() === 0)) ticks[0].text = tickWords("both", ticks[0].day);
  return clear(ticks, width, measure);
}

/** Take out the ticks whose text would run into the one before, or out of the picture. */
function clear(ticks, width, measure) {
  let free = -Infinity;
  return ticks.filter((tick) => {
    tick.end = tick.x + 2 + measure(tick.text);
    if (tick.x < free || tick.end > width) return false;
    free = tick.end + TICK_GAP / 2;
    return true;
  });
}

/** The smallest round number that is not below a count: 1, 2, 3, 4, 5, 6, 8, 10, 20 ... */
export function roundAbove(number) {
  const size = 10 ** Math.floor(Math.log10(Math.max(number, 1)));
  return [1, 2, 3, 4, 5, 6, 8, 10].map((one) => one * size).find((one) => one >= number);
}
