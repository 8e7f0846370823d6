// All words of the interface come from one catalogue, in the language the page was made for.

let catalogue = { locale: "en-GB", direction: "ltr", labels: {} };
let plurals = new Intl.PluralRules("en-GB");
let numbers = new Intl.NumberFormat("en-GB");
let years = new Intl.NumberFormat("en-GB", { useGrouping: false });

/** Take the catalogue of the page: {locale, direction, labels}. */
export function takeLabels(given) {
  catalogue = given;
  plurals = new Intl.PluralRules(given.locale);
  numbers = new Intl.NumberFormat(given.locale);
  years = new Intl.NumberFormat(given.locale, { useGrouping: false });
}

/** Write a number as the interface's language does: 12345 is "12,345". */
export function count(number) {
  return numbers.format(number);
}

/** Write a number that is a name, such as a year or a row of a table: never "2,019". */
export function numeral(number) {
  return years.format(number);
}

/** Whether the interface runs from right to left. */
export function isRightToLeft() {
  return catalogue.direction === "rtl";
}

/** Put several facts into one line, with the comma of the language; what is null is left out. */
export function inLine(facts) {
  return facts.filter((fact) => fact !== null && fact !== undefined).flatMap((fact, i) => (i ? [label("words.comma"), fact] : [fact]));
}

/**
 * Give a label with its values put in: `label("list.reports", {n: 3})`. A label with forms by number
 * ("one", "few", "other" ...) takes that of the value `n`. Numbers are written by `count`.
 */
export function label(key, values = {}) {
  return labelled(key, values).join("");
}

/** The same as a list of pieces, so that values may be elements. */
export function labelled(key, values = {}) {
  return form(key, values)
    .split(/\{(\w+)\}/)
    .map((piece, i) => (i % 2 ? filled(values[piece]) : piece))
    .filter((piece) => piece !== "");
}

/** What runs from left to right: letters, and dates in digits, whose parts an Arabic line would put the other way. */
const RUNS_LEFT_TO_RIGHT = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]|\d-\d/u;

/** Write a value; text that runs the other way than the page is isolated, or it would turn what stands beside it. */
function filled(value) {
  if (typeof value === "number") return count(value);
  return typeof value === "string" && isRightToLeft() && RUNS_LEFT_TO_RIGHT.test(value) ? `\u2068${value}\u2069` : value ?? "";
}

function form(key, { n }) {
  const found = catalogue.labels[key];
  // A fault of the script, which a test finds: no reader meets it.
  // eslint-disable-next-line mapper/no-words
  if (found === undefined) throw new Error(`no label ${key}`);
  if (typeof found === "string") return found;
  return found[n === 0 && "zero" in found ? "zero" : plurals.select(n)] ?? found.other;
}

/** Whether a label is in the catalogue. */
export function hasLabel(key) {
  return key in catalogue.labels;
}

/** Language of the interface, as the browser's own functions take it. */
export function interfaceLocale() {
  return catalogue.locale;
}
