// Which colour and symbol a row has: the codes of one column, or the most frequent values.

import { label } from "../base/labels.js";

const MOST = 8;

/** Columns the reader may colour by; what they are called is known only with the page's labels. */
export const COLOURINGS = ["event_type", "actor", "zone_verdict", "geo_precision", "scope"].map((name) => ({
  name,
  get label() {
    return colouringLabel(name);
  },
}));

/** Label of a colouring. */
export function colouringLabel(name) {
  return label(`colouring.${name}`);
}

/** Entries and per-code lookup for one column: `entries[byCode[code]]` is how to draw it. */
export function legendFor(name, incidents, style) {
  const list = incidents.lists[name] || [];
  const known = style[name];
  const entries = known
    ? list.map((value) => ({ value, ...(known[value] || { ...style.rest, label: String(value) }) }))
    : list.slice(0, MOST).map((value, i) => ({ value, label: String(value), ...style.categories[i] }));
  const rest = entries.length < list.length ? entries.push({ value: undefined, ...style.rest }) - 1 : -1;
  const missing = entries.push({ value: null, ...style.missing }) - 1;
  const byCode = Uint8Array.from([missing, ...list.map((_, i) => (i < MOST || known ? i : rest))]);
  return { name, entries, byCode, column: incidents.column(name) };
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
  return style[name]?.[value]?.label || String(value);
}
