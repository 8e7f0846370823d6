// Places on the globe and on the screen. World coordinates are Web Mercator, 0 to WORLD.

export const WORLD = 2 ** 31 - 1;
export const BLOCK = 2048;
const EARTH = 40075016.686;

/** Latitude of the map's edges: beyond, everything lies on them. */
const LAST = 85;

/** World x of a longitude, degrees; left of the world where a page lies across the 180th meridian. */
export function mercatorX(lon) {
  return Math.round((lon / 360 + 0.5) * WORLD);
}

/** World y of a latitude, degrees; north is small. */
export function mercatorY(lat) {
  return Math.round(northing(Math.max(-LAST, Math.min(LAST, lat))));
}

function northing(lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD;
}

/** Steps of 0.00001 degree whose world y is found from one exact place. */
const STRETCH = 1024;

/**
 * Give a function that finds the world y of a latitude in steps of 0.00001 degree. Around the
 * middle of each stretch a parabola is exact to a unit (a step has some sixty).
 */
export function mercatorSteps() {
  const known = new Float64Array(3 * (Math.ceil(18e6 / STRETCH) + 1));
  const fill = (at, middle) => {
    const [radians, step] = [(middle / 1e5) * (Math.PI / 180), Math.PI / 180e5];
    const slope = (-WORLD * step) / (2 * Math.PI * Math.cos(radians));
    known.set([northing(middle / 1e5), slope, (slope * Math.tan(radians) * step) / 2], at);
  };
  return (steps) => {
    const lat = Math.max(-LAST * 1e5, Math.min(LAST * 1e5, steps));
    const stretch = ((lat + 9e6) / STRETCH) | 0;
    const middle = (stretch + 0.5) * STRETCH - 9e6;
    const at = 3 * stretch;
    if (!known[at + 1]) fill(at, middle);
    const off = lat - middle;
    return Math.round(known[at] + off * (known[at + 1] + off * known[at + 2]));
  };
}

/** Latitude of a world y, degrees. */
export function latitude(y) {
  return (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / WORLD))) * 180) / Math.PI;
}

/** Longitude of a world x, degrees. */
export function longitude(x) {
  return (x / WORLD - 0.5) * 360;
}

/** Pixels per metre at a world y, for a view of `scale` pixels per world unit. */
export function pixelsPerMetre(y, scale) {
  return (scale * WORLD) / (EARTH * Math.cos((latitude(y) * Math.PI) / 180));
}

/**
 * Unpack a shape of the page: paths of steps become Float64Arrays of world x, y,
 * and a box [west, north, east, south].
 */
export function unpack({ kind, digits, paths }) {
  const unit = 10 ** -digits;
  const box = [WORLD, WORLD, -WORLD, 0];
  const unpacked = paths.map((steps) => {
    const path = new Float64Array(steps.length);
    let [lon, lat] = [0, 0];
    for (let i = 0; i < steps.length; i += 2) {
      lon += steps[i];
      lat += steps[i + 1];
      const [x, y] = [mercatorX(lon * unit), mercatorY(lat * unit)];
      path[i] = x;
      path[i + 1] = y;
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
    return path;
  });
  return { kind, paths: unpacked, box };
}

/** Tell whether two boxes [west, north, east, south] meet. */
export function meet(a, b) {
  return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
}

/** Tell whether a world position lies in an area, by even-odd count over all its rings. */
export function inArea({ paths }, x, y) {
  let inside = false;
  for (const path of paths) {
    for (let i = 0, j = path.length - 2; i < path.length; j = i, i += 2) {
      const [xi, yi, xj, yj] = [path[i], path[i + 1], path[j], path[j + 1]];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
    }
  }
  return inside;
}

/** Smallest distance from a world position to a line's paths, world units. */
export function distanceToLine({ paths }, x, y) {
  let best = Infinity;
  for (const path of paths) {
    for (let i = 0; i + 3 < path.length; i += 2) {
      const [ax, ay, bx, by] = [path[i], path[i + 1], path[i + 2], path[i + 3]];
      const length = (bx - ax) ** 2 + (by - ay) ** 2;
      const along = length ? Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length)) : 0;
      best = Math.min(best, Math.hypot(ax + along * (bx - ax) - x, ay + along * (by - ay) - y));
    }
  }
  return best;
}
