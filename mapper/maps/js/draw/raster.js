// Many points: a raster of small cells, coloured by what most of their events are.

import { rgb } from "./outlines.js";
import { scanBlocks } from "./scan.js";

/** Side of a raster cell, CSS pixels. */
export const CELL = 4;

/** Paints cells, denser where there are more events. Its arrays are kept from draw to draw. */
export class Raster {
  constructor(view) {
    this.view = view;
  }

  paint(sheet) {
    this.count(sheet);
    this.stamp(sheet);
  }

  /** Count the kinds of each cell, and find the one that leads. */
  count(sheet) {
    const { legend } = this.view;
    const { byCode, column } = legend;
    const kinds = legend.entries.length;
    const [across, down] = [Math.ceil(sheet.width / CELL), Math.ceil(sheet.height / CELL)];
    const cells = across * down;
    // Kept: at each step of a brush new arrays would pile up as garbage.
    if (this.tally?.length !== cells * kinds) this.tally = new Uint32Array(cells * kinds);
    if (this.totals?.length !== cells) [this.totals, this.major] = [new Uint32Array(cells), new Uint8Array(cells)];
    Object.assign(this, { across, down, kinds });
    const { incidents } = this.view;
    const tally = this.tally.fill(0);
    const totals = this.totals.fill(0);
    const { x, y } = incidents;
    // In cells instead of pixels: one step less for each of a million points.
    const [scale, left, top] = [sheet.scale / CELL, sheet.left / CELL, sheet.top / CELL];
    scanBlocks(this.view, sheet.box, (found, n) => {
      for (let k = 0; k < n; k++) {
        const point = found[k];
        const cell = ((y[point] * scale - top) | 0) * across + ((x[point] * scale - left) | 0);
        tally[cell * kinds + byCode[column[incidents.rowOf(point)]]]++;
      }
    });
    for (let cell = 0, at = 0; cell < cells; cell++) {
      let best = 0;
      for (let kind = 0; kind < kinds; kind++, at++) {
        totals[cell] += tally[at];
        if (tally[at] > best) {
          best = tally[at];
          this.major[cell] = kind;
        }
      }
    }
  }

  /** Put the cells on the sheet. */
  stamp(sheet) {
    const { across, down, totals, major } = this;
    if (this.picture?.width !== across || this.picture.height !== down) {
      this.picture = document.createElement("canvas");
      this.picture.width = across;
      this.picture.height = down;
      this.image = new ImageData(across, down);
    }
    const pixels = new Uint32Array(this.image.data.buffer).fill(0);
    const colours = this.view.legend.entries.map((entry) => {
      const [r, g, b] = rgb(entry.colour);
      return r | (g << 8) | (b << 16);
    });
    let most = 1;
    for (const total of totals) if (total > most) most = total;
    const span = Math.log(most + 1);
    for (let cell = 0; cell < totals.length; cell++) {
      if (!totals[cell]) continue;
      const opacity = 90 + 165 * (Math.log(totals[cell] + 1) / span);
      pixels[cell] = colours[major[cell]] | (opacity << 24);
    }
    this.picture.getContext("2d", { willReadFrequently: true }).putImageData(this.image, 0, 0);
    sheet.context.imageSmoothingEnabled = false;
    sheet.context.drawImage(this.picture, 0, 0, across * CELL, down * CELL);
  }
}
