// The search field: narrows the rows to those that hold the words, and offers places.

import { h, refill, said } from "../base/dom.js";
import { label } from "../base/labels.js";

const TYPING_MS = 250;

/** Builds the field and keeps what it says of the search. */
export class SearchBox {
  constructor(element, view, search, goTo) {
    Object.assign(this, { view, search, goTo });
    this.input = h("input", {
      type: "search",
      id: "mapper-query",
      placeholder: label("search.label"),
      "aria-label": label("search.label"),
      autocomplete: "off",
      spellcheck: "false",
      dir: "auto",
      on: { input: () => this.later(), keydown: (event) => this.press(event) },
    });
    this.note = h("p", { class: "soft", role: "status" });
    this.places = h("ul", { class: "search-places", hidden: true });
    element.append(this.input, this.places, this.note);
    view.on("restored", (given) => this.run(given?.words || ""));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(this.input.value), TYPING_MS);
  }

  press(event) {
    if (event.key === "Escape" && this.input.value) {
      event.stopPropagation();
      this.input.value = "";
      this.run("");
    } else if (event.key === "Enter") {
      clearTimeout(this.timer);
      this.run(this.input.value);
    }
  }

  /** Search for some words; an empty text takes the search away. */
  async run(text) {
    const words = text.trim();
    if (this.input.value.trim() !== words) this.input.value = words;
    if (!words) {
      this.search.run++;
      this.offer([]);
      refill(this.note);
      this.view.setFound("", null);
      return;
    }
    this.offer(this.search.findPlaces(words));
    refill(this.note, label("search.searching"));
    const rows = await this.search.find(words);
    if (rows === null) return;
    const kind = this.search.incidents.areEvents ? "event" : "report";
    refill(this.note, rows.length ? label(`search.found_${kind}`, { n: rows.length }) : label(`search.none_${kind}`));
    this.view.setFound(words, rows);
  }

  offer(places) {
    this.places.hidden = !places.length;
    refill(
      this.places,
      places[0]?.alike ? h("li", { class: "soft" }, label("search.alike")) : null,
      places.map((place) =>
        h(
          "li",
          {},
          h(
            "button",
            { type: "button", on: { click: () => this.goTo(place.position) } },
            said(place.name),
            place.arabic ? [" ", h("span", { lang: "ar" }, said(place.arabic))] : null,
            place.within ? h("span", { class: "soft" }, " ", said(place.within)) : null,
          ),
        ),
      ),
    );
  }
}
