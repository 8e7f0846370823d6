// Drawing the events: symbols where they can be told apart, a raster where they cannot.

import { paintChosenArea, paintUncertainty } from "./areas.js";
import { gather } from "./groups.js";
import { Raster } from "./raster.js";
import { scan } from "./scan.js";
import { paintRing, paintSelection, paintSymbol } from "./symbols.js";

/** Above this many points in view they are drawn as a raster of small cells. */
export const SYMBOLS = 2500;

/** Paints the points of a view; what it painted last stays for the pointer. */
export class Points {
  constructor(view) {
    this.view = view;
    this.raster = new Raster(view);
    this.isRaster = false;
    this.groups = [];
    this.found = new Int32Array(SYMBOLS);
  }

  paint(sheet) {
    const points = this.few(sheet);
    this.isRaster = points === null;
    paintChosenArea(this.view, sheet);
    if (points) this.paintSymbols(sheet, points);
    else {
      this.groups = [];
      this.raster.paint(sheet);
    }
    paintSelection(this.view, sheet);
  }

  /** Points on a sheet, or null where they are too many for symbols. */
  few(sheet, options) {
    let n = 0;
    const isFew = scan(
      this.view,
      sheet,
      (point) => {
        if (n === SYMBOLS) return false;
        this.found[n++] = point;
        return true;
      },
      options,
    );
    return isFew ? this.found.subarray(0, n) : null;
  }

  paintSymbols(sheet, points) {
    const { view } = this;
    this.groups = gather(view, points, sheet);
    if (view.options.areas) paintUncertainty(view, sheet, points);
    for (const group of this.groups) {
      if (group.points.length === 1) paintSymbol(sheet.context, view, group.points[0], group.x, group.y);
      else paintRing(sheet.context, view, group);
    }
  }

  /**
   * Boxes of the symbols on a sheet as [left, top, right, bottom]; with `anyDay` whatever the
   * brush: names that step aside for dots would else dance while the days play.
   */
  boxes(sheet, options) {
    const points = this.few(sheet, options);
    if (!points) return [];
    return gather(this.view, points, sheet).map(({ x, y, radius }) => [x - radius - 2, y - radius - 2, x + radius + 2, y + radius + 2]);
  }
}
