// Mouse and touch on the map: what is under the pointer, and what a click opens.

import { whenOf } from "../base/days.js";
import { validWords, zonesAt } from "../data/surroundings.js";
import { capital, h, refill, said } from "../base/dom.js";
import { label, labelled } from "../base/labels.js";
import { rowsAt } from "../draw/hit.js";
import { labelOf } from "../state/legend.js";
import { placeLine } from "./facts.js";
import { tollLines } from "./figures.js";

const REACH = 10;
const NAMED = 4;

/** Listens to the map. */
export class Pointer {
  constructor(view, board, tip) {
    Object.assign(this, { view, board, tip });
    const { map } = board;
    map.getContainer().append(tip);
    map.on("click", (event) => this.click(event));
    map.on("mousemove", (event) => this.hover(event));
    map.on("mouseout movestart zoomstart", () => this.leave());
  }

  /** Place of an event on the sheet of dots, and in the world. */
  place(event) {
    const sheet = this.board.dots.view();
    const world = this.board.map.project(event.latlng, sheet.zoom);
    return { sheet, x: world.x - sheet.left, y: world.y - sheet.top, world: [world.x / sheet.scale, world.y / sheet.scale] };
  }

  click(event) {
    const { sheet, x, y, world } = this.place(event);
    const found = rowsAt(this.view, this.board.points, sheet, x, y, REACH);
    if (found) {
      this.view.choose(found.rows[0], { stack: found.rows });
      return;
    }
    const zone = this.zoneAt(sheet, world);
    if (zone) this.view.chooseZone(zone);
    else this.view.close();
  }

  zoneAt(sheet, [x, y]) {
    return zonesAt(this.view.zonesShown(), x, y, 6 / sheet.scale)[0];
  }

  /** Tell what is under the pointer, at most once a frame. */
  hover(event) {
    this.latest = event;
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      if (this.latest) this.show(this.latest);
    });
  }

  show(event) {
    const { sheet, x, y, world } = this.place(event);
    const found = rowsAt(this.view, this.board.points, sheet, x, y, REACH);
    const zone = found ? null : this.zoneAt(sheet, world);
    const named = zone && zone.shape.kind !== "area" ? zone : null;
    this.board.map.getContainer().style.cursor = found || named ? "pointer" : "";
    if (!found && !named) {
      this.hide();
      return;
    }
    const key = found ? `${found.rows[0]}/${found.total}` : named.zone_id;
    if (key !== this.key) this.write(found, key, named);
    const size = this.board.map.getSize();
    const { x: left, y: top } = event.containerPoint;
    this.tip.style.transform = `translate(${Math.min(left + 14, size.x - 230)}px, ${Math.min(top + 14, size.y - 80)}px)`;
    this.tip.hidden = false;
  }

  async write(found, key, zone) {
    this.key = key;
    if (zone) {
      refill(this.tip, h("strong", {}, said(zone.name || zone.zone_id)), tipLine(validWords(zone)));
      return;
    }
    if (found.total > 1) {
      refill(this.tip, h("strong", {}, label(this.view.incidents.areEvents ? "pointer.events_here" : "pointer.reports_here", { n: found.total })), this.shares(found.rows));
      return;
    }
    const [row] = found.rows;
    const incident = await this.view.incidents.row(row);
    if (this.key !== key) return;
    refill(this.tip, h("strong", {}, labelOf("event_type", incident.event_type, this.view.style)), tipLine(placeLine(incident, this.view)), tipLine(capital(whenOf(incident))), tollLines({ ...incident, figures: null }), this.told(row));
  }

  told(row) {
    const reports = this.view.incidents.countReports(row);
    return reports > 1 ? tipLine(label("pointer.told", { n: reports })) : null;
  }

  /** What most of some rows are, by the colouring in use. */
  shares(rows) {
    const { entries, byCode, column } = this.view.legend;
    const tally = new Uint32Array(entries.length);
    for (const row of rows) tally[byCode[column[row]]]++;
    const order = [...tally.keys()].filter((i) => tally[i]).sort((a, b) => tally[b] - tally[a]);
    return order.slice(0, NAMED).map((i) => tipLine(labelled("pointer.share", { what: said(entries[i].label), n: tally[i] })));
  }

  leave() {
    this.latest = null;
    this.hide();
  }

  hide() {
    this.key = null;
    this.tip.hidden = true;
  }
}

function tipLine(words) {
  return h("span", { class: "block" }, words);
}
