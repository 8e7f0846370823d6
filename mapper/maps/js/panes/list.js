// The list: what is in view, or what has no place on the map; each entry opens its card.

import { h, refill, said } from "../base/dom.js";
import { inLine, label, labelled, numeral } from "../base/labels.js";
import { whenOf } from "../base/days.js";
import { icon } from "../draw/outlines.js";
import { labelOf } from "../state/legend.js";
import { spelled } from "./written.js";

const PAGE = 100;

const SORTS = ["new", "old", "killed", "type"];

/** Which rows the list can show. */
const KINDS = ["view", "all", "unmapped", "unused"];

/** Lists rows page by page. */
export class List {
  constructor(element, view, rowsInSight) {
    const { incidents, filter, style, about } = view;
    Object.assign(this, { element, view, incidents, filter, style, about, rowsInSight });
    this.sort = "new";
    this.kind = "view";
    this.page = 0;
    this.rows = [];
    this.kinds = h("div", { class: "list-kinds", role: "group", "aria-label": label(`list.which_${incidents.kind}`) });
    this.select = h(
      "select",
      { "aria-label": label("list.order"), on: { change: (event) => this.order(event.target.value) } },
      SORTS.map((name) => h("option", { value: name }, label(`list.order_${name}`))),
    );
    this.entries = h("ol", { class: "list", on: { keydown: (event) => this.walk(event) } });
    this.pager = h("div", { class: "list-pager" });
    element.append(this.kinds, this.select, this.entries, this.pager);
    view.on("rest", () => this.update());
    view.on("chosen", (how) => this.follow(how));
  }

  order(name) {
    this.sort = name;
    this.page = 0;
    this.update();
  }

  choose(kind) {
    this.kind = kind;
    this.page = 0;
    this.update();
  }

  /** Fill the list anew; cheap while nobody sees it. */
  async update() {
    if (this.element.hidden) return;
    const run = (this.run = (this.run || 0) + 1);
    this.rows = this.sorted(this.pick());
    this.page = Math.min(this.page, Math.max(0, Math.ceil(this.rows.length / PAGE) - 1));
    this.showKinds();
    this.select.hidden = this.kind === "unused";
    if (this.kind === "unused") {
      this.showRejects();
      return;
    }
    const shown = this.rows.slice(this.page * PAGE, (this.page + 1) * PAGE);
    const read = new Map();
    // Read in the order of the data: the rows of one chunk are inflated together.
    await this.incidents.eachOf(Int32Array.from(shown).sort(), (incident, row) => read.set(row, incident));
    if (run !== this.run) return;
    const held = this.entries.contains(document.activeElement) ? document.activeElement.dataset.row : null;
    refill(this.entries, shown.map((row) => this.entry(row, read.get(row))));
    if (held !== null) this.focus(held);
    this.showPager();
  }

  pick() {
    if (this.kind === "view") return this.rowsInSight();
    if (this.kind === "unused") return [];
    const rows = this.filter.rows();
    return this.kind === "all" ? rows : rows.filter((row) => row >= this.incidents.located);
  }

  sorted(rows) {
    const { incidents, filter, sort, style } = this;
    const start = filter.start;
    const types = incidents.lists.event_type || [];
    const rank = types.map((type) => Object.keys(style.event_type).indexOf(type));
    const keys = {
      new: (row) => 70000 - start[row],
      old: (row) => start[row] || 70000,
      killed: (row) => 1e6 - (incidents.column("killed_max")[row] || incidents.column("killed_min")[row]),
      type: (row) => rank[incidents.column("event_type")[row] - 1] ?? 99,
    };
    const key = keys[sort];
    // One float holds key and row: typed arrays sort fast, and ties keep the data's order.
    const packed = Float64Array.from(rows, (row) => key(row) * 2 ** 24 + row).sort();
    return Array.from(packed, (value) => value % 2 ** 24);
  }

