// Mouse and touch on the map: what is under the pointer, and what a click opens.

import { whenOf } from "./card.js";
import { validWords } from "./context.js";
import { count, h, refill, said } from "./dom.js";
import { spelled } from "./written.js";

const REACH = 10;
const NAMED = 4;

/** Listens to the map. */
export class Pointer {
  constructor(app, tip) {
    Object.assign(this, { app, tip });
    app.map.on("click", (event) => this.click(event));
    app.map.on("mousemove", (event) => this.hover(event));
    app.map.on("mouseout movestart zoomstart", () => this.leave());
  }

  /** Place of an event in the dots' canvas, and in the world. */
  place(event) {
    const view = this.app.dots.view();
    const world = this.app.map.project(event.latlng, view.zoom);
    return { view, x: world.x - view.left, y: world.y - view.top, world: [world.x / view.scale, world.y / view.scale] };
  }

  click(event) {
    const { view, x, y, world } = this.place(event);
    const found = this.app.points.at(view, x, y, REACH);
    if (found) {
      this.app.select(found.rows[0], found.rows);
      return;
    }
    const zone = this.zoneAt(view, world);
    if (zone) this.app.showZone(zone);
    else this.app.close();
  }

  zoneAt(view, [x, y]) {
    return this.app.context.at(x, y, 6 / view.scale, this.app.days())[0];
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
    const { view, x, y, world } = this.place(event);
    const found = this.app.points.at(view, x, y, REACH);
    const zone = found ? null : this.zoneAt(view, world);
    const named = zone && zone.shape.kind !== "area" ? zone : null;
    this.app.map.getContainer().style.cursor = found || named ? "pointer" : "";
    if (!found && !named) {
      this.hide();
      return;
    }
    const key = found ? `${found.rows[0]}/${found.total}` : named.zone_id;
    if (key !== this.key) this.write(found, key, named);
    const size = this.app.map.getSize();
    const { x: left, y: top } = event.containerPoint;
    this.tip.style.transform = `translate(${Math.min(left + 14, size.x - 230)}px, ${Math.min(top + 14, size.y - 80)}px)`;
    this.tip.hidden = false;
  }

  async write(found, key, zone) {
    this.key = key;
    if (zone) {
      refill(this.tip, h("strong", {}, said(zone.name || zone.zone_id)), h("span", { class: "block" }, validWords(zone)));
      return;
    }
    if (found.total > 1) {
      refill(this.tip, h("strong", {}, `${count(found.total)} ${this.app.incidents.called(found.total)} here`), this.shares(found.rows));
      return;
    }
    const [row] = found.rows;
    const incident = await this.app.incidents.row(row);
    if (this.key !== key) return;
    const style = this.app.style.event_type[incident.event_type] || this.app.style.rest;
    refill(this.tip, h("strong", {}, style.label), h("span", { class: "block" }, whenOf(incident)), h("span", { class: "block" }, spelled(incident.places || "", incident, this.app.about)), this.told(row));
  }

  told(row) {
    const reports = this.app.incidents.countReports(row);
    return reports > 1 ? h("span", { class: "block" }, `told by ${count(reports)} reports`) : null;
  }

  /** What most of some rows are, by the colouring in use. */
  shares(rows) {
    const { entries, byCode, column } = this.app.legend;
    const tally = new Uint32Array(entries.length);
    for (const row of rows) tally[byCode[column[row]]]++;
    const order = [...tally.keys()].filter((i) => tally[i]).sort((a, b) => tally[b] - tally[a]);
    return order.slice(0, NAMED).map((i) => h("span", { class: "block" }, said(entries[i].label), ` ${count(tally[i])}`));
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

