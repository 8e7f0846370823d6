// The page's frame: header, panel with tabs, timeline, credits. Built once, filled by others.

import { h } from "../base/dom.js";
import { isRightToLeft, label } from "../base/labels.js";
import { isNarrow } from "../base/screen.js";

const TABS = ["filter", "list", "layers", "save", "about"];

/** Build the frame and give its parts by name. */
export function buildShell() {
  const parts = {
    totals: h("p", { id: "mapper-totals", role: "status" }),
    search: h("div", { id: "mapper-search", role: "search" }),
    time: h("section", { id: "mapper-time", "aria-label": label("shell.days") }),
    card: h("section", { id: "mapper-card", "aria-label": label("shell.card"), hidden: true }),
    key: h("section", { id: "mapper-key" }),
    tip: h("div", { id: "mapper-tip", hidden: true }),
    print: h("section", { id: "mapper-print", "aria-hidden": "true" }),
    panes: {},
  };
  for (const name of TABS) {
    parts.panes[name] = h("div", { id: `mapper-${name}`, role: "tabpanel", "aria-labelledby": `mapper-tab-${name}`, class: "pane", tabindex: "0", hidden: true });
  }
  parts.panel = h("aside", { id: "mapper-panel", "aria-label": label("shell.panel") });
  parts.tabs = tabs(parts);
  parts.panel.append(parts.search, parts.tabs, ...Object.values(parts.panes));
  document.getElementById("mapper-header").append(parts.totals);
  document.body.append(parts.time, parts.panel, parts.key, parts.card, parts.print);
  return parts;
}

/** The row of tabs; arrow keys walk along it. On a phone a second tap closes the sheet. */
function tabs(parts) {
  const buttons = TABS.map((name) =>
    h(
      "button",
      {
        type: "button",
        id: `mapper-tab-${name}`,
        role: "tab",
        "aria-controls": `mapper-${name}`,
        on: { click: () => open(name, true), keydown: (event) => walk(event, name) },
      },
      label(`tab.${name}`),
    ),
  );
  const listeners = [];
  let current = null;
  const open = (name, byTap = false) => {
    const closing = byTap && name === current && isNarrow();
    current = closing ? null : name;
    document.body.classList.toggle("sheet-open", current !== null);
    TABS.forEach((tab, i) => {
      buttons[i].setAttribute("aria-selected", String(tab === current));
      buttons[i].tabIndex = tab === (current ?? TABS[0]) ? 0 : -1;
      parts.panes[tab].hidden = tab !== current;
    });
    for (const listener of listeners) listener(current);
  };
  const walk = (event, name) => {
    const right = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!right) return;
    const by = isRightToLeft() ? -right : right;
    event.preventDefault();
    const next = (TABS.indexOf(name) + by + TABS.length) % TABS.length;
    open(TABS[next]);
    buttons[next].focus();
  };
  parts.open = open;
  parts.onTab = (listener) => listeners.push(listener);
  return h("div", { id: "mapper-tabs", role: "tablist", "aria-label": label("shell.tabs") }, buttons);
}
