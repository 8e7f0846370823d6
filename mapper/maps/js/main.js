// The page's beginning: can this browser draw it, and if so, read the data and start.

import { assemble } from "./app.js";
import { takeLabels } from "./base/labels.js";
import { Incidents, jsonBlock, takeBesideText } from "./data/incidents.js";

/** Tell whether the browser has what the page needs. */
function capable() {
  return typeof DecompressionStream === "function" && typeof Blob.prototype.stream === "function";
}

/** Leave the plain table in sight and say why. */
function giveUp(reason) {
  document.documentElement.classList.remove("mapper-js");
  document.getElementById("mapper-plain-why").textContent = `${reason} The first rows as a table:`;
}

function tellReady() {
  window.mapper.readyAt = performance.now();
  window.mapperReady = true;
}

/** Start the page on a Leaflet map; called by the last script of the page. */
async function start(map) {
  if (!capable()) {
    giveUp("This browser is too old to draw the map: it cannot inflate compressed data.");
    return;
  }
  document.documentElement.classList.add("mapper-js");
  try {
    const meta = await jsonBlock("mapper-meta");
    takeLabels(meta.wording);
    const [incidents, packed] = await Promise.all([Incidents.load(meta), jsonBlock("mapper-context")]);
    const app = assemble(map, meta, incidents, packed);
    Object.assign(window.mapper, app);
    app.view.recount();
    await app.address.follow();
    // After two frames the first full draw is on the screen.
    requestAnimationFrame(() => requestAnimationFrame(tellReady));
  } catch (problem) {
    giveUp(`The map could not be drawn (${problem.message}).`);
    throw problem;
  }
}

window.mapperReady = false;
window.mapper = { start };
window.mapperText = takeBesideText;
