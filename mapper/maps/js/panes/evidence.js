// The evidence behind a card, folded: ids, hashes, figures as worked out, and what was read, word by word.

import { h, said } from "../base/dom.js";
import { hasLabel, label, labelled } from "../base/labels.js";
import { pair } from "./facts.js";
import { figureWords, policyWords } from "./figures.js";
import { likelyFigures } from "./likely.js";
import { spelled, written } from "./written.js";

/** All that proves what a card says of an event or a report; `named` is the key of its heading. */
export function evidence(incident, { about, meta }, named = "card.evidence") {
  const hashes = about.articles?.[incident.article_id] || {};
  const code = (text) => (text ? h("code", {}, said(text)) : null);
  return h(
    "details",
    { class: "card-evidence" },
    h("summary", {}, label(named)),
    h(
      "dl",
      { class: "small" },
      likelyFigures(incident).map(([name, value]) => pair(name, value)),
      pair(label("card.p_codes"), codes(incident)),
      pair(label("card.place_as_written"), asWritten(incident, about, meta)),
      pair(label("card.policies"), policyWords(incident)),
      pair(label("card.put_right"), incident.corrected ? said(incident.corrected) : null),
      pair(label(isEvent(incident) ? "card.event_id" : "card.report_id"), code(incident.incident_id)),
      pair(label("card.record"), code(incident.source_id)),
      pair(label("card.file"), fileOf(incident)),
      pair(label("card.hash"), code(hashes.sha256)),
      pair(label("card.original_hash"), code(hashes.original_sha256)),
      pair(label("card.rule"), code(incident.rule)),
    ),
    claimsTable((incident.claims || []).filter((claim) => claim.wording), incident, about),
  );
}

/** Whether a row is an event of several reports: its key is the event's own. */
function isEvent(incident) {
  return incident.incident_id === incident.event_id;
}

function codes(incident) {
  const found = [...new Set([...(incident.locations || []).map(({ pcode }) => pcode), incident.pcode].filter(Boolean))];
  return found.length ? said(found.join(", ")) : null;
}

/** The report's own spelling of its places; an event has none, nor did anybody write what a correction gave. */
function asWritten(incident, about, { correctedPlace }) {
  if (!incident.places || isEvent(incident) || incident.corrected?.includes(correctedPlace)) return null;
  return spelled(incident.places, incident, about);
}

function fileOf({ file, row }) {
  if (!file) return null;
  return row === null ? said(file) : labelled("card.file_row", { file: said(file), row: String(row) });
}

function claimsTable(rows, incident, about) {
  if (!rows.length) return null;
  const heads = ["field", "words", "figure", "by"].map((name) => h("th", { scope: "col" }, label(`card.read_${name}`)));
  const cells = (claim) => [
    fieldWords(claim.field),
    said(claim.wording, written(incident, about)),
    figureWords(claim.value_min, claim.value_max),
    claim.attributed_to ? spelled(claim.attributed_to, incident, about) : null,
  ];
  return h(
    "table",
    { class: "card-claims" },
    h("caption", {}, label("card.read", { n: rows.length })),
    h("thead", {}, h("tr", {}, heads)),
    h("tbody", {}, rows.map((claim) => h("tr", {}, cells(claim).map((cell) => h("td", {}, cell))))),
  );
}

function fieldWords(field) {
  return hasLabel(`card.field_${field}`) ? label(`card.field_${field}`) : field ? said(field) : null;
}
