// How large a symbol is: all alike, or by the people killed.

/** Radius of a symbol, pixels; sized by people killed, that of an event that states none is smaller. */
export const RADIUS = 6;
const SMALLEST = 4.5;
const LARGEST = 30;
/** Pixels of radius per square root of one killed: areas tell the numbers. */
const PER_ROOT = 2.4;

/** Numbers of killed that the legend shows the sizes of; null for an event that states none. */
export const SIZES_SHOWN = [null, 1, 10, 50];

/** Radius of a number of killed; null where none is stated. */
export function sizeOf(killed) {
  if (killed === null) return SMALLEST;
  return Math.min(LARGEST, SMALLEST + PER_ROOT * Math.sqrt(killed));
}
