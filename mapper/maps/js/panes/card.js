// The evidence card: everything the page knows of one event, in words, and all its reports.

import { clean, h, link, refill, said, saidEach } from "../base/dom.js";
import { count } from "../base/labels.js";
import { whenOf } from "../base/days.js";
import { validWords } from "../data/surroundings.js";
import { tells } from "../state/filter.js";
import { differing, doubtWords, policyWords, toldWords } from "./figures.js";
import { labelOf } from "../state/legend.js";
import { icon } from "../draw/outlines.js";
import { spelled, written } from "./written.js";

/** Reports that a card lists at once; a button shows as many more. */
const LISTED_AT_ONCE = 20;

/** Shows one event, or one zone, in the card element. */
export class Card {
  constructor(element, view, board) {
    const { incidents, style, about } = view;
    Object.assign(this, { element, view, board, incidents, style, about });
    view.on("chosen", (how) => this.follow(how));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !element.hidden) view.close(true);
    });
  }

  /** Show what is chosen now; with `focus` the keyboard follows, and comes back at the end. */
  async follow({ focus }) {
    const { row, zone } = this.view;
    if (focus && row >= 0 && !this.element.contains(document.activeElement)) this.origin = document.activeElement;
    if (zone) this.showZone(zone, validWords(zone));
    if (zone || row < 0) {
      if (!zone) this.hide();
      if (focus && this.origin?.isConnected) this.origin.focus();
      return;
    }
    try {
      await this.show(row);
      this.view.id = await this.incidents.idOf(row);
    } catch (problem) {
      this.fail(problem.message);
    }
    this.board.reveal(row);
    if (focus) this.focus();
  }

  /** Show a row. */
  async show(row) {
    this.row = row;
    const incident = await this.incidents.row(row);
    const numbers = this.incidents.reportsOf(row);
    const reports = await this.read(numbers.slice(0, LISTED_AT_ONCE));
    const others = await this.read((incident.maybe || []).map(({ other }) => other));
    if (this.row !== row) return;
    const maybe = this.maybe(incident.maybe || [], others);
    const body = this.incidents.isSeveral(row) ? this.eventBody(incident, numbers, reports, maybe) : this.body(incident, maybe);
    refill(this.element, this.head(incident), body);
    this.element.hidden = false;
    this.element.scrollTop = 0;
  }

  /** Read some rows or reports with what hangs on them, in their order. */
  async read(numbers) {
    const found = [];
    for (const number of numbers) found.push(await this.incidents.row(number));
    return found;
  }

  /** Say why nothing can be shown, such as a lost folder of texts. */
  fail(reason) {
    refill(this.element, this.closer(), h("p", { class: "card-body", role: "alert" }, said(reason)));
    this.element.hidden = false;
  }

  closer() {
    return h("button", { type: "button", class: "quiet close", on: { click: () => this.view.close() }, "aria-label": "Close" }, "×");
  }

  hide() {
    this.row = -1;
    this.element.hidden = true;
    refill(this.element);
  }

  async chooseId(id) {
    await this.view.choose(await this.incidents.rowOfId(id), { focus: true });
  }

  /** Move focus into the card, for readers who came by keyboard. */
  focus() {
    this.element.querySelector("h2")?.focus();
  }

  head(incident) {
    const entry = this.style.event_type[incident.event_type] || this.style.rest;
    const { stack } = this.view;
    const at = stack.indexOf(this.row);
    const step = (by) => this.view.choose(stack[(at + by + stack.length) % stack.length], { stack });
    const walk =
      stack.length > 1
        ? h(
            "div",
            { class: "card-walk" },
            h("button", { type: "button", class: "quiet", on: { click: () => step(-1) }, "aria-label": `Previous ${this.incidents.called(1)}` }, "‹"),
            h("span", {}, `${count(at + 1)} of ${count(stack.length)}`),
            h("button", { type: "button", class: "quiet", on: { click: () => step(1) }, "aria-label": `Next ${this.incidents.called(1)}` }, "›"),
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

  /** The body of an event that one report tells, or of a report. */
  body(incident, maybe) {
    return h(
      "div",
      { class: "card-body" },
      this.sentence(incident),
      h("dl", {}, this.facts(incident), pair("Also reported", this.linked(incident))),
      maybe,
      this.claims(incident),
      this.source(incident),
      h("p", { class: "soft" }, "Reported, not verified."),
    );
  }

  /** The body of an event that several reports tell: what they say together, then each. */
  eventBody(incident, numbers, reports, maybe) {
    const list = h("ol", { class: "card-reports" }, reports.map((report) => this.report(report)));
    return h(
      "div",
      { class: "card-body" },
      h("p", { class: "card-told" }, toldWords(incident)),
      h("dl", {}, this.facts(incident), pair("By policy", policyWords(incident))),
      maybe,
      h("p", { class: "soft card-id" }, "Id ", h("code", {}, said(incident.incident_id)), ". Reported, not verified."),
      numbers.length ? h("h3", {}, numbers.length === 1 ? "The report" : `The ${count(numbers.length)} reports`) : null,
      absentWords(incident, numbers.length),
      list,
      this.more(list, numbers),
    );
  }

  /** A button that lists further reports until all are there. */
  more(list, numbers) {
    const left = () => numbers.length - list.children.length;
    if (left() <= 0) return null;
    const words = () => `Show ${count(Math.min(left(), LISTED_AT_ONCE))} more of ${count(left())}`;
    const show = async () => {
      const from = list.children.length;
      const read = await this.read(numbers.slice(from, from + LISTED_AT_ONCE));
      // A second click while the first one reads would list the same reports twice.
      if (list.children.length !== from) return;
      list.append(...read.map((report) => this.report(report)));
      list.children[from].focus();
      if (left() > 0) button.textContent = words();
      else button.remove();
    };
    const button = h("button", { type: "button", class: "more", on: { click: show } }, words());
    return button;
  }

  /** One of several reports of an event: its words and source in sight, what was read from it folded. */
  report(report) {
    return h(
      "li",
      { class: "card-report", tabindex: "-1" },
      h("h4", {}, said(report.publisher || report.file || "unnamed source"), report.published ? h("span", { class: "soft" }, ", ", said(report.published)) : null),
      this.sentence(report),
      h(
        "details",
        {},
        h("summary", {}, "What this report says"),
        h("dl", {}, pair("What", (this.style.event_type[report.event_type] || this.style.rest).label), pair("When", whenOf(report)), this.facts(report)),
      ),
      this.claims(report),
      this.source(report, { isHeaded: true }),
    );
  }

  /** What is stated of an event or in a report, as pairs of a list. */
  facts(incident) {
    const toll = (stem, unit) => {
      const stated = figure(incident, stem, unit);
      return stated ? [stated, differing(incident, stem)] : null;
    };
    return [
      pair("Where", this.places(incident)),
      pair("Who", who(incident, this.style, this.about)),
      pair("Says who", saidEach(incident.attributed_to, (one) => spelled(one, incident, this.about))),
      pair("Strikes", toll("strike_count", incident.count_unit)),
      pair("Killed", toll("killed", incident.killed_group)),
      pair("Injured", toll("injured")),
      pair("Displaced", toll("displaced")),
      pair("Hit", saidEach(incident.targets, (one) => spelled(one, incident, this.about))),
      pair("Zone", tells("zone_verdict", this.incidents) ? zoneWords(incident, this.style) : null),
      pair("Put right", incident.corrected && said(incident.corrected)),
      pair("Withheld", incident.censored && said(incident.censored)),
      pair("Held by", incident.held_by && tells("held_by", this.incidents) ? said(labelOf("held_by", incident.held_by, this.style)) : null),
    ];
  }

  /** Events that may be the same one: listed by the build, not joined. */
  maybe(pairs, others) {
    if (!pairs.length) return null;
    return h(
      "div",
      { class: "card-maybe" },
      h("h3", {}, "Maybe the same event as"),
      h(
        "ul",
        {},
        pairs.map((pairOf, i) => {
          const { label } = this.style.event_type[others[i].event_type] || this.style.rest;
          const open = () => this.view.choose(pairOf.other, { focus: true });
          return h(
            "li",
            {},
            h("button", { type: "button", class: "as-link", on: { click: open } }, label, ", ", whenOf(others[i]), ", ", others[i].places ? spelled(others[i].places, others[i], this.about) : "place not stated"),
            h("details", {}, h("summary", {}, "Why it is not joined"), h("p", { class: "soft" }, doubtWords(pairOf)), pairOf.reasons ? h("p", { class: "soft" }, said(pairOf.reasons)) : null),
          );
        }),
      ),
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
      return h("div", { class: "card-sentence digest" }, h("p", { class: "label" }, ours), h("p", { class: "text", ...written(incident, this.about) }, marked));
    }
    return h("blockquote", { class: "card-sentence" }, h("p", { class: "text", ...written(incident, this.about) }, marked));
  }

  places(incident) {
    const rows = incident.locations || [];
    if (!rows.length) {
      const parts = [incident.places ? spelled(incident.places, incident, this.about) : "not stated"];
      if (incident.admin1) parts.push(h("span", { class: "soft" }, " ", said([incident.admin3, incident.admin2, incident.admin1].filter(Boolean).join(", "))));
      parts.push(h("span", { class: "soft block" }, precisionWords(incident.geo_precision, incident.radius_m, this.style)));
      return parts;
    }
    return [
      // An event's places are names of the gazetteer; each report shows its own spelling.
      // Nor did anybody write the name that a correction gave.
      incident.places && incident.incident_id !== incident.event_id && !incident.corrected?.includes("place (by the rules") ? h("span", { class: "soft block" }, "written ", h("q", {}, spelled(incident.places, incident, this.about))) : null,
      rows.some(({ share }) => typeof share === "number") ? h("span", { class: "soft block" }, "The reports disagree:") : null,
      rows.map((place) => this.place(place, incident)),
    ];
  }

  place(place, incident) {
    const above = [place.admin3, place.admin2, place.admin1].filter((name) => name && name !== place.name);
    return h(
      "div",
      { class: "card-place" },
      h("strong", {}, place.name ? spelled(place.name, incident, this.about) : "unnamed"),
      place.name_ar ? [" ", h("span", { lang: "ar" }, said(place.name_ar))] : null,
      typeof place.share === "number" ? ` in ${Math.round(place.share * 100)} % of the reports` : null,
      above.length ? h("span", { class: "soft" }, " ", said(above.join(", "))) : null,
      h("span", { class: "soft block" }, precisionWords(place.geo_precision, place.radius_m, this.style), place.pcode ? [", P-code ", said(place.pcode)] : null),
    );
  }

  linked(incident) {
    const ids = this.incidents.areEvents ? [] : (incident.linked_ids || "").split("; ").filter(Boolean);
    if (!ids.length) return null;
    return [
      `${count(ids.length)} more ${ids.length === 1 ? "report" : "reports"} judged to be of the same event: `,
      ids.map((id, i) => [
        i ? ", " : null,
        h("button", { type: "button", class: "as-link", on: { click: () => this.chooseId(id) } }, said(id)),
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
        h("tbody", {}, rows.map((claim) => h("tr", {}, [
          said(claim.field),
          said(claim.wording, written(incident, this.about)),
          range(claim.value_min, claim.value_max),
          claim.attributed_to ? spelled(claim.attributed_to, incident, this.about) : null,
        ].map((cell) => h("td", {}, cell))))),
      ),
    );
  }

  /** Where it was read; the card of an event has publisher and date in the report's own heading. */
  source(incident, { isHeaded = false } = {}) {
    const hashes = this.about.articles?.[incident.article_id] || {};
    const { publisher, published } = incident;
    return h(
      "div",
      { class: "card-source" },
      isHeaded ? null : h("p", {}, publisher ? h("strong", {}, said(publisher)) : null, publisher && published ? ", " : null, published ? said(published) : null),
      incident.title ? h("p", {}, said(incident.title, written(incident, this.about))) : null,
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

/** Say how many reports of an event the page does not hold, as where only events were handed on. */
function absentWords({ n_reports: reports }, there) {
  const absent = reports - there;
  if (absent <= 0) return null;
  const [all, some] = reports === 1 ? ["Its report is", ""] : [`Its ${count(reports)} reports are`, `${count(absent)} of its ${count(reports)} reports ${absent === 1 ? "is" : "are"}`];
  return h("p", { class: "soft" }, `${there ? some : all} not in this file.`);
}

function pair(name, value) {
  if (value === null || value === undefined) return null;
  return [h("dt", {}, name), h("dd", {}, value)];
}

function scopeNote(incident, style) {
  if (!incident.scope || incident.scope === "event") return null;
  return h("span", { class: "tag" }, labelOf("scope", incident.scope, style));
}

function who(incident, style, about) {
  if (!incident.actor) return "not stated";
  const status = incident.actor_status ? labelOf("actor_status", incident.actor_status, style) : null;
  return [spelled(incident.actor, incident, about), status ? h("span", { class: "soft" }, ` (${status})`) : null];
}

/** A figure with its openness: "at least 33 airstrikes"; null when not stated. */
function figure(incident, stem, unit) {
  const [low, high] = [incident[`${stem}_min`], incident[`${stem}_max`]];
  if (low === null && high === null) return null;
  const isOpen = incident[`${stem}_open`];
  const isOne = low === null || high === null || low === high;
  const words = isOpen && isOne ? `at least ${range(low, high)}` : isOpen ? `${range(low, high)} or more` : range(low, high);
  return [words, unit ? [" ", said(unit)] : null];
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
