// Events or reports as files: CSV and GeoJSON, with the columns of the command line.

const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
const METRES_PER_DEGREE = 111320;
const FINEST = 5;

/** Decimals of a degree that a position deserves: rounding stays under a tenth of its radius. */
function decimals(radius) {
  if (!radius || radius <= 0) return FINEST;
  const needed = Math.ceil(Math.log10(METRES_PER_DEGREE / 2 / (radius * 0.1)));
  return Math.min(Math.max(needed, 0), FINEST);
}

/** Positions of a row or report as [lon, lat], rounded as its radius deserves. */
function positions(incidents, number, radius, children) {
  const places = decimals(radius);
  const round = (value) => Number(value.toFixed(places));
  // A report behind its event is not drawn: its places tell where it is.
  const spots =
    number < incidents.rows
      ? incidents.pointsOf(number).map((point) => incidents.position(point))
      : (children().locations || []).filter(({ lat }) => typeof lat === "number").map(({ lat, lon }) => [lat, lon]);
  return spots.map(([lat, lon]) => [round(lon < -180 ? lon + 360 : lon), round(lat)]);
}

/** Later than any day that a column holds: what has no date comes last. */
const UNDATED = 70000;

/** Rows or reports by the day they begin at, undated last; those of one day as the data have them. */
export function byDate({ whole }, numbers) {
  const start = whole.date_start || [];
  // One float holds day and number: typed arrays sort fast.
  const packed = Float64Array.from(numbers, (number) => (start[number] || UNDATED) * 2 ** 24 + number).sort();
  return Array.from(packed, (value) => value % 2 ** 24);
}

/** The rows or reports that a file of "events" or of "reports" takes, in the order of their days. */
export function taken(incidents, rows, kind) {
  if (kind === "events") return byDate(incidents, [...rows].filter((row) => incidents.code("scope", row) !== "aggregate"));
  return byDate(incidents, [...rows].flatMap((row) => (incidents.isSeveral(row) ? incidents.reportsOf(row) : [row])));
}

/**
 * Write a line for each row to save, by `write(cells, spots)` with its cells in the columns of `kind`. They are
 * read as the data have them, which inflates every chunk once, and given in the order of `numbers`.
 */
async function linesOf(incidents, numbers, kind, write) {
  const names = incidents.meta.saved[kind];
  const members = await memberIds(incidents, [...new Set(numbers.map((number) => incidents.rowFor(number)))]);
  const more = kind === "events" ? asEvent : asReport;
  const lines = new Array(numbers.length);
  const order = Uint32Array.from(numbers.keys()).sort((a, b) => numbers[a] - numbers[b]);
  let read = 0;
  await incidents.eachOf(Array.from(order, (at) => numbers[at]), (incident, number, children) => {
    const spots = positions(incidents, number, incident.radius_m, children);
    const found = { ...incident, ...more(incidents, number, incident, members.get(incidents.rowFor(number))) };
    lines[order[read++]] = write(Object.fromEntries(names.map((name) => [name, found[name] ?? null])), spots);
  });
  return lines;
}

/** What the row of an event says besides; `members` are the ids of its reports, where they are others. */
function asEvent(incidents, row, { incident_id: id }, members) {
  return { n_reports: incidents.countReports(row), members: members ? members.join("; ") || null : id };
}

/** What the row of a report says of its event. */
function asReport(incidents, number, { incident_id: id }, members) {
  if (!incidents.areEvents) return {};
  const linked = (members || []).filter((other) => other !== id).join("; ");
  return { n_reports: incidents.countReports(incidents.rowFor(number)), linked_ids: linked || null };
}

/** Ids of the reports of each event of several, sorted. */
async function memberIds(incidents, rows) {
  const found = new Map();
  const several = rows.filter((row) => incidents.isSeveral(row));
  const numbers = several.flatMap((row) => incidents.reportsOf(row)).sort((a, b) => a - b);
  for (const row of several) found.set(row, []);
  await incidents.eachOf(numbers, ({ incident_id: id }, number) => found.get(incidents.rowFor(number)).push(id));
  for (const ids of found.values()) ids.sort();
  return found;
}

/** One CSV cell: quoted where it must be, and disarmed where a spreadsheet would run it. */
function cell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Mark at the beginning of a text in UTF-8: without it a spreadsheet guesses another alphabet. */
const BYTE_ORDER = "\ufeff";

/** Rows or reports as CSV, with the columns `mapper query --csv` gives. */
export async function toCsv(incidents, numbers, kind) {
  const names = incidents.meta.saved[kind];
  const lines = await linesOf(incidents, numbers, kind, (saved, spots) => {
    const [lon, lat] = spots.length === 1 ? spots[0] : [null, null];
    return `${[...Object.values(saved), lat, lon, wkt(spots)].map(cell).join(",")}\n`;
  });
  return new Blob([BYTE_ORDER, `${[...names, "lat", "lon", "wkt"].join(",")}\n`, ...lines], { type: "text/csv;charset=utf-8" });
}

function wkt(spots) {
  if (!spots.length) return null;
  if (spots.length === 1) return `POINT (${spots[0].join(" ")})`;
  const pairs = spots.map((spot) => `(${spot.join(" ")})`);
  return `MULTIPOINT (${pairs.join(", ")})`;
}

/** Rows or reports as GeoJSON (RFC 7946). */
export async function toGeoJson(incidents, numbers, kind, credits) {
  const head = JSON.stringify({ type: "FeatureCollection", name: kind === "events" ? kind : "incidents", credits });
  const key = kind === "events" ? "event_id" : "incident_id";
  const lines = await linesOf(incidents, numbers, kind, (saved, spots) => JSON.stringify({ type: "Feature", id: saved[key], geometry: geometry(spots), properties: saved }));
  const parts = lines.flatMap((one, i) => [i ? ",\n" : "\n", one]);
  return new Blob([`${head.slice(0, -1)},"features":[`, ...parts, "\n]}\n"], { type: "application/geo+json" });
}

function geometry(spots) {
  if (!spots.length) return null;
  return spots.length === 1 ? { type: "Point", coordinates: spots[0] } : { type: "MultiPoint", coordinates: spots };
}
