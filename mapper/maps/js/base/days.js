// Days as whole numbers since 1970-01-01, and intervals in words.

const DAY = 86400000;
const MONTHS = [
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
];

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

/** Write a day in words: "6 May 2019". */
export function dayWords(day) {
  const date = new Date(day * DAY);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** Write a month in words: "May 2019". */
export function monthWords(day) {
  const date = new Date(day * DAY);
  return `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** Write a span of days as short as it can be: "5 to 7 May 2019". */
export function spanWords(start, end) {
  if (start === end) return dayWords(start);
  const [a, b] = [new Date(start * DAY), new Date(end * DAY)];
  const sameYear = a.getUTCFullYear() === b.getUTCFullYear();
  const sameMonth = sameYear && a.getUTCMonth() === b.getUTCMonth();
  const first = sameMonth
    ? String(a.getUTCDate())
    : sameYear
      ? `${a.getUTCDate()} ${MONTHS[a.getUTCMonth()]}`
      : dayWords(start);
  return `${first} to ${dayWords(end)}`;
}

/**
 * Say when something happened, no more exactly than the source does.
 * `precision` and `basis` are the schema's codes.
 */
export function whenWords(start, end, precision, basis) {
  if (start === null || end === null) return "date not stated";
  if (basis === "by") {
    if (precision === "week") return `in the week to ${dayWords(end)}`;
    return start === end ? `on or before ${dayWords(end)}` : `not later than ${dayWords(end)}`;
  }
  if (basis === "after") return `on or after ${dayWords(start)}`;
  if (precision === "year" && end - start > 360) return `in ${new Date(start * DAY).getUTCFullYear()}`;
  if (precision === "month" && end - start >= 27) return `in ${monthWords(start)}`;
  if (precision === "month") return `in ${monthWords(start)}, between ${spanWords(start, end)}`;
  if (precision === "week") return `in the week of ${spanWords(start, end)}`;
  return spanWords(start, end);
}

/** When an incident happened, in words. */
export function whenOf({ date_start: start, date_end: end, date_precision: precision, date_basis: basis }) {
  return whenWords(dayOf(start), dayOf(end), precision, basis);
}
