// What room the page has.

/** Where the panel is a sheet over the map: on phones, upright or on their side. */
export const NARROW = "(max-width: 700px), (max-height: 480px)";

export function isNarrow() {
  return matchMedia(NARROW).matches;
}
