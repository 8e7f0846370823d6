// The pane to take the map along.

import { download, h, refill, said } from "../base/dom.js";
import { count } from "../base/labels.js";
import { fillPrint } from "./print.js";
import { compose } from "../draw/picture.js";
import { taken, toCsv, toGeoJson } from "../data/saved.js";
import { citation } from "../state/words.js";

const SLUG = /[^\p{Letter}\p{Number}]+/gu;

/** Buttons for downloads, picture, print, and the line to cite. */
export class SavePane {
  constructor(element, view, board, address, sheet) {
    Object.assign(this, { view, board, address, sheet });
    this.cite = h("p", { class: "cite", id: "mapper-cite" });
    this.note = h("p", { class: "soft", role: "status" });
    const button = (label, act) => h("button", { type: "button", on: { click: act } }, label);
    const { areEvents } = view.incidents;
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
    view.on("rest", () => this.update());
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
    refill(this.cite, said(citation(this.view)));
  }

  get name() {
    return this.view.about.title.toLowerCase().replace(SLUG, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "incidents";
  }

  async save(kind) {
    const { incidents, filter, about } = this.view;
    refill(this.note, "Writing…");
    const of = this.kind;
    const numbers = taken(incidents, filter.rows(), of);
    const credits = about.credits.map(({ name }) => name).join("; ");
    const blob = kind === "csv" ? await toCsv(incidents, numbers, of) : await toGeoJson(incidents, numbers, of, credits);
    download(blob, `${this.name}.${kind}`);
    refill(this.note, `${count(numbers.length)} ${numbers.length === 1 ? of.slice(0, -1) : of} written.`);
  }

  savePicture() {
    const size = this.board.map.getSize();
    const canvas = compose(this.view, this.board, { width: Math.max(900, size.x + 240), height: Math.max(640, size.y + 140) });
    canvas.toBlob((blob) => download(blob, `${this.name}.png`), "image/png");
    refill(this.note, "Picture written.");
  }

  async print() {
    await fillPrint(this.view, this.board, this.sheet);
    print();
  }

  async copyLink() {
    this.address.write();
    try {
      await navigator.clipboard.writeText(location.href);
      refill(this.note, "Link copied.");
    } catch {
      refill(this.note, "The browser does not let this page copy: take the address from its address bar.");
    }
  }
}
