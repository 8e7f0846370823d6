// The page's beginning: can this browser draw it, and if so, read the data and start.

import { assemble } from "./app.js";
import { takeLabels } from "./base/labels.js";
import { Incidents, jsonBlock, takeBesideText } from "./data/incidents.js";

/** Tell whether the browser has what the page needs. */
function capable() {
  return typeof DecompressionStream === "function" && typeof Blob.prototype.stream === "function";
}

/**
 * Leave the plain table in sight and say why. What to say stands in the page itself: the labels
 * are in a block that may not be readable.
 */
function giveUp(name, reason = "") {
  document.documentElement.classList.remove("mapper-js");
  const why = document.getElementById("mapper-plain-why");
  why.textContent = why.dataset[name].replace("{reason}", () => reason);
}

function tellReady() {
  window.mapper.readyAt = performance.now();
  window.mapperReady = true;
}

/** Start the page on a Leaflet map; called by the last script of the page. */
async function start(map) {
  if (!capable()) {
    giveUp("old");
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
    giveUp("failed", problem.message);
    throw problem;
  }
}

window.mapperReady = false;
window.mapper = { start };
window.mapperText = takeBesideText;
