// The evidence card: everything the page knows of one incident, in words.

import { clean, count, h, link, refill, said } from "./dom.js";
import { dayOf, whenWords } from "./days.js";
import { tells } from "./filter.js";
import { labelOf } from "./legend.js";
import { icon } from "./symbols.js";

/** Shows one incident, or one zone, in the card element. */
export class Card {
  constructor(element, incidents, style, about, actions) {
    this.element = element;
    this.incidents = incidents;
    this.style = style;
    this.about = about;
    this.actions = actions;
    this.stack = [];
    this.row = -1;
  }

  /** Show a row; `stack` are the rows that "next" and "previous" walk through. */
  async show(row, stack) {
    this.row = row;
    this.stack = stack?.includes(row) ? stack : [row];
    const incident = await this.incidents.row(row);
    if (this.row !== row) return;
    refill(this.element, this.head(incident), this.body(incident));
    this.element.hidden = false;
    this.element.scrollTop = 0;
  }

  /** Say why nothing can be shown, such as a lost folder of texts. */
  fail(reason) {
    refill(this.element, this.closer(), h("p", { class: "card-body", role: "alert" }, said(reason)));
    this.element.hidden = false;
  }

  closer() {
    return h("button", { type: "button", class: "quiet close", on: { click: () => this.actions.close() }, "aria-label": "Close" }, "×");
  }

  hide() {
    this.row = -1;
    this.element.hidden = true;
    refill(this.element);
  }

  /** Move focus into the card, for readers who came by keyboard. */
  focus() {
    this.element.querySelector("h2")?.focus();
  }

  head(incident) {
    const entry = this.style.event_type[incident.event_type] || this.style.rest;
    const at = this.stack.indexOf(this.row);
    const step = (by) => this.actions.select(this.stack[(at + by + this.stack.length) % this.stack.length], this.stack);
    const walk =
      this.stack.length > 1
        ? h(
            "div",
            { class: "card-walk" },
            h("button", { type: "button", class: "quiet", on: { click: () => step(-1) }, "aria-label": "Previous incident" }, "‹"),
            h("span", {}, `${count(at + 1)} of ${count(this.stack.length)}`),
            h("button", { type: "button", class: "quiet", on: { click: () => step(1) }, "aria-label": "Next incident" }, "›"),
          )
        : null;
    return h(
      "div",
      { class: "card-head" },
      walk,
      this.closer(),
      h("h2", { tabindex: "-1" }, icon(entry, { hollow: incident.geo_precision === 3 }), " ", entry.label || "Incident", scopeNote(incident, this.style)),
      h("p", { class: "card-when" }, whenOf(incident)),
    );
  }

  body(incident) {
    return h(
      "div",
      { class: "card-body" },
      this.sentence(incident),
      h(
        "dl",
        {},
        pair("Where", this.places(incident)),
        pair("Who", who(incident, this.style)),
        pair("Says who", incident.attributed_to ? said(incident.attributed_to) : null),
        pair("Strikes", figure(incident, "strike_count", incident.count_unit)),
        pair("Killed", figure(incident, "killed", incident.killed_group)),
        pair("Injured", figure(incident, "injured")),
        pair("Displaced", figure(incident, "displaced")),
        pair("Hit", incident.targets ? said(incident.targets) : null),
        pair("Zone", tells("zone_verdict", this.incidents) ? zoneWords(incident, this.style) : null),
        pair("Held by", incident.held_by && tells("held_by", this.incidents) ? said(labelOf("held_by", incident.held_by, this.style)) : null),
        pair("Also reported", this.linked(incident)),
      ),
      this.claims(incident),
      this.source(incident),
    );
  }

  /** The sentence, word for word; a digest is named as ours and never set as a quotation. */
  sentence(incident) {
    if (!incident.sentence) return null;
    const marked = highlight(incident);
    const ours =
      incident.row !== null
        ? "Note in the table of records, in the coder's words"
        : incident.text_kind === "digest"
          ? ["Our summary", incident.publisher ? [" of the report in ", said(incident.publisher)] : null]
          : null;
    if (ours) {
      return h("div", { class: "card-sentence digest" }, h("p", { class: "label" }, ours), h("p", { dir: "auto", class: "text" }, marked));
    }
    return h("blockquote", { class: "card-sentence" }, h("p", { dir: "auto", class: "text" }, marked));
  }

