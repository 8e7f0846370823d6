// The time brush: a histogram of what the other filters leave, two handles, playback.

import { capital, h } from "../base/dom.js";
import { count } from "../base/labels.js";
import { dayWords, monthWords, spanWords } from "../base/days.js";

const HEIGHT = 44;
const NARROWEST_BAR = 4;
const STEP_MS = 350;

/** Sizes of a bar in days that a reader can name. */
const UNITS = [
  [1, "day"],
  [7, "week"],
  [30.4375, "month"],
  [91.3125, "quarter"],
  [365.25, "year"],
  [3652.5, "decade"],
];

/** Chooses the days shown. Values are as the data store them: 1 is the first day. */
export class Timeline {
  constructor(element, view) {
    const { incidents, filter } = view;
    Object.assign(this, { element, view, incidents, filter });
    this.canvas = h("canvas", { "aria-hidden": "true" });
    this.low = this.handle("First day shown", "from");
    this.high = this.handle("Last day shown", "to");
    this.window = h("div", { class: "time-window" });
    this.track = h("div", { class: "time-track" }, this.canvas, this.window, this.low, this.high);
    this.words = h("output", { class: "time-words" });
    this.play = h("button", { type: "button", class: "play", "aria-pressed": "false", "aria-label": "Play", on: { click: () => this.toggle() } }, "▶");
    this.reset = h("button", { type: "button", on: { click: () => this.set(filter.first, filter.last) } }, "All days");
    element.append(h("div", { class: "time-bar" }, this.play, this.words, this.reset), this.track);
    this.track.addEventListener("pointerdown", (event) => this.grab(event));
    new ResizeObserver(() => this.draw()).observe(this.track);
    view.on("days restored", () => this.place());
    view.on("counted", ({ timeAlone }) => timeAlone || this.recount());
    this.recount();
  }

  get span() {
    return this.filter.last - this.filter.first + 1;
  }

  day(value) {
    return this.incidents.firstDay + value - 1;
  }

  handle(label, end) {
    return h("div", {
      class: `time-handle ${end}`,
      role: "slider",
      tabindex: "0",
      "aria-label": label,
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
    this.play.setAttribute("aria-label", playing ? "Pause" : "Play");
    this.play.textContent = playing ? "❚❚" : "▶";
  }

  /** Count the rows of every bar anew: those the other filters leave, by their first day. */
  recount() {
    const { incidents, filter } = this;
    const { fails, start, length } = filter;
    const width = this.track.clientWidth || 600;
    const [days, unit] = UNITS.find(([size]) => this.span / size <= width / NARROWEST_BAR) || UNITS.at(-1);
    const exact = new Uint32Array(Math.ceil(this.span / days) + 1);
    const vague = new Uint32Array(exact.length);
    for (let row = 0; row < incidents.rows; row++) {
      if (fails[row] || !start[row]) continue;
      const bar = Math.floor((start[row] - 1) / days);
      // What is known to a week or month is shown apart: its first day is no date.
      if (length[row] > 1) vague[bar]++;
      else exact[bar]++;
    }
    Object.assign(this, { days, unit, exact, vague, width });
    this.draw();
  }

  draw() {
    const width = this.track.clientWidth;
    if (!width || !this.exact) return;
    const ratio = window.devicePixelRatio || 1;
    this.canvas.width = width * ratio;
    this.canvas.height = HEIGHT * ratio;
    const context = this.canvas.getContext("2d");
    context.scale(ratio, ratio);
    let most = 1;
    for (let bar = 0; bar < this.exact.length; bar++) most = Math.max(most, this.exact[bar] + this.vague[bar]);
    const perDay = width / this.span;
    for (let bar = 0; bar < this.exact.length; bar++) {
      const [x, wide] = [bar * this.days * perDay, Math.max(1, this.days * perDay - 0.6)];
      const tall = (n) => (n ? Math.max(1.5, (n / most) * (HEIGHT - 16)) : 0);
      const [solid, whole] = [tall(this.exact[bar]), tall(this.exact[bar] + this.vague[bar])];
      context.fillStyle = "#c3b7a4";
      context.fillRect(x, HEIGHT - 13 - whole, wide, whole - solid);
      context.fillStyle = "#6e6557";
      context.fillRect(x, HEIGHT - 13 - solid, wide, solid);
    }
    this.drawScale(context, width, perDay);
    this.place();
  }

  drawScale(context, width, perDay) {
    context.font = "10px system-ui, sans-serif";
    context.fillStyle = "#595959";
    context.textBaseline = "bottom";
    let clear = -100;
    const first = new Date(this.day(this.filter.first) * 86400000);
    const months = this.span / 30.4;
    const every = months > (width / 50) * 12 ? 120 : months > width / 50 ? 12 : months > width / 100 ? 3 : 1;
    for (let m = 0; m < months + every; m++) {
      const month = first.getUTCMonth() + m;
      const time = Date.UTC(first.getUTCFullYear(), month, 1);
      const date = new Date(time);
      const index = date.getUTCFullYear() * 12 + date.getUTCMonth();
      if (index % every) continue;
      const x = (time / 86400000 - this.day(this.filter.first)) * perDay;
      if (x < 0 || x > width - 24 || x < clear) continue;
      const label = every >= 12 || date.getUTCMonth() === 0 ? String(date.getUTCFullYear()) : monthWords(time / 86400000).slice(0, 3);
      context.fillRect(x, HEIGHT - 13, 1, 3);
      context.fillText(label, x + 2, HEIGHT);
      clear = x + context.measureText(label).width + 8;
    }
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
    this.reset.hidden = allDays;
  }

  tellHandle(handle, value) {
    handle.setAttribute("aria-valuenow", String(value));
    handle.setAttribute("aria-valuetext", dayWords(this.day(value)));
  }

  /** What the histogram shows, in words, for the tooltip and readers who do not see it. */
  describe() {
    let [best, at] = [0, 0];
    for (let bar = 0; bar < this.exact.length; bar++) {
      if (this.exact[bar] + this.vague[bar] > best) [best, at] = [this.exact[bar] + this.vague[bar], bar];
    }
    const day = this.day(this.filter.first + Math.round(at * this.days));
    return `${capital(this.incidents.called(2))} by ${this.unit}; most, ${count(best)}, in the ${this.unit} of ${dayWords(day)}`;
  }
}
