// The pane to take the map along, and the sheet for paper.

import { whenOf } from "./card.js";
import { count, h, refill, said } from "./dom.js";
import { compose } from "./picture.js";
import { citation, download, taken, toCsv, toGeoJson } from "./save.js";
import { spelled } from "./written.js";

const PRINTED_ROWS = 60;
const SLUG = /[^\p{Letter}\p{Number}]+/gu;

/** Buttons for downloads, picture, print, and the line to cite. */
export class SavePane {
  constructor(element, app) {
    this.app = app;
    this.cite = h("p", { class: "cite", id: "mapper-cite" });
    this.note = h("p", { class: "soft", role: "status" });
    const button = (label, act) => h("button", { type: "button", on: { click: act } }, label);
    const { areEvents } = app.incidents;
    this.kind = areEvents ? "events" : "reports";
    element.append(
      h("h2", {}, "Take it along"),
      h("p", { class: "soft" }, `The ${this.kind} that the filters leave in, wherever the map stands.`),
      areEvents ? this.choice() : "",
      h(
        "div",
        { class: "buttons" },
        button("CSV", () => this.save("csv")),
        button("GeoJSON", () => this.save("geojson")),
        button("Picture (PNG)", () => this.savePicture()),
        button("Print", () => this.print()),
        button("Copy link", () => this.copyLink()),
      ),
      this.note,
      h("h3", {}, "Cite"),
      this.cite,
    );
  }

  /** Whether a row of the file is an event or a report. */
  choice() {
    const options = [
      ["events", "an event; totals are none"],
      ["reports", "a report, all of each event"],
    ];
    return h(
      "label",
      { class: "row-field" },
      h("span", {}, "A row is"),
      h("select", { on: { change: (event) => (this.kind = event.target.value) } }, options.map(([name, text]) => h("option", { value: name }, text))),
    );
  }

  update() {
    refill(this.cite, said(citation(this.app)));
  }

  get name() {
    return this.app.about.title.toLowerCase().replace(SLUG, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "incidents";
  }

  async save(kind) {
    const { incidents, filter, about } = this.app;
    refill(this.note, "Writing…");
    const of = this.kind;
    const numbers = taken(incidents, filter.rows(), of);
    const credits = about.credits.map(({ name }) => name).join("; ");
    const blob = kind === "csv" ? await toCsv(incidents, numbers, of) : await toGeoJson(incidents, numbers, of, credits);
    download(blob, `${this.name}.${kind}`);
    refill(this.note, `${count(numbers.length)} ${numbers.length === 1 ? of.slice(0, -1) : of} written.`);
  }

  savePicture() {
    const size = this.app.map.getSize();
    const canvas = compose(this.app, { width: Math.max(900, size.x + 240), height: Math.max(640, size.y + 140) });
    canvas.toBlob((blob) => download(blob, `${this.name}.png`), "image/png");
    refill(this.note, "Picture written.");
  }

  async print() {
    await fillPrint(this.app, this.app.parts.print);
    print();
  }

  async copyLink() {
    this.app.writeHash();
    try {
      await navigator.clipboard.writeText(location.href);
      refill(this.note, "Link copied.");
    } catch {
      refill(this.note, "The browser does not let this page copy: take the address from its address bar.");
    }
  }
}

/**
 * Fill the sheet for paper: picture, rows in view, citation. Picture and rows in memory
 * are there at once, for a browser that prints without waiting; the others follow.
 */
export async function fillPrint(app, sheet) {
  const picture = compose(app, { width: 1040, height: 700, ratio: 2 });
  const table = h("div", {});
  refill(sheet, picture, table, h("p", { class: "cite" }, said(citation(app))));
  const rows = app.points.rowsIn(app.mapView());
  const first = [...rows.slice(0, PRINTED_ROWS).sort()];
  fillRows(app, table, app.incidents.now(first), rows.length);
  const read = [];
  await app.incidents.eachOf(first, (incident, row) => read.push([row, incident]));
  fillRows(app, table, read, rows.length);
}

function fillRows(app, table, read, total) {
  const inOrder = [...read].sort(([, a], [, b]) => String(a.date_start ?? "9").localeCompare(String(b.date_start ?? "9")));
  refill(
    table,
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, ["When", "What", "Where", "Killed", "Source"].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, inOrder.map((pair) => printedRow(app, pair))),
    ),
    total > read.length ? h("p", {}, `and ${count(total - read.length)} more in view`) : null,
  );
}

function printedRow(app, [row, incident]) {
  const { killed_min: low, killed_max: high } = incident;
  const toll = low === null && high === null ? "" : low === high || high === null ? String(low) : `${low ?? ""} to ${high}`;
  const label = (app.style.event_type[incident.event_type] || app.style.rest).label;
  const cells = [whenOf(incident), label, spelled(incident.places || "", incident, app.about), toll, sourcesOf(app.incidents, row)];
  return h("tr", {}, cells.map((cell) => h("td", {}, cell)));
}

/** Who tells of a row: its source, of several the first and how many reports more. */
function sourcesOf(incidents, row) {
  const others = incidents.countReports(row) - 1;
  return [said(incidents.code("source", row) || ""), others ? ` and ${count(others)} more` : null].filter(Boolean);
}
