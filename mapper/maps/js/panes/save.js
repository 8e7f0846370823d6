// The pane to take the map along: files, pictures, paper, a link, the code to embed it, a line to cite.

import { clean, download, h, refill } from "../base/dom.js";
import { interfaceLocale, label } from "../base/labels.js";
import { toPdf } from "../data/pdf.js";
import { taken, toCsv, toGeoJson } from "../data/saved.js";
import { canvasPicture, svgPicture } from "../draw/picture.js";
import { writeState } from "../state/address.js";
import { fileName } from "../state/file_names.js";
import { PICTURE_SIZES, RESOLUTIONS, isPaper, pictureSize } from "../state/picture_sizes.js";
import { citation } from "../state/words.js";
import { choice } from "./controls.js";
import { printWhole } from "./print.js";

const FIRST_DPI = 150;
/** How the map stands in another page. */
const FRAME = { width: "640", height: "480", style: "border:0", loading: "lazy" };
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Buttons for downloads, pictures, print; what to copy. */
export class SavePane {
  constructor(element, view, board, address, sheet) {
    Object.assign(this, { view, board, address, sheet, size: PICTURE_SIZES[0], dpi: FIRST_DPI });
    this.cite = h("p", { class: "cite", id: "mapper-cite" });
    this.note = h("p", { class: "soft", role: "status" });
    this.embed = h("textarea", { id: "mapper-save-code", readonly: true, rows: "4", spellcheck: "false", "aria-label": label("save.embed_code") });
    this.kind = view.incidents.areEvents ? "events" : "reports";
    element.append(
      h("h2", {}, label("save.title")),
      h("p", { class: "soft" }, label(`save.which_${this.kind}`)),
      view.incidents.areEvents ? this.rowChoice() : "",
      buttons(button("save.csv", () => this.save("csv")), button("save.geojson", () => this.save("geojson"))),
      buttons(
        button("save.png", () => this.savePicture("png")),
        button("save.svg", () => this.savePicture("svg")),
        button("save.pdf", () => this.savePicture("pdf")),
      ),
      this.sizeChoice(),
      buttons(button("save.print", () => this.print()), button("save.link", () => this.copyLink())),
      this.note,
      h("details", {}, h("summary", {}, label("save.embed")), h("p", { class: "soft" }, label(view.about.url ? "save.embed_how" : "save.embed_where")), this.embed, buttons(button("save.copy_code", () => this.copyCode()))),
      h("h3", {}, label("save.cite")),
      this.cite,
      buttons(button("save.copy_citation", () => this.copy(this.cite.textContent, this.cite))),
    );
    view.on("rest", () => this.update());
  }

  /** Whether a row of the file is an event or a report. */
  rowChoice() {
    const options = ["events", "reports"].map((name) => [name, label(`save.row_${name}`)]);
    return choice(label("save.row"), this.kind, options, (kind) => (this.kind = kind));
  }

  /** Size of pictures; the resolution matters for paper alone. */
  sizeChoice() {
    const dots = choice(label("save.resolution"), String(this.dpi), RESOLUTIONS.map((dpi) => [String(dpi), label("save.dpi", { n: dpi })]), (dpi) => (this.dpi = Number(dpi)));
    dots.hidden = true;
    const sizes = choice(label("save.size"), this.size, PICTURE_SIZES.map((name) => [name, label(`save.size_${name}`)]), (name) => {
      this.size = name;
      dots.hidden = !isPaper(name);
    });
    return h("details", {}, h("summary", {}, label("save.size_of_pictures")), sizes, dots, h("p", { class: "soft" }, label("save.about_pictures")));
  }

  update() {
    refill(this.cite, clean(citation(this.view)));
    this.embed.value = this.embedCode();
  }

  async save(form) {
    const { incidents, filter, about } = this.view;
    this.say("save.writing");
    const of = this.kind;
    const numbers = taken(incidents, filter.rows(), of);
    const credits = about.credits.map(({ name }) => name).join("; ");
    const blob = form === "csv" ? await toCsv(incidents, numbers, of) : await toGeoJson(incidents, numbers, of, credits);
    download(blob, `${fileName(this.view)}.${form}`);
    this.say(`save.written_${of}`, { n: numbers.length });
  }

  /** Save the picture as "png", "svg" or "pdf". */
  async savePicture(form) {
    this.say("save.writing");
    const blob = form === "svg" ? this.drawing() : await this.pixels(form);
    if (!blob) {
      this.say("save.too_large");
      return;
    }
    download(blob, `${fileName(this.view)}.${form}`);
    this.say("save.picture_written");
  }

  get pictureSize() {
    return pictureSize(this.size, this.dpi, this.board.map.getSize());
  }

  drawing() {
    const picture = svgPicture(this.view, this.board, this.pictureSize);
    return new Blob([new XMLSerializer().serializeToString(picture), "\n"], { type: "image/svg+xml" });
  }

  /** The picture in pixels; null where the browser has no canvas as large. */
  async pixels(form) {
    const size = this.pictureSize;
    const canvas = canvasPicture(this.view, this.board, size);
    const png = canvas && (await new Promise((resolve) => canvas.toBlob(resolve, "image/png")));
    if (!png || form === "png") return png;
    const { title, byline } = this.view.about;
    const image = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return toPdf(image, size, { title, author: byline, subject: citation(this.view), language: interfaceLocale() });
  }

  async print() {
    await printWhole(this.view, this.board, this.sheet);
  }

  /** The element for another page that shows this map as it is now. */
  embedCode() {
    const { about } = this.view;
    const page = new URL(about.url || location.href);
    page.searchParams.set("embed", "");
    const plain = page.href.split("#")[0].replace("embed=", "embed");
    const source = `${plain}#${writeState(this.view, this.board.map, { asBox: true, isFirst: this.board.isFirst() })}`;
    const attributes = Object.entries({ src: source, title: about.title, ...FRAME }).map(([name, value]) => `${name}="${escaped(value)}"`);
    return `${["<iframe", ...attributes].join(" ")}></iframe>`;
  }

  copyCode() {
    this.embed.value = this.embedCode();
    return this.copy(this.embed.value, this.embed);
  }

  copyLink() {
    this.address.write();
    return this.copy(location.href, null);
  }

  /** Copy a text; where the browser does not let the page, choose the element that has it. */
  async copy(text, element) {
    try {
      await navigator.clipboard.writeText(text);
      this.say("save.copied");
    } catch {
      if (element) pick(element);
      this.say(element ? "save.copy_by_hand" : "save.copy_address");
    }
  }

  say(name, values) {
    refill(this.note, label(name, values));
  }
}

function button(name, act) {
  return h("button", { type: "button", on: { click: act } }, label(name));
}

function buttons(...all) {
  return h("div", { class: "buttons" }, all);
}

/** Choose the text of an element, so that the keyboard copies it. */
function pick(element) {
  if (element.select) {
    element.focus();
    element.select();
  } else getSelection().selectAllChildren(element);
}

/** Write a text as the value of an attribute. */
function escaped(text) {
  return text.replace(/[&<>"]/g, (sign) => ENTITIES[sign]);
}