  showKinds() {
    const counts = {
      view: this.kind === "view" ? this.rows.length : this.rowsInSight().length,
      all: this.filter.shown?.rows ?? 0,
      unmapped: this.filter.shown?.unlocated ?? 0,
      unused: this.about.rejects.count,
    };
    refill(
      this.kinds,
      KINDS.map((name) =>
        h(
          "button",
          { type: "button", "aria-pressed": String(this.kind === name), on: { click: () => this.choose(name) } },
          label(`list.kind_${name}`, { n: counts[name] }),
        ),
      ),
    );
  }

  entry(row, incident) {
    const style = this.style.event_type[incident.event_type] || this.style.rest;
    const place = incident.places ? spelled(incident.places, incident, this.about) : label("list.no_place");
    return h(
      "li",
      {},
      h(
        "button",
        {
          type: "button",
          class: row === this.view.row ? "entry chosen" : "entry",
          "data-row": String(row),
          on: { click: () => this.view.choose(row, { stack: this.rows, focus: true }) },
        },
        icon(style, { hollow: incident.geo_precision === 3 }),
        h(
          "span",
          { class: "entry-text" },
          h("span", { class: "entry-place" }, place),
          h("span", { class: "soft block" }, inLine([style.label, whenOf(incident), tollWords(incident), this.told(row)])),
          incident.scope && incident.scope !== "event" ? h("span", { class: "tag" }, labelOf("scope", incident.scope, this.style)) : null,
        ),
      ),
    );
  }

  /** How many reports tell of a row, where several do. */
  told(row) {
    const reports = this.incidents.countReports(row);
    return reports > 1 ? label("list.reports", { n: reports }) : null;
  }

  showRejects() {
    const { rows, count: total } = this.about.rejects;
    refill(
      this.entries,
      total ? null : h("li", { class: "soft" }, label("list.all_used")),
      rows.map((reject) => h("li", { class: "reject" }, rejectWords(reject))),
    );
    refill(this.pager, total > rows.length ? label("list.more_unused", { n: total - rows.length }) : null);
  }

  showPager() {
    const pages = Math.ceil(this.rows.length / PAGE);
    const turn = (by) => {
      this.page += by;
      this.update();
      this.element.scrollTop = 0;
    };
    if (!this.rows.length) {
      refill(this.pager, h("p", { class: "soft" }, label("list.nothing")));
      return;
    }
    if (pages < 2) {
      refill(this.pager);
      return;
    }
    refill(
      this.pager,
      h("button", { type: "button", disabled: this.page === 0, on: { click: () => turn(-1) } }, label("list.previous")),
      h("span", {}, label("list.page", { first: this.page * PAGE + 1, last: Math.min(this.rows.length, (this.page + 1) * PAGE), n: this.rows.length })),
      h("button", { type: "button", disabled: this.page >= pages - 1, on: { click: () => turn(1) } }, label("list.next")),
    );
  }

  /** Arrow keys walk from entry to entry. */
  walk(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    const buttons = [...this.entries.querySelectorAll("button.entry")];
    const next = buttons[buttons.indexOf(document.activeElement) + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  /** Move the keyboard to a row, where it is listed. */
  focus(row) {
    this.entries.querySelector(`[data-row="${row}"]`)?.focus({ preventScroll: true });
  }

  /** Mark the chosen row; the entry of one that was left stands for what opened its card. */
  follow({ focus, left }) {
    const { row } = this.view;
    if (focus && left >= 0 && !this.element.contains(document.activeElement)) this.focus(left);
    for (const button of this.entries.querySelectorAll("button.entry")) {
      button.classList.toggle("chosen", Number(button.dataset.row) === row);
    }
  }
}

function rejectWords({ file, row, detail, reason }) {
  const values = { file: h("strong", {}, file ? said(file) : label("list.input")), why: said(detail || reason || "") };
  return row ? labelled("list.unused_row", { ...values, row: numeral(row) }) : labelled("list.unused_file", values);
}

function tollWords({ killed_min: low, killed_max: high, killed_open: open }) {
  if (low === null && high === null) return null;
  const [least, most] = [low ?? high, high ?? low];
  if (least === most) return label(open ? "list.killed_at_least" : "list.killed", { n: most });
  return label(open ? "list.killed_range_or_more" : "list.killed_range", { least, n: most });
}
