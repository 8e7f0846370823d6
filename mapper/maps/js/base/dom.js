// Building the page's elements. Text only ever enters as text: nothing here parses markup.

import { label } from "./labels.js";

const SVG = "http://www.w3.org/2000/svg";

/** Make an element: `h("p", {class: "x", on: {click: f}}, "text", child, ...)`. */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** Make an SVG element the same way. */
export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    } else if (name === "checked" || name === "value" || name === "disabled") {
      element[name] = value;
    } else {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

/** Wrap foreign text so that its direction cannot leak into its surroundings. */
export function said(text, attributes) {
  return h("bdi", { dir: "auto", ...attributes }, clean(text));
}

/** Wrap each of several names of foreign text by itself: none turns its neighbours around. */
export function saidEach(joined, say = said) {
  return joined ? joined.split("; ").map((one, i) => [i ? label("words.semicolon") : null, say(one)]) : null;
}

/** Drop control characters, keep line breaks and tabs. */
export function clean(text) {
  // eslint-disable-next-line no-control-regex
  return String(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "\ufffd");
}

/** Give a web address as a link that shows its host, anything else as text. */
export function link(address) {
  const safe = webAddress(address);
  if (!safe) return address ? said(address) : null;
  return h("a", { href: safe.href, target: "_blank", rel: "noopener noreferrer nofollow" }, said(safe.host));
}

/** Parse an address; null unless it is http or https. */
export function webAddress(address) {
  try {
    const parsed = new URL(address);
    return parsed.protocol === "http:" || parsed.protocol === "https:" ? parsed : null;
  } catch {
    return null;
  }
}

/** Replace an element's children. */
export function refill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
}

/** Begin a text with a capital letter. */
export function capital(text) {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Hand a file to the reader. */
export function download(blob, name) {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10000);
}
