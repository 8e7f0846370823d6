// Places on the globe and on the screen. World coordinates are Web Mercator, 0 to WORLD.

export const WORLD = 2 ** 31 - 1;
export const BLOCK = 2048;
const EARTH = 40075016.686;

/** World x of a longitude, degrees; left of the world where a page lies across the 180th meridian. */
export function mercatorX(lon) {
  return Math.round((lon / 360 + 0.5) * WORLD);
}

/** World y of a latitude, degrees; north is small. */
export function mercatorY(lat) {
  const sine = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
  return Math.round((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD);
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