  places(incident) {
    const rows = incident.locations || [];
    if (!rows.length) {
      const parts = [incident.places ? said(incident.places) : "not stated"];
      if (incident.admin1) parts.push(h("span", { class: "soft" }, " ", said([incident.admin3, incident.admin2, incident.admin1].filter(Boolean).join(", "))));
      parts.push(h("span", { class: "soft block" }, precisionWords(incident.geo_precision, incident.radius_m, this.style)));
      return parts;
    }
    return [
      incident.places ? h("span", { class: "soft block" }, "written ", h("q", {}, said(incident.places))) : null,
      rows.map((place) => this.place(place)),
    ];
  }

  place(place) {
    const above = [place.admin3, place.admin2, place.admin1].filter((name) => name && name !== place.name);
    return h(
      "div",
      { class: "card-place" },
      h("strong", {}, said(place.name || "unnamed")),
      place.name_ar ? [" ", h("span", { lang: "ar" }, said(place.name_ar))] : null,
      above.length ? h("span", { class: "soft" }, " ", said(above.join(", "))) : null,
      h("span", { class: "soft block" }, precisionWords(place.geo_precision, place.radius_m, this.style), place.pcode ? [", P-code ", said(place.pcode)] : null),
    );
  }

  linked(incident) {
    const ids = (incident.linked_ids || "").split("; ").filter(Boolean);
    if (!ids.length) return null;
    return [
      `${count(ids.length)} more ${ids.length === 1 ? "report" : "reports"} judged to be of the same event: `,
      ids.map((id, i) => [
        i ? ", " : null,
        h("button", { type: "button", class: "as-link", on: { click: () => this.actions.selectId(id) } }, said(id)),
      ]),
    ];
  }

  claims(incident) {
    const rows = (incident.claims || []).filter((claim) => claim.wording);
    if (!rows.length) return null;
    return h(
      "details",
      { class: "card-claims" },
      h("summary", {}, `What was read, word by word (${rows.length})`),
      h(
        "table",
        {},
        h("thead", {}, h("tr", {}, ["Field", "Words", "Figure", "By"].map((name) => h("th", { scope: "col" }, name)))),
        h("tbody", {}, rows.map((claim) => h("tr", {}, [claim.field, claim.wording, range(claim.value_min, claim.value_max), claim.attributed_to].map((cell) => h("td", {}, cell === null || cell === undefined ? null : said(cell)))))),
      ),
    );
  }

  source(incident) {
    const hashes = this.about.articles?.[incident.article_id] || {};
    return h(
      "div",
      { class: "card-source" },
      h("p", {}, incident.publisher ? h("strong", {}, said(incident.publisher)) : null, incident.published ? [", ", said(incident.published)] : null),
      incident.title ? h("p", {}, said(incident.title)) : null,
      incident.url ? h("p", {}, link(incident.url)) : null,
      incident.second_url ? h("p", {}, link(incident.second_url)) : null,
      h(
        "dl",
        { class: "small" },
        pair("Id", h("code", {}, said(incident.incident_id))),
        pair("Record", incident.source_id ? said(incident.source_id) : null),
        pair("File", incident.file ? said(incident.row === null ? incident.file : `${incident.file}, row ${incident.row}`) : null),
        pair("Text hash", hashes.sha256 ? h("code", {}, said(hashes.sha256)) : null),
        pair("Original's hash", hashes.original_sha256 ? h("code", {}, said(hashes.original_sha256)) : null),
        pair("Rule", incident.rule ? said(incident.rule) : null),
      ),
      h("p", { class: "soft" }, "Reported, not verified."),
    );
  }

