// The time brush: a histogram of what the other filters leave, two handles, playback.

import { h, refill } from "../base/dom.js";
import { count, label } from "../base/labels.js";
import { dayWords, spanWords } from "../base/days.js";
import { validWords } from "../data/surroundings.js";
import { axisOf, countColumns, heights, paintHistogram, zoneLines } from "../draw/histogram.js";
import { isNarrow } from "../base/screen.js";

const STEP_MS = 350;

/** Chooses the days shown. Values are as the data store them: 1 is the first day. */
export class Timeline {
  constructor(element, view) {
    const { incidents, filter } = view;
    Object.assign(this, { element, view, incidents, filter });
    this.canvas = h("canvas", { "aria-hidden": "true" });
    this.low = this.handle(label("timeline.first"), "from");
    this.high = this.handle(label("timeline.last"), "to");
    this.window = h("div", { class: "time-window" });
    this.top = h("span", { class: "time-axis", "aria-hidden": "true" });
    this.bottom = h("span", { class: "time-axis zero", "aria-hidden": "true" }, count(0));
    // Time runs from left to right whatever the direction of the page.
    this.track = h("div", { class: "time-track", dir: "ltr" }, this.canvas, this.top, this.bottom, this.window, this.low, this.high);
    this.words = h("output", { class: "time-words" });
    this.unit = h("span", { class: "time-unit soft", "aria-hidden": "true" });
    this.told = h("p", { id: "mapper-time-told", class: "time-told" });
    this.play = h("button", { type: "button", class: "play", "aria-pressed": "false", "aria-label": label("timeline.play"), on: { click: () => this.toggle() } }, "▶");
    this.reset = h("button", { type: "button", on: { click: () => this.set(filter.first, filter.last) } }, label("timeline.all"));
    element.append(h("div", { class: "time-bar" }, this.play, this.words, this.reset, this.unit), this.track, this.told);
    this.track.addEventListener("pointerdown", (event) => this.grab(event));
    new ResizeObserver(() => this.track.clientWidth !== this.width && this.recount()).observe(this.track);
    view.on("days restored", () => this.place());
    view.on("layers restored", () => this.draw());
    view.on("counted", ({ timeAlone }) => timeAlone || this.recount());
    this.recount();
  }

  get span() {
    return this.filter.last - this.filter.first + 1;
  }

  day(value) {
    return this.incidents.firstDay + value - 1;
  }

  handle(name, end) {
    return h("div", {
      class: `time-handle ${end}`,
      role: "slider",
      tabindex: "0",
      "aria-label": name,
      "aria-describedby": "mapper-time-told",
      "aria-valuemin": String(this.filter.first),
      "aria-valuemax": String(this.filter.last),
      on: { keydown: (event) => this.press(event, end) },
    });
  }

  /** Show the days [from, to]. */
  set(from, to) {
    this.view.setDays(from, to);
  }

