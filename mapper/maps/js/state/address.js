// The view in the address: a copied link brings it back. Only what differs from the first view.

import { dayOf, isoDay } from "../base/days.js";
import { FACETS } from "./filter.js";

/** Options that an address names, by their short keys; and those that are on or off. */
const OPTIONS = { g: "grouping", s: "sizeBy" };
const FLAGS = { a: "areas", ar: "localNames", keep: "keep", wide: "readings", old: "earlier" };

/** Keeps the address in step with the view of a map. */
export class Address {
  constructor(view, map) {
    Object.assign(this, { view, map });
    view.on("rest", () => this.write());
    map.on("moveend", () => view.rest());
    addEventListener("hashchange", () => this.follow());
  }

  write() {
    const hash = `#${writeState(this.view, this.map)}`;
    if (this.isHeld || hash === location.hash) return;
    this.written = hash;
    history.replaceState(null, "", hash);
  }

  /** Bring back what the address says; `search` gives the rows that hold some words. */
  async follow() {
    if (!location.hash || location.hash === this.written) return;
    this.isHeld = true;
    try {
      await this.read(new URLSearchParams(location.hash.replace(/^#/, "")));
    } finally {
      this.isHeld = false;
    }
  }

  /** Take a view from the text of an address; anything it does not say is as at first. */
  async read(state) {
    if (state.get("v") !== "1") return;
    const { view, map } = this;
    readPlace(state, map);
    readFilters(state, view);
    readOptions(state, view);
    const offered = view.colourings.some(({ name }) => name === state.get("by"));
    view.takeColouring(offered ? state.get("by") : view.first.colouring);
    await view.changed("restored", { words: state.get("q") || "" });
    view.recount();
    const row = state.has("id") ? await view.incidents.rowOfId(state.get("id")) : -1;
    if (row >= 0) await view.choose(row);
    else view.close();
  }
}

/**
 * Write the state of the page as the text after "#". For a frame of another size `asBox` tells the
 * box that is seen instead of its centre, and nothing of the place where the view `isFirst`.
 */
export function writeState(view, map, { asBox = false, isFirst = false } = {}) {
  const { filter, incidents, first, options } = view;
  const state = new URLSearchParams();
  state.set("v", "1");
  if (!asBox) {
    const centre = map.getCenter();
    state.set("c", `${centre.lat.toFixed(4)},${centre.lng.toFixed(4)}`);
    state.set("z", String(Number(map.getZoom().toFixed(2))));
  } else if (!isFirst) {
    const box = map.getBounds();
    state.set("b", [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((edge) => edge.toFixed(3)).join());
  }
  if (!same([filter.from, filter.to], first.days)) {
    state.set("t", [filter.from, filter.to].map((value) => isoDay(incidents.firstDay + value - 1)).join(","));
  }
  for (const { name } of FACETS) {
    const hidden = [...filter.hidden[name]];
    if (!same(hidden, first.hidden[name])) state.set(`-${name}`, JSON.stringify(hidden));
  }
  const { min, max } = filter.killed;
  if (min !== null || max !== null) state.set("k", `${min ?? ""},${max ?? ""}`);
  if (!filter.undated) state.set("u", "0");
  if (filter.words) state.set("q", filter.words);
  if (view.colouring !== first.colouring) state.set("by", view.colouring);
  for (const [key, name] of Object.entries(OPTIONS)) if (options[name] !== first.options[name]) state.set(key, options[name]);
  for (const [key, name] of Object.entries(FLAGS)) if (options[name] !== first.options[name]) state.set(key, options[name] ? "1" : "0");
  const layers = [...view.hidden];
  if (!same(layers, first.layers)) state.set("off", layers.join("|"));
  if (view.id) state.set("id", view.id);
  return state.toString();
}

function readFilters(state, view) {
  const { filter, first } = view;
  view.takeHidden(Object.fromEntries(FACETS.map(({ name }) => [name, listed(state.get(`-${name}`))])));
  const [from, to] = (state.get("t") || "").split(",").map(dayOf);
  const days = [view.valueOf(from) ?? first.days[0], view.valueOf(to) ?? first.days[1]];
  [filter.from, filter.to] = days.sort((a, b) => a - b);
  const [min, max] = (state.get("k") || ",").split(",").map((text) => (/^\d+$/.test(text) ? Number(text) : null));
  filter.setKilled(min ?? null, max ?? null);
  filter.undated = state.get("u") !== "0";
  filter.setFound("", null);
}

function readOptions(state, view) {
  const { options, first } = view;
  Object.assign(options, first.options);
  if (["nearby", "none"].includes(state.get("g"))) options.grouping = state.get("g");
  if (["killed", "none"].includes(state.get("s"))) options.sizeBy = state.get("s");
  for (const [key, name] of Object.entries(FLAGS)) if (state.has(key)) options[name] = state.get(key) === "1";
  view.hidden = new Set(state.has("off") ? state.get("off").split("|").filter(Boolean) : first.layers);
}

/** Read a list, or null where there is none or it is damaged. */
function listed(text) {
  try {
    const read = JSON.parse(text);
    return Array.isArray(read) ? read : null;
  } catch {
    return null;
  }
}

/** Take the place of the map: its centre and zoom, or the box that must be seen. */
function readPlace(state, map) {
  const [west, south, east, north] = (state.get("b") || "").split(",").map(Number);
  if (isPlace(south, west) && isPlace(north, east) && state.has("b")) {
    map.fitBounds([[south, west], [north, east]], { animate: false });
    return;
  }
  const [lat, lng] = (state.get("c") || "").split(",").map(Number);
  const zoom = Number(state.get("z"));
  if (!isPlace(lat, lng) || !state.has("c") || !Number.isFinite(zoom)) return;
  map.setView([lat, lng], Math.max(map.getMinZoom(), Math.min(map.getMaxZoom(), zoom)), { animate: false });
}

/** Whether a place can be shown: Mercator has no poles. */
function isPlace(lat, lng) {
  return Number.isFinite(lat) && Number.isFinite(lng) && Math.abs(lat) <= 85 && Math.abs(lng) <= 540;
}

function same(one, other) {
  return one.length === other.length && one.every((value) => other.includes(value));
}
