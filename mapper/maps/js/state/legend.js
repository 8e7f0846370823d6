// Which colour and symbol a row has: the codes of one column, or the most frequent values.

import { capital } from "../base/dom.js";
import { label } from "../base/labels.js";

const MOST = 8;

/** Columns the reader may colour by. */
export const COLOURINGS = ["event_type", "actor", "zone_verdict", "geo_precision", "scope"].map((name) => ({ name }));

/** Columns whose values are parties, in the words of the sources: "armed opposition groups". */
const OF_PARTIES = ["actor", "held_by"];

/** Label of a colouring. */
export function colouringLabel(wanted) {
  return COLOURINGS.some(({ name }) => name === wanted) ? label(`colouring.${wanted}`) : wanted;
}

/**
 * Entries and per-code lookup for one column: `entries[byCode[code]]` is how to draw it. A value that
 * leaves open which of two it was has the sign of the first, and the colours of both.
 */
export function legendFor(name, incidents, style) {
  const list = incidents.lists[name] || [];
  const { open } = incidents.meta.joiners;
  const own = ownEntries(name, list, style, open);
  const entries = [...own.values()];
  const places = list.map((value) => (own.has(value) ? entries.indexOf(own.get(value)) : -1));
  list.forEach((value, i) => {
    const two = places[i] < 0 ? ofTwo(name, value, own, style, open) : null;
    if (two) places[i] = entries.push(two) - 1;
  });
  const rest = places.includes(-1) ? entries.push({ value: undefined, ...style.rest }) - 1 : -1;
  const missing = entries.push({ value: null, ...style.missing }) - 1;
  const byCode = Uint8Array.from([missing, ...places.map((place) => (place < 0 ? rest : place))]);
  return { name, entries, byCode, column: incidents.column(name) };
}

/** Entries of values that have a sign of their own: all that the style knows, or the most frequent. */
function ownEntries(name, list, style, open) {
  const known = style[name];
  const values = known ? list : list.filter((value) => !String(value).includes(open)).slice(0, MOST);
  const sign = (value, i) => (known ? known[value] || style.rest : style.categories[i]);
  return new Map(values.map((value, i) => [value, { value, ...sign(value, i), label: labelOf(name, value, style) }]));
}

/** Entry of "one or the other", where both have a sign of their own; or null. */
function ofTwo(name, value, own, style, open) {
  const parts = String(value).split(open).map((part) => own.get(part));
  if (parts.length !== 2 || parts.includes(undefined)) return null;
  const [{ symbol, colour }, other] = parts;
  return { value, symbol, colour, colours: [colour, other.colour], label: labelOf(name, value, style) };
}

/** Order a facet's values as the style does, unknown ones after, "not stated" last. */
export function ordered(name, values, style) {
  const order = Object.keys(style[name] || {});
  const rank = (value) => {
    if (value === null) return 1e9;
    const at = order.indexOf(String(value));
    return at < 0 ? order.length + values.indexOf(value) : at;
  };
  return [...values].sort((a, b) => rank(a) - rank(b));
}

/** Label of a code in words. */
export function labelOf(name, value, style) {
  if (value === null || value === undefined) return style.missing.label;
  return style[name]?.[value]?.label || (OF_PARTIES.includes(name) ? capital(String(value)) : String(value));
}