  press(event, end) {
    const { first, last, from, to } = this.filter;
    const step = event.shiftKey ? Math.max(7, Math.round(this.span / 24)) : 1;
    const moves = { ArrowLeft: -step, ArrowDown: -step, ArrowRight: step, ArrowUp: step, PageDown: -30, PageUp: 30 };
    const ends = { Home: first, End: last };
    const now = end === "from" ? from : to;
    const wanted = event.key in moves ? now + moves[event.key] : ends[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    if (end === "from") this.set(Math.min(wanted, to), to);
    else this.set(from, Math.max(wanted, from));
  }

  /** Drag a handle, the window between them, or draw a new window. */
  grab(event) {
    const box = this.track.getBoundingClientRect();
    const at = (x) => this.filter.first + ((x - box.left) / box.width) * this.span - 0.5;
    const { from, to } = this.filter;
    const start = at(event.clientX);
    const handle = event.target.closest(".time-handle");
    const inside = !this.filter.allDays && start > from && start < to;
    const move = (x) => {
      const now = at(x);
      if (handle === this.low) this.set(Math.min(now, to), to);
      else if (handle === this.high) this.set(from, Math.max(now, from));
      else if (inside) this.shift(from, to, now - start);
      else this.set(start, now);
    };
    const moved = (next) => move(next.clientX);
    const done = () => {
      this.track.removeEventListener("pointermove", moved);
      this.track.removeEventListener("pointerup", done);
      this.track.removeEventListener("pointercancel", done);
    };
    event.preventDefault();
    handle?.focus();
    this.stop();
    this.track.setPointerCapture(event.pointerId);
    this.track.addEventListener("pointermove", moved);
    this.track.addEventListener("pointerup", done);
    this.track.addEventListener("pointercancel", done);
  }

  /** Move the window [from, to] by some days and keep its length. */
  shift(from, to, by) {
    const { first, last } = this.filter;
    const step = Math.max(first - from, Math.min(last - to, Math.round(by)));
    this.set(from + step, to + step);
  }

  toggle() {
    if (this.timer) this.stop();
    else this.start();
  }

  /** Let the window walk through the days; all days begin as a window of a twelfth. */
  start() {
    const { first, last } = this.filter;
    if (this.filter.allDays) this.set(first, first + Math.max(1, Math.round(this.span / 12)) - 1);
    else if (this.filter.to >= last) this.set(first, first + this.filter.to - this.filter.from);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.timer = setInterval(() => this.step(), calm ? STEP_MS * 4 : STEP_MS);
    this.view.setPlaying(true);
    this.tellPlaying(true);
  }

  step() {
    const { from, to, last } = this.filter;
    if (to >= last) {
      this.stop();
      return;
    }
    this.shift(from, to, Math.max(1, Math.round((to - from + 1) / 4)));
  }

  stop() {
    if (!this.timer) return;
    clearInterval(this.timer);
    this.timer = 0;
    this.view.setPlaying(false);
    this.tellPlaying(false);
  }

  tellPlaying(playing) {
    this.play.setAttribute("aria-pressed", String(playing));
    this.play.setAttribute("aria-label", label(playing ? "timeline.pause" : "timeline.play"));
    this.play.textContent = playing ? "❚❚" : "▶";
  }

  /** Count the columns anew, and paint them. */
  recount() {
    this.width = this.track.clientWidth;
    if (!this.width) return;
    this.counted = countColumns(this.view, this.width);
    this.draw();
  }

  draw() {
    if (!this.counted) return;
    const { view, width, counted } = this;
    const zones = view.surroundings.zones.filter(({ layer }) => view.shows(layer));
    this.lines = zoneLines(zones, counted.edges[0], counted.edges.at(-1) - 1);
    const isLow = isNarrow() || document.documentElement.classList.contains("mapper-embed");
    const { all, below } = heights(this.lines, isLow);
    this.track.style.setProperty("--all", `${all}px`);
    this.track.style.setProperty("--below", `${below}px`);
    this.ticks = paintHistogram(this.canvas, { width, counted, lines: this.lines, isNarrow: isLow, view });
    this.describe();
    this.place();
  }

  /** Put window, handles and words where the brush is. */
  place() {
    const { first, from, to, allDays } = this.filter;
    const share = (value) => `${(((value - first) / this.span) * 100).toFixed(3)}%`;
    this.window.style.left = share(from);
    this.window.style.right = `calc(100% - ${share(to + 1)})`;
    this.low.style.left = share(from);
    this.high.style.left = share(to + 1);
    this.tellHandle(this.low, from);
    this.tellHandle(this.high, to);
    this.words.textContent = spanWords(this.day(from), this.day(to));
    this.words.classList.toggle("soft", allDays);
    this.window.classList.toggle("whole", allDays);
    this.reset.hidden = allDays;
  }

  tellHandle(handle, value) {
    handle.setAttribute("aria-valuenow", String(value));
    handle.setAttribute("aria-valuetext", dayWords(this.day(value)));
  }

  /** Say what the histogram shows: its unit and axis beside it, all of it for those who do not see it. */
  describe() {
    const { counted, incidents, lines } = this;
    const { most, top } = axisOf(counted);
    const unit = label(`timeline.${incidents.areEvents ? "event" : "report"}_${counted.unit}`);
    refill(this.top, count(top));
    refill(this.unit, counted.vague.some(Boolean) ? label("timeline.unit_paler", { unit }) : unit);
    const [first, last] = [counted.edges[0], counted.edges.at(-1) - 1];
    const day = counted.edges[counted.totals.indexOf(most)];
    const said = [label(most ? "timeline.told" : "timeline.told_none", { unit, first: dayWords(first), last: dayWords(last), most, day: dayWords(day) })];
    if (counted.vague.some(Boolean)) said.push(label("timeline.told_paler"));
    if (counted.unreadDays) said.push(label("timeline.told_unread", { n: counted.unreadDays, all: last - first + 1 }));
    for (const zone of lines.flat()) said.push(label("timeline.told_zone", { zone: zone.name || this.view.surroundings.zoneStyle(zone).label, days: validWords(zone) || "" }));
    this.told.textContent = said.join(" ");
    this.canvas.title = this.told.textContent;
  }
}
