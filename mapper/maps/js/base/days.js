// Days as whole numbers since 1970-01-01, and intervals in words.

import { label, numeral } from "./labels.js";

const DAY = 86400000;

/** Turn a day number into ISO text. */
export function isoDay(day) {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** Turn ISO text into a day number, or null. */
export function dayOf(iso) {
  if (!/^-?\d{4,6}-\d\d-\d\d$/.test(iso || "")) return null;
  const time = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(time) ? null : Math.round(time / DAY);
}

/** What the patterns of the catalogue are filled with: day of the month, name of the month, year. */
function partsOf(day) {
  const date = new Date(day * DAY);
  const month = date.getUTCMonth() + 1;
  return { day: numeral(date.getUTCDate()), month: label(`days.month_${month}`), year: yearWords(day), short: label(`days.short_${month}`) };
}

/** Write a day in words: "6 May 2019". */
export function dayWords(day) {
  return label("days.day", partsOf(day));
}

/** Write a month in words: "May 2019". */
export function monthWords(day) {
  return label("days.month", partsOf(day));
}

/** Write a day beside an axis, as short as it can be; `form` is day, month, year or both of these. */
export function tickWords(form, day) {
  return label(`days.tick_${form}`, partsOf(day));
}

/** Write the year of a day. */
export function yearWords(day) {
  return numeral(new Date(day * DAY).getUTCFullYear());
}

/** Write a span of days as short as it can be: "5 to 7 May 2019". */
export function spanWords(start, end) {
  if (start === end) return dayWords(start);
  const [a, b] = [partsOf(start), partsOf(end)];
  const values = { first: a.day, first_month: a.month, last: b.day, last_month: b.month, year: b.year };
  if (a.year !== b.year) return label("days.span", { start: dayWords(start), end: dayWords(end) });
  return label(a.month === b.month ? "days.span_in_month" : "days.span_in_year", values);
}

/**
 * Say when something happened, no more exactly than the source does.
 * `precision` and `basis` are the schema's codes.
 */
export function whenWords(start, end, precision, basis) {
  if (start === null || end === null) return label("days.not_stated");
  if (basis === "by") {
    const key = precision === "week" ? "days.in_week_to" : start === end ? "days.on_or_before" : "days.not_later";
    return label(key, { day: dayWords(end) });
  }
  if (basis === "after") return label("days.on_or_after", { day: dayWords(start) });
  if (precision === "year" && end - start > 360) return label("days.in_year", { year: yearWords(start) });
  if (precision === "month" && end - start >= 27) return label("days.in_month", { month: monthWords(start) });
  const span = spanWords(start, end);
  if (precision === "month") return label("days.in_month_within", { month: monthWords(start), span });
  return precision === "week" ? label("days.in_week_of", { span }) : span;
}

/** When an incident happened, in words. */
export function whenOf({ date_start: start, date_end: end, date_precision: precision, date_basis: basis }) {
  return whenWords(dayOf(start), dayOf(end), precision, basis);
}
