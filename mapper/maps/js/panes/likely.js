// Chances and distances in words that a reader takes as they are meant; the figures stand in the evidence.

import { capital, h, said } from "../base/dom.js";
import { count, hasLabel, label, labelled } from "../base/labels.js";
import { validWords } from "../data/surroundings.js";

/**
 * Words for a probability, from which on each holds: the seven steps of ICD 203 (Analytic Standards,
 * US Office of the Director of National Intelligence, 2015), which leave no gap and do not overlap. What is
 * unlikely inside is told as likely outside.
 */
const CHANCES = [
  [0.95, "almost_certainly_inside"],
  [0.8, "very_likely_inside"],
  [0.55, "likely_inside"],
  [0.45, "even"],
  [0.2, "likely_outside"],
  [0.05, "very_likely_outside"],
  [0, "almost_certainly_outside"],
];

/** A chance to lie inside in words: "almost certainly inside the zone". */
export function insideWords(chance) {
  return label(`card.likely_${CHANCES.find(([from]) => chance >= from)?.[1] || CHANCES.at(-1)[1]}`);
}

/** How far within or beyond the edge of a zone, in whole kilometres; `km` is negative inside. */
export function edgeWords(km) {
  const side = km < 0 ? "within" : "beyond";
  const n = Math.round(Math.abs(km));
  return n ? label(`card.edge_${side}`, { n }) : label(`card.edge_just_${side}`);
}

/** Where an event lies to the zone of its day, in words; null where nothing is said of it. */
export function zoneWords(incident, surroundings) {
  const { zone_verdict: verdict, zone_p_inside: chance, zone_distance_km: away } = incident;
  if (!verdict) return null;
  if (!["inside", "edge", "outside", "mixed"].includes(verdict)) return hasLabel(`card.zone_${verdict}`) ? label(`card.zone_${verdict}`) : said(verdict);
  const likely = chance === null ? label(`card.zone_${verdict === "mixed" ? "edge" : verdict}`) : insideWords(chance);
  const words = away === null ? likely : label("card.zone_and_edge", { likely, edge: edgeWords(away) });
  const zone = surroundings.zones.find(({ zone_id: id }) => id === incident.zone_id);
  const dates = zone ? validWords(zone) : null;
  return [
    h("span", { class: "block" }, verdict === "mixed" ? label("card.zone_mixed", { words }) : capital(words)),
    zone?.name ? h("span", { class: "soft block" }, dates ? labelled("card.zone_dates", { zone: said(zone.name), dates }) : said(zone.name)) : null,
  ];
}

/** A radius without false precision: "900 m", "1.5 km", "14 km". */
export function reachWords(metres) {
  if (metres < 950) return label("card.metres", { n: Math.max(100, Math.round(metres / 100) * 100) });
  const km = metres / 1000;
  return label("card.kilometres", { n: km < 4.75 ? Math.round(km * 2) / 2 : Math.round(km) });
}

/** A radius as it was worked out: "900 m", "2.1 km". */
export function radiusWords(metres) {
  return metres < 1000 ? label("card.metres", { n: Math.round(metres / 10) * 10 }) : label("card.kilometres", { n: Number((metres / 1000).toFixed(1)) });
}

/** Uncertainty in words: "Named settlement or site, very likely within 900 m of here". */
export function precisionWords(precision, radius) {
  const what = hasLabel(`card.precision_${precision}`) ? label(`card.precision_${precision}`) : label("card.precision_unknown");
  return radius ? label("card.precision_within", { what, reach: reachWords(radius) }) : what;
}

/** The figures behind the words, as pairs of a name and a value. */
export function likelyFigures(incident) {
  const { zone_p_inside: chance, zone_distance_km: away, zone_id: id, radius_m: radius } = incident;
  return [
    [label("card.figure_chance"), chance === null ? null : count(Number(chance.toFixed(2)))],
    [label("card.figure_edge"), away === null ? null : label(away < 0 ? "card.figure_edge_within" : "card.figure_edge_beyond", { km: count(Number(Math.abs(away).toFixed(1))) })],
    [label("card.figure_zone"), id ? h("code", {}, said(id)) : null],
    [label("card.figure_radius"), radius ? label("card.figure_nine_in_ten", { reach: radiusWords(radius) }) : null],
  ];
}
