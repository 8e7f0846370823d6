// In a small frame the page is its map: title, filters and credits fold away behind one line.

import { h, said } from "../base/dom.js";
import { label } from "../base/labels.js";

/** Size under which a page shows its map alone, pixels. */
const SMALL = "(max-height: 520px), (max-width: 700px)";

/** Whether the page is asked to be one in a frame, or is a frame too small for more. */
export function isEmbedded() {
  if (new URLSearchParams(location.search).has("embed")) return true;
  return window.self !== window.top && matchMedia(SMALL).matches;
}

/** Fold the page for a small frame; gives the line at its foot. */
export function embed(view, { credits, panel }) {
  document.documentElement.classList.add("mapper-embed");
  const address = () => {
    const full = new URL(view.about.url || location.href, location.href);
    full.searchParams.delete("embed");
    full.hash = location.hash;
    return full.href;
  };
  const link = h("a", { href: address(), target: "_blank", rel: "noopener" }, label("embed.full_page"));
  // The address follows the view; a link is written where it is followed.
  for (const event of ["pointerdown", "focus", "keydown"]) link.addEventListener(event, () => (link.href = address()));
  panel.hidden = true;
  const foot = h("section", { id: "mapper-embed", "aria-label": label("embed.title") }, h("span", { class: "embed-title" }, said(view.about.title)), link, h("details", {}, h("summary", {}, label("embed.credits")), credits));
  document.body.append(foot);
  return foot;
}
