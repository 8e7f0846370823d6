// Controls that several panes have.

import { h } from "../base/dom.js";

/** A list to choose one option of, each as [name, text]. */
export function choice(title, value, options, change) {
  return h(
    "label",
    { class: "row-field" },
    h("span", {}, title),
    h("select", { on: { change: (event) => change(event.target.value) } }, options.map(([name, text]) => h("option", { value: name, selected: name === value }, text))),
  );
}

/** A box to tick. */
export function ticked(text, checked, change) {
  return h(
    "label",
    { class: "facet-row" },
    h("input", { type: "checkbox", checked, on: { change: (event) => change(event.target.checked) } }),
    h("span", { class: "name" }, text),
  );
}
