// The totals in words: events once, totals and recalled events apart.

import { count, interfaceLocale, label } from "../base/labels.js";

/**
 * Say how much is shown. `apart` are the numbers of totals and recalled events that pass
 * the other filters, whether they are on the map or not.
 */
export function totalsWords(sum, shown, apart) {
  const events = label("totals.events", { n: sum.events });
  const words = [sum.reports > sum.events ? label("totals.in_reports", { events, reports: label("totals.reports", { n: sum.reports }) }) : events];
  if (sum.stated) {
    const toll = sum.min === sum.max ? count(sum.min) : label("totals.from_to", { low: count(sum.min), high: count(sum.max) });
    words.push(label("totals.killed", { toll, events: label("totals.events_stating", { n: sum.stated }) }));
  }
  const others = ["aggregate", "background"].filter((scope) => apart[scope]).map((scope) => label(`totals.${scope}`, { n: apart[scope] }));
  if (others.length) words.push(label("totals.not_added", { what: new Intl.ListFormat(interfaceLocale(), { type: "unit" }).format(others) }));
  if (shown.unlocated) words.push(label("totals.not_mapped", { n: shown.unlocated }));
  return words.join(" · ");
}
