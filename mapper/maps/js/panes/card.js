// The card: what is known of one event as a reader would tell it, then all its reports, then the evidence.

import { clean, h, link, refill, said, webAddress } from "../base/dom.js";
import { label, labelled } from "../base/labels.js";
import { dayOf, dayWords, monthWords, whenOf } from "../base/days.js";
import { validWords } from "../data/surroundings.js";
import { labelOf } from "../state/legend.js";
import { icon } from "../draw/outlines.js";
import { evidence } from "./evidence.js";
import { facts, pair, placeLine } from "./facts.js";
import { doubtWords, toldWords } from "./figures.js";
import { written } from "./written.js";

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
      const id = await this.incidents.idOf(row);
      // Another one was chosen while this one was read.
      if (this.view.row !== row) return;
      this.view.id = id;
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
    const behind = this.incidents.reportsOf(row);
    const numbers = this.incidents.isSeveral(row) ? behind : [row];
    const reports = await this.read(numbers.slice(0, LISTED_AT_ONCE));
    const others = await this.read((incident.maybe || []).map(({ other }) => other));
    const linked = await this.linkedTo(incident);
    if (this.row !== row) return;
    const lead = leadOf(incident, reports);
    refill(this.element, this.head(incident, lead), this.heading(incident, lead), this.body(incident, { numbers, reports, lead, others, linked }));
    this.element.hidden = false;
    this.element.scrollTop = 0;
  }

  /** Read some rows or reports with what hangs on them, in their order. */
  async read(numbers) {
    const found = [];
    for (const number of numbers) found.push(await this.incidents.row(number));
    return found;
  }

  /** Where rows are reports, those judged to be of the same event that are on the page. */
  async linkedTo(incident) {
    const ids = this.incidents.areEvents ? [] : (incident.linked_ids || "").split(this.incidents.meta.joiners.together).filter(Boolean).slice(0, LISTED_AT_ONCE);
    const rows = await Promise.all(ids.map((id) => this.incidents.rowOfId(id)));
    return this.read(rows.filter((row) => row >= 0));
  }

  /** Say why nothing can be shown, such as a lost folder of texts. */
  fail(reason) {
    refill(this.element, this.closer(), h("p", { class: "card-body", role: "alert" }, said(reason)));
    this.element.hidden = false;
  }

  closer() {
    return h("button", { type: "button", class: "quiet close", on: { click: () => this.view.close() }, "aria-label": label("card.close") }, "×");
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

  /** What stays in sight while the card scrolls: the way to the neighbours, and the type with its symbol. */
  head(incident, lead) {
    const entry = this.style.event_type[incident.event_type] || this.style.rest;
    return h(
      "div",
      { class: "card-head" },
      this.walk(),
      this.closer(),
      h("p", { class: "card-kind", id: "mapper-card-kind" }, icon(entry, { hollow: incident.geo_precision === 3 }), " ", h("span", {}, isNote(lead) ? this.kindAndPlace(incident) : this.kindOf(incident)), scopeNote(incident, this.style)),
    );
  }

  /** The way through several at one spot, or through a list; null for one alone. */
  walk() {
    const { stack } = this.view;
    if (stack.length < 2) return null;
    const at = stack.indexOf(this.row);
    const kind = this.incidents.areEvents ? "event" : "report";
    const step = (by, sign, name) =>
      h("button", { type: "button", class: "quiet", on: { click: () => this.view.choose(stack[(at + by + stack.length) % stack.length], { stack }) }, "aria-label": label(`card.${name}_${kind}`) }, sign);
    return h("div", { class: "card-walk" }, step(-1, "‹", "previous"), h("span", {}, label("card.at_of", { at: at + 1, n: stack.length })), step(1, "›", "next"));
  }

  kindOf(incident) {
    return this.style.event_type[incident.event_type] ? labelOf("event_type", incident.event_type, this.style) : label("card.incident");
  }

  /** The headline and who published it; of a record its note; lacking both the type and place. */
  heading(incident, lead) {
    const words = lead ? said(isNote(lead) ? lead.sentence : lead.title, written(lead, this.about)) : this.kindAndPlace(incident);
    return h(
      "div",
      { class: isNote(lead) ? "card-heading note" : "card-heading" },
      h("h2", { tabindex: "-1", "aria-describedby": "mapper-card-kind" }, words),
      lead ? h("p", { class: "card-by" }, isNote(lead) ? label("card.note_of_record") : this.byline(lead)) : null,
      this.incidents.isSeveral(this.row) ? h("p", { class: "card-told" }, toldWords(incident)) : null,
    );
  }

  kindAndPlace(incident) {
    return labelled("card.kind_and_place", { kind: this.kindOf(incident), place: placeLine(incident, this.view) });
  }

  /** Publisher, or where it was published, and day. */
  byline(report) {
    const host = webAddress(report.url)?.host.replace(/^www\./, "");
    const publisher = report.publisher || host ? said(report.publisher || host) : label("card.no_publisher");
    return report.published ? labelled("card.published", { publisher, day: publishedWords(report.published) }) : publisher;
  }

  /** The facts, every report, what may be the same event, and the evidence. */
  body(incident, { numbers, reports, lead, others, linked }) {
    const isSeveral = this.incidents.isSeveral(this.row);
    const list = h("ol", { class: "card-reports" }, reports.map((report) => this.report(report, { isSeveral, lead })));
    return h(
      "div",
      { class: "card-body" },
      h("dl", { class: "card-facts" }, facts(incident, this.view), pair(label("card.also_reported"), this.linked(linked))),
      numbers.length ? h("h3", {}, isNote(lead) && !isSeveral ? label("card.read_at") : label("card.all_reports", { n: numbers.length })) : null,
      isSeveral ? absentWords(incident, numbers.length) : null,
      list,
      this.more(list, numbers),
      this.maybe(incident.maybe || [], others),
      evidence(incident, this.view, isSeveral ? "card.evidence_of_all" : "card.evidence"),
      h("p", { class: "soft card-foot" }, label("card.not_verified")),
    );
  }

  /** A button that lists further reports until all are there. */
  more(list, numbers) {
    const left = () => numbers.length - list.children.length;
    if (left() <= 0) return null;
    const words = () => label("card.show_more", { n: Math.min(left(), LISTED_AT_ONCE), left: left() });
    const show = async () => {
      const from = list.children.length;
      const read = await this.read(numbers.slice(from, from + LISTED_AT_ONCE));
      // A second click while the first one reads would list the same reports twice.
      if (list.children.length !== from) return;
      list.append(...read.map((report) => this.report(report, { isSeveral: true })));
      list.children[from].focus();
      if (left() > 0) button.textContent = words();
      else button.remove();
    };
    const button = h("button", { type: "button", class: "more", on: { click: show } }, words());
    return button;
  }

  /** A report: who published it, its headline and sentence, and where to read it; of several also what it says. */
  report(report, { isSeveral, lead = null }) {
    const isAlone = lead === report && !isSeveral;
    return h(
      "li",
      { class: "card-report", tabindex: isSeveral ? "-1" : null },
      // What heads the card need not be read twice.
      isAlone ? null : h("h4", {}, this.byline(report)),
      report.title && !isAlone ? h("p", { class: "card-title" }, said(report.title, written(report, this.about))) : null,
      isAlone && isNote(report) ? null : this.sentence(report),
      [report.url, report.second_url].filter(Boolean).map((address) => h("p", {}, link(address))),
      isSeveral ? h("details", {}, h("summary", {}, label("card.this_report")), h("dl", {}, pair(label("card.what"), this.kindOf(report)), facts(report, this.view))) : null,
      isSeveral ? evidence(report, this.view, "card.evidence_of_report") : null,
    );
  }

  /** Events that may be the same one: listed by the build, not joined. */
  maybe(pairs, others) {
    if (!pairs.length) return null;
    const item = (pairOf, i) => {
      const open = () => this.view.choose(pairOf.other, { focus: true });
      const words = labelled("card.maybe_event", { kind: this.kindOf(others[i]), when: whenOf(others[i]), place: placeLine(others[i], this.view) });
      const why = [h("p", { class: "soft" }, doubtWords(pairOf)), pairOf.reasons ? h("p", { class: "soft" }, said(pairOf.reasons)) : null];
      return h("li", {}, h("button", { type: "button", class: "as-link", on: { click: open } }, words), h("details", {}, h("summary", {}, label("card.why_apart")), why));
    };
    return h("div", { class: "card-maybe" }, h("h3", {}, label("card.maybe")), h("ul", {}, pairs.map(item)));
  }

  /** The sentence, word for word; a digest is named as ours and never set as a quotation. */
  sentence(report) {
    if (!report.sentence) return null;
    const text = h("p", { class: "text", ...written(report, this.about) }, highlight(report));
    const ours = oursWords(report);
    return ours ? h("div", { class: "card-sentence digest" }, h("p", { class: "label" }, ours), text) : h("blockquote", { class: "card-sentence" }, text);
  }

  /** Buttons that lead to the other reports of an event, where rows are reports. */
  linked(others) {
    if (!others.length) return null;
    return others.map((other) =>
      h("button", { type: "button", class: "as-link block", on: { click: () => this.chooseId(other.incident_id) } }, this.byline(other)),
    );
  }

  /** Show a zone, line or post instead of an incident. */
  showZone(zone, dates) {
    this.row = -1;
    refill(
      this.element,
      h("div", { class: "card-head" }, this.closer(), dates ? h("p", { class: "card-kind" }, dates) : null),
      h("div", { class: "card-heading" }, h("h2", { tabindex: "-1" }, said(zone.name || zone.zone_id))),
      h(
        "div",
        { class: "card-body" },
        h(
          "dl",
          {},
          pair(label("card.zone_depth"), zone.depth_km ? label("card.kilometres", { n: zone.depth_km }) : null),
          pair(label("card.zone_area"), zone.area_km2 ? label("card.square_kilometres", { n: Math.round(zone.area_km2) }) : null),
          pair(label("card.zone_accuracy"), zone.accuracy_km ? label("card.zone_off_by", { n: zone.accuracy_km }) : null),
          pair(label("card.zone_note"), zone.note ? said(zone.note) : null),
          pair(label("card.zone_source"), zone.source ? said(zone.source) : null),
        ),
      ),
    );
    this.element.hidden = false;
    this.element.scrollTop = 0;
  }
}

