// Sizes of pictures to choose from.

const MM_PER_INCH = 25.4;
const CSS_DPI = 96;

/** Least size of a picture that is made as the window is, and the room beside and around its map. */
const LEAST_SIZE = { width: 900, height: 640 };
const AROUND = { width: 240, height: 170 };

/**
 * Sizes by name: that of a screen as it is laid out, with pixels to each of its units, or a sheet of paper
 * in millimetres, whose texts are larger by `grow`. Those without either are made as the window is.
 */
const FORMATS = {
  window: {},
  social: { width: 960, height: 540, ratio: 1.25 },
  screen: { width: 1280, height: 720, ratio: 1.5 },
  a4: { mm: [297, 210], grow: 1 },
  a3: { mm: [420, 297], grow: 1.2 },
};

/** Names of the sizes, in the order of the pane. */
export const PICTURE_SIZES = Object.keys(FORMATS);

/** Dots per inch to choose from. */
export const RESOLUTIONS = [96, 150, 300];

/** Whether a size is a sheet of paper, which needs a resolution. */
export function isPaper(name) {
  return Boolean(FORMATS[name].mm);
}

/**
 * Say how large a picture is: `width` and `height` in the units of its layout, `ratio` in pixels to a unit,
 * and `across` and `down` in points of paper.
 */
export function pictureSize(name, dpi, map) {
  const { mm, grow, ratio = 2, ...own } = FORMATS[name];
  if (mm) {
    const unit = (MM_PER_INCH / CSS_DPI) * grow;
    const [across, down] = mm.map((side) => (side / MM_PER_INCH) * 72);
    return { width: mm[0] / unit, height: mm[1] / unit, ratio: (dpi / CSS_DPI) * grow, across, down, mm };
  }
  const size = own.width ? own : { width: Math.max(LEAST_SIZE.width, map.x + AROUND.width), height: Math.max(LEAST_SIZE.height, map.y + AROUND.height) };
  const points = (72 / CSS_DPI) * (own.width ? ratio : 1);
  return { ...size, ratio, across: size.width * points, down: size.height * points, mm: null };
}
