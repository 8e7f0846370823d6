// The page put together: the view in the middle, drawing and panes around it.

import { isRightToLeft, label } from "./base/labels.js";
import { isNarrow } from "./base/screen.js";
import { Surroundings } from "./data/surroundings.js";
import { Board } from "./draw/board.js";
import { Locator, locatorControl } from "./draw/locator.js";
import { aboutPane, credits } from "./panes/about.js";
import { Card } from "./panes/card.js";
import { embed, isEmbedded } from "./panes/embed.js";
import { Filters } from "./panes/filters.js";
import { Key } from "./panes/key.js";
import { Layers } from "./panes/layers.js";
import { List } from "./panes/list.js";
import { Pointer } from "./panes/pointer.js";
import { fillPrint } from "./panes/print.js";
import { SavePane } from "./panes/save.js";
import { SearchBox } from "./panes/searchbox.js";
import { buildShell } from "./panes/shell.js";
import { Timeline } from "./panes/timeline.js";
import { Address } from "./state/address.js";
import { Search } from "./state/search.js";
import { View } from "./state/view.js";

/** Build the page on a Leaflet map; gives its parts by name. */
export function assemble(map, meta, incidents, packed) {
  const surroundings = new Surroundings(packed, meta.style, meta.about);
  const view = new View(meta, incidents, surroundings);
  const parts = buildShell();
  const { panes } = parts;
  const foot = credits(view.about, surroundings);
  document.body.append(foot);
  if (isEmbedded()) embed(view, { credits: foot, panel: parts.panel });
  view.on("counted", () => (parts.totals.textContent = view.totalsText));
  const app = { view, map, incidents, parts };
  const isDated = incidents.column("date_start").some(Boolean);
  if (isDated) app.timeline = new Timeline(parts.time, view);
  else parts.time.hidden = true;
  parts.open(isNarrow() ? null : "filter");
  frameMap(map, view);
  app.board = new Board(view, map, () => covers(parts, map));
  app.key = new Key(parts.key, view, app.board);
  app.board.start();
  app.card = new Card(parts.card, view, app.board);
  app.filters = new Filters(panes.filter, view);
  app.list = new List(panes.list, view, () => app.board.rowsInSight());
  app.layers = new Layers(panes.layers, view, app.board.names);
  app.search = new Search(incidents, surroundings, view.style, meta.worker);
  const goTo = (position) => map.setView(position, Math.max(map.getZoom(), 12));
  app.box = new SearchBox(parts.search, view, app.search, goTo);
  app.address = new Address(view, map);
  app.save = new SavePane(panes.save, view, app.board, app.address, parts.print);
  aboutPane(panes.about, view);
  app.pointer = new Pointer(view, app.board, parts.tip);
  parts.onTab((name) => name === "list" && app.list.update());
  addEventListener("beforeprint", () => fillPrint(view, app.board, parts.print));
  // On paper there is no waiting: what fits in one chunk is read beforehand.
  if (incidents.all <= meta.chunk) incidents.prepare();
  return app;
}

/** Name the map for those who do not see it, and give it its controls. */
function frameMap(map, { incidents, surroundings, style }) {
  const container = map.getContainer();
  container.setAttribute("role", "main");
  container.setAttribute("aria-label", label(`map.described_${incidents.kind}`));
  // The card lies at the side where reading begins.
  const side = isRightToLeft() ? "left" : "right";
  L.control.zoom({ position: `top${side}`, zoomInTitle: label("map.zoom_in"), zoomOutTitle: label("map.zoom_out") }).addTo(map);
  new Scale({ imperial: false, position: `bottom${side}` }).addTo(map);
  if (surroundings.locator) locatorControl(map, new Locator(surroundings.locator, style), label("locator.title"), `bottom${side}`);
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(container);
}

/** Leaflet's bar of lengths, with its units in the page's language. */
const Scale = L.Control.Scale.extend({
  _updateMetric(most) {
    const metres = this._getRoundNum(most);
    const words = metres < 1000 ? label("map.metres", { n: metres }) : label("map.kilometres", { n: metres / 1000 });
    this._updateScale(this._mScale, words, metres / most);
  },
});

/** Boxes (window) of what lies over the map. */
function covers(parts, map) {
  const over = [parts.key, parts.card, ...map.getContainer().querySelectorAll(".leaflet-control")];
  return over.filter((element) => !element.hidden).map((element) => element.getBoundingClientRect());
}