/** The report that heads a card: the first with a headline, else the first record with a note; or null. */
function leadOf(incident, reports) {
  return reports.find(({ title }) => title) || reports.find(({ row, sentence }) => row !== null && sentence) || null;
}

/** Whether what heads a card is the note of a record: it has no headline. */
function isNote(lead) {
  return lead !== null && !lead.title;
}

/** Say of words of ours whose they are; null for those of a source. */
function oursWords(report) {
  if (report.row !== null) return label("card.note_of_record");
  if (report.text_kind !== "digest") return null;
  return report.publisher ? labelled("card.our_summary_of", { publisher: said(report.publisher) }) : label("card.our_summary");
}

/** A date of publication as far as it is known: a year, a month or a day. */
function publishedWords(published) {
  if (dayOf(published) !== null) return dayWords(dayOf(published));
  const month = dayOf(`${published}-01`);
  return month === null ? said(published) : monthWords(month);
}

/** Say how many reports of an event the page does not hold, as where only events were handed on. */
function absentWords({ n_reports: reports }, there) {
  const absent = reports - there;
  if (absent <= 0) return null;
  const words = there ? label("card.some_absent", { n: absent, all: label("card.reports", { n: reports }) }) : label("card.all_absent", { n: reports });
  return h("p", { class: "soft" }, words);
}

function scopeNote(incident, style) {
  if (!incident.scope || incident.scope === "event") return null;
  return h("span", { class: "tag" }, labelOf("scope", incident.scope, style));
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
