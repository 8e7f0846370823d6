// The totals in words: events once, totals and recalled events apart.

import { count } from "../base/labels.js";

/**
 * Say how much is shown. `apart` are the numbers of totals and recalled events that pass
 * the other filters, whether they are on the map or not.
 */
export function totalsWords(sum, shown, apart) {
  const words = [`${count(sum.events)} ${sum.events === 1 ? "event" : "events"}`];
  if (sum.reports > sum.events) words[0] += ` in ${count(sum.reports)} reports`;
  if (sum.stated) {
    const toll = sum.min === sum.max ? count(sum.min) : `${count(sum.min)} to ${count(sum.max)}`;
    words.push(`killed as reported: ${toll} (${count(sum.stated)} state a figure)`);
  }
  const others = [];
  if (apart.aggregate) others.push(`${count(apart.aggregate)} ${apart.aggregate === 1 ? "total" : "totals"} over days or places`);
  if (apart.background) others.push(`${count(apart.background)} recalled in passing`);
  if (others.length) words.push(`not added: ${others.join(", ")}`);
  if (shown.unlocated) words.push(`not mapped: ${count(shown.unlocated)}`);
  return words.join(" · ");
}
