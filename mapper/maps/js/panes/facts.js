// What is stated of an event or in a report, as pairs of a list: where, when, who, toll, what was hit, zone.

import { capital, h, said } from "../base/dom.js";
import { whenOf } from "../base/days.js";
import { count, hasLabel, label, labelled } from "../base/labels.js";
import { tells } from "../state/filter.js";
import { labelOf } from "../state/legend.js";
import { listWords, strikeWords, tollLines } from "./figures.js";
import { precisionWords, zoneWords } from "./likely.js";
import { spelled } from "./written.js";

/** Side that no line of contact tells. */
const NOT_HELD = "unknown";

/** Places that a line names. */
const NAMED_IN_LINE = 3;

/** A name and what is said under it, in a list of such pairs; null where nothing is. */
export function pair(name, value, attributes = {}) {
  if (value === null || value === undefined) return null;
  return [h("dt", {}, name), h("dd", attributes, value)];
}

/** The facts in the order in which a reader asks for them. */
export function facts(incident, view) {
  const { incidents, surroundings } = view;
  return [
    pair(label("card.where"), placesOf(incident, view)),
    pair(label("card.when"), capital(whenOf(incident)), { class: "card-when" }),
    pair(label("card.who"), whoStruck(incident, view)),
    pair(label("card.says_who"), listedNames(incident.attributed_to, incident, view)),
    pair(label("card.toll"), tollLines(incident) ?? label("card.not_stated")),
    pair(label("card.strikes"), strikeWords(incident)),
    pair(label("card.hit"), listedNames(incident.targets, incident, view, "unit")),
    pair(label("card.zone"), tells("zone_verdict", incidents) ? zoneWords(incident, surroundings) : null),
    pair(label("card.held_by"), heldBy(incident, view)),
    pair(label("card.put_right"), incident.corrected ? label("card.put_right_by_people") : null),
    pair(label("card.withheld"), withheldWords(incident.censored, incidents.meta.joiners.together)),
  ];
}

/** Names joined in a cell, as the language lists them, the first with a capital letter. */
function listedNames(joined, incident, { about, incidents }, kind) {
  if (!joined) return null;
  const each = joined.split(incidents.meta.joiners.together);
  return listWords(each.map((name, i) => spelled(i ? name : capital(name), incident, about)), kind);
}

function whoStruck(incident, { style, about, incidents }) {
  if (!incident.actor) return label("card.not_stated");
  const parties = incident.actor.split(incidents.meta.joiners.together).map((party) => spelled(labelOf("actor", party, style), incident, about));
  const status = `card.status_${incident.actor_status}`;
  return [listWords(parties), hasLabel(status) ? h("span", { class: "soft block" }, label(status)) : null];
}

/** The side that held the place; what no line of contact tells is not said. */
function heldBy({ held_by: side }, { incidents, style }) {
  if (!side || side === NOT_HELD || !tells("held_by", incidents)) return null;
  return said(labelOf("held_by", side, style));
}

/** What a release withheld and why, a sentence for each reason; null where it withheld nothing. */
function withheldWords(censored, joiner) {
  if (!censored) return null;
  return censored.split(joiner).map((reason) => h("span", { class: "block" }, withheldFor(reason)));
}

function withheldFor(reason) {
  const [what, ...more] = reason.split(": ");
  if (!hasLabel(`card.withheld_${what}`)) return said(reason);
  return more.length ? labelled(`card.withheld_${what}_of`, { kind: said(more.join(": ")) }) : label(`card.withheld_${what}`);
}

/** The places of an event, or what a report calls its place. */
function placesOf(incident, view) {
  const rows = incident.locations || [];
  if (!rows.length) {
    if (!incident.places && !incident.admin1) return label("card.not_stated");
    const above = [incident.admin3, incident.admin2, incident.admin1].filter((name, i, all) => name && all.indexOf(name) === i);
    return placeWords({ name: incident.places, above, precision: incident.geo_precision, radius: incident.radius_m }, incident, view);
  }
  const disagree = rows.some(({ share }) => typeof share === "number");
  return [
    disagree ? h("span", { class: "soft block" }, label("card.places_disagree")) : null,
    rows.map((place) => {
      const above = [place.admin3, place.admin2, place.admin1].filter((name, i, all) => name && name !== place.name && all.indexOf(name) === i);
      return placeWords({ ...place, above, precision: place.geo_precision, radius: place.radius_m }, incident, view);
    }),
  ];
}

function placeWords({ name, name_ar: arabic, above, share, precision, radius }, incident, { about }) {
  const called = [h("strong", {}, name ? spelled(name, incident, about) : label("card.unnamed")), arabic ? [" ", h("span", { lang: "ar" }, said(arabic))] : null];
  return h(
    "div",
    { class: "card-place" },
    typeof share === "number" ? labelled("card.place_share", { place: called, share: count(Math.round(share * 100)) }) : called,
    above.length ? h("span", { class: "soft" }, " ", said(above.join(", "))) : null,
    h("span", { class: "soft block" }, precisionWords(precision, radius)),
  );
}

/** An event's places in one line, for headings and tips: "A and B", or "A or B" where its reports disagree. */
export function placeLine(incident, { about }) {
  const rows = incident.locations || [];
  const called = [...new Set(rows.map(({ name }) => name).filter(Boolean))];
  if (!called.length) return incident.places ? spelled(incident.places, incident, about) : label("card.place_not_stated");
  const disagree = rows.some(({ share }) => typeof share === "number");
  const words = called.slice(0, NAMED_IN_LINE).map((name) => spelled(name, incident, about));
  if (called.length > NAMED_IN_LINE) words.push(label("card.more_places", { n: called.length - NAMED_IN_LINE }));
  return listWords(words, disagree ? "disjunction" : "conjunction");
}