  /** Show a zone, line or post instead of an incident. */
  showZone(zone, dates) {
    this.row = -1;
    refill(
      this.element,
      h(
        "div",
        { class: "card-head" },
        this.closer(),
        h("h2", { tabindex: "-1" }, said(zone.name || zone.zone_id)),
        dates ? h("p", { class: "card-when" }, dates) : null,
      ),
      h(
        "div",
        { class: "card-body" },
        h(
          "dl",
          {},
          pair("Depth", zone.depth_km ? `${zone.depth_km} km` : null),
          pair("Area", zone.area_km2 ? `${count(Math.round(zone.area_km2))} km²` : null),
          pair("Accuracy", zone.accuracy_km ? `its line may be off by ${zone.accuracy_km} km` : null),
          pair("Note", zone.note ? said(zone.note) : null),
          pair("Source", zone.source ? said(zone.source) : null),
        ),
      ),
    );
    this.element.hidden = false;
    this.element.scrollTop = 0;
  }
}

/** When an incident happened, in words. */
export function whenOf(incident) {
  return whenWords(dayOf(incident.date_start), dayOf(incident.date_end), incident.date_precision, incident.date_basis);
}

function pair(name, value) {
  if (value === null || value === undefined) return null;
  return [h("dt", {}, name), h("dd", {}, value)];
}

function scopeNote(incident, style) {
  if (!incident.scope || incident.scope === "event") return null;
  return h("span", { class: "tag" }, labelOf("scope", incident.scope, style));
}

function who(incident, style) {
  if (!incident.actor) return "not stated";
  const status = incident.actor_status ? labelOf("actor_status", incident.actor_status, style) : null;
  return [said(incident.actor), status ? h("span", { class: "soft" }, ` (${status})`) : null];
}

/** A figure with its openness: "at least 33 airstrikes"; null when not stated. */
function figure(incident, stem, unit) {
  const [low, high] = [incident[`${stem}_min`], incident[`${stem}_max`]];
  if (low === null && high === null) return null;
  const open = incident[`${stem}_open`] ? "at least " : "";
  return [`${open}${range(low, high)}`, unit ? [" ", said(unit)] : null];
}

function range(low, high) {
  if (low === null || low === undefined) return high === null || high === undefined ? null : count(high);
  return high === null || high === undefined || high === low ? count(low) : `${count(low)} to ${count(high)}`;
}

/** Uncertainty in words: "named settlement, within 0.9 km". */
export function precisionWords(precision, radius, style) {
  const what = precision ? labelOf("geo_precision", precision, style) : "Precision not stated";
  if (!radius) return what;
  const reach = radius < 1000 ? `${count(Math.round(radius / 10) * 10)} m` : `${(radius / 1000).toFixed(radius < 10000 ? 1 : 0)} km`;
  return `${what}, 9 in 10 within ${reach}`;
}

function zoneWords(incident, style) {
  if (!incident.zone_verdict) return null;
  const words = [labelOf("zone_verdict", incident.zone_verdict, style)];
  const away = incident.zone_distance_km;
  if (incident.zone_p_inside !== null) words.push(`probability inside ${incident.zone_p_inside.toFixed(2)}`);
  if (away !== null) words.push(`${Math.abs(away).toFixed(1)} km ${away < 0 ? "inside" : "outside"} the nominal edge`);
  return [words.join(", "), incident.zone_id ? h("span", { class: "soft" }, " (", said(incident.zone_id), ")") : null];
}

/** The sentence with the words that were read marked; offsets count code points. */
function highlight(incident) {
  const letters = Array.from(incident.sentence);
  const marks = new Uint8Array(letters.length);
  if (incident.char_start !== null) {
    for (const claim of incident.claims || []) {
      if (typeof claim.start !== "number" || typeof claim.end !== "number") continue;
      const from = Math.max(0, claim.start - incident.char_start);
      const to = Math.min(letters.length, claim.end - incident.char_start);
      for (let i = from; i < to; i++) marks[i] = 1;
    }
  }
  for (const name of (incident.places || "").split("; ").filter(Boolean)) {
    const at = incident.sentence.indexOf(name);
    if (at < 0) continue;
    const from = Array.from(incident.sentence.slice(0, at)).length;
    marks.fill(1, from, from + Array.from(name).length);
  }
  const pieces = [];
  for (let i = 0; i < letters.length; ) {
    let end = i;
    while (end < letters.length && marks[end] === marks[i]) end++;
    const text = clean(letters.slice(i, end).join(""));
    pieces.push(marks[i] ? h("mark", {}, text) : text);
    i = end;
  }
  return pieces;
}
