// The view in the address: a copied link brings it back. Only what differs from the first view.

import { dayOf, isoDay } from "./days.js";
import { FACETS } from "./filter.js";

/** Write the state of the page as the text after "#". */
export function writeState(app) {
  const { filter, map, incidents } = app;
  const state = new URLSearchParams();
  const centre = map.getCenter();
  state.set("v", "1");
  state.set("c", `${centre.lat.toFixed(4)},${centre.lng.toFixed(4)}`);
  state.set("z", String(Number(map.getZoom().toFixed(2))));
  if (!filter.allDays) {
    state.set("t", [filter.from, filter.to].map((value) => isoDay(incidents.firstDay + value - 1)).join(","));
  }
  for (const { name } of FACETS) {
    const hidden = [...filter.hidden[name]];
    if (!same(hidden, app.firstHidden[name])) state.set(`-${name}`, JSON.stringify(hidden));
  }
  const { min, max } = filter.killed;
  if (min !== null || max !== null) state.set("k", `${min ?? ""},${max ?? ""}`);
  if (!filter.undated) state.set("u", "0");
  if (filter.words) state.set("q", filter.words);
  if (app.colouring !== app.firstColouring) state.set("by", app.colouring);
  if (app.points.grouping !== "spot") state.set("g", app.points.grouping);
  if (!app.points.showUncertainty) state.set("a", "0");
  if (app.labels.arabic) state.set("ar", "1");
  if (app.context.keep) state.set("keep", "1");
  const layers = [...app.context.hidden];
  if (!same(layers, app.firstLayers)) state.set("off", layers.join("|"));
  if (app.selectedId) state.set("id", app.selectedId);
  return state.toString();
}

/** Bring back what a hash says; anything it does not say is as at first. */
export async function readState(app, hash) {
  const state = new URLSearchParams(hash.replace(/^#/, ""));
  if (state.get("v") !== "1") return false;
  const { filter, map, incidents } = app;
  readView(state, map);
  for (const { name } of FACETS) {
    const values = filter.values(name);
    const hidden = listed(state.get(`-${name}`)) || app.firstHidden[name];
    filter.hidden[name] = new Set(hidden.filter((value) => values.includes(value)));
    filter.applyFacet(name);
  }
  const [from, to] = (state.get("t") || "").split(",").map(dayOf);
  const value = (day, otherwise) =>
    day === null || day === undefined ? otherwise : Math.max(filter.first, Math.min(filter.last, day - incidents.firstDay + 1));
  [filter.from, filter.to] = [value(from, filter.first), value(to, filter.last)];
  const [min, max] = (state.get("k") || ",").split(",").map((text) => (text === "" ? null : Number(text)));
  filter.setKilled(min, max);
  filter.undated = state.get("u") !== "0";
  app.points.grouping = ["nearby", "none"].includes(state.get("g")) ? state.get("g") : "spot";
  app.points.showUncertainty = state.get("a") !== "0";
  app.labels.arabic = state.get("ar") === "1";
  app.context.keep = state.get("keep") === "1";
  app.context.hidden = new Set(state.has("off") ? state.get("off").split("|").filter(Boolean) : app.firstLayers);
  app.setColouring(incidents.lists[state.get("by")] ? state.get("by") : app.firstColouring);
  await app.setWords(state.get("q") || "");
  const row = state.has("id") ? await incidents.rowOfId(state.get("id")) : -1;
  if (row >= 0) await app.select(row);
  else app.close();
  return true;
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

function readView(state, map) {
  const [lat, lng] = (state.get("c") || "").split(",").map(Number);
  const zoom = Number(state.get("z"));
  const sound = Number.isFinite(lat) && Number.isFinite(lng) && Math.abs(lat) <= 90 && Math.abs(lng) <= 540;
  if (sound && state.has("c") && Number.isFinite(zoom)) map.setView([lat, lng], zoom, { animate: false });
}

function same(one, other) {
  return one.length === other.length && one.every((value) => other.includes(value));
}
