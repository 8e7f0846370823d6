// Tolls, how often an event is told, and what its reports disagree on, in words.

import { capital, h, said } from "../base/dom.js";
import { count, interfaceLocale, label, labelled } from "../base/labels.js";

/* eslint-disable mapper/no-words -- what the build writes in the columns of figures is read here, not shown */

/** The columns of counts, as the table of events words them. */
const COUNTED = { strike_count: "strike count", killed: "killed", injured: "injured", displaced: "displaced" };

/** The counts of people. */
const OF_PEOPLE = ["killed", "injured", "displaced"];

/** Where the figures of the next count begin, after a bracket that no name has, and those of the next policy. */
const NEXT_COUNT = new RegExp(`(?<=\\)); (?=(?:${Object.values(COUNTED).join("|")}) \\d)`);
const NEXT_POLICY = new RegExp(`; (?=(?:${Object.values(COUNTED).join("|")}) by )`);

/** Between a count and its policies. */
const BY_POLICY = " by policy:";

/* eslint-enable mapper/no-words */

/** A figure of the table of events, and who gave it: "3-5 or more (a wire; the rescuers)". */
const FIGURE = /^(\d+)(?:-(\d+))?( or more)? \((.*)\)$/s;

/** By which of the build's steps a pair may have been left doubtful. */
const DOUBTS = ["score", "tie", "cluster", "other_kinds"];

/** Why two events may be one and were not joined, with what speaks for it. */
export function doubtWords({ by, score }) {
  const words = label(`card.doubt_${DOUBTS.includes(by) ? by : "open"}`);
  return typeof score === "number" ? label("card.doubt_bits", { words, bits: score.toFixed(1) }) : label("card.doubt_alone", { words });
}

/** "Told by 4 reports of 3 independent sources." */
export function toldWords({ n_reports: reports, n_sources: sources }) {
  const told = label("card.reports", { n: reports });
  if (sources === null || sources === undefined) return label("card.told", { reports: told });
  return label("card.told_by_sources", { reports: told, sources: label("card.sources", { n: sources }) });
}

/** A figure in words: "12", "at least 12", "2 to 5", "2 to 5 or more"; null when not stated. */
export function figureWords(low, high, isOpen = false) {
  const [least, most] = [low ?? high ?? null, high ?? low ?? null];
  if (least === null) return null;
  if (least === most) return isOpen ? label("card.at_least", { figure: count(least) }) : count(least);
  return label(isOpen ? "card.from_to_or_more" : "card.from_to", { low: count(least), high: count(most) });
}

/** What a count of an incident comes to: figure, the number that forms go by, and of whom; null when not stated. */
function stated(incident, stem) {
  const [low, high] = [incident[`${stem}_min`], incident[`${stem}_max`]];
  const figure = figureWords(low, high, incident[`${stem}_open`]);
  const isNone = (high ?? low) === 0 && !incident[`${stem}_open`];
  return figure === null ? null : { figure, isNone, n: high ?? low, unit: incident[stem === "strike_count" ? "count_unit" : `${stem}_group`] };
}

/** One count of people in words: "at least 12 killed"; null when not stated. */
export function countedWords(incident, stem) {
  const told = stated(incident, stem);
  if (!told) return null;
  return label(told.isNone ? `card.none_${stem}` : `card.${stem}`, told);
}

/** The toll, a line for each count, each with who said which figure where they differ; null when none is stated. */
export function tollLines(incident) {
  const lines = OF_PEOPLE.map((stem) => {
    const words = countedWords(incident, stem);
    if (!words) return null;
    const { unit, isNone } = stated(incident, stem);
    return [h("span", { class: "block" }, unit && !isNone ? labelled("card.of_whom", { words: capital(words), group: said(unit) }) : capital(words)), differing(incident, stem)];
  });
  return lines.some(Boolean) ? lines : null;
}

/** How many strikes: "at least 33 (airstrikes)", so that number and noun need not agree; null when not stated. */
export function strikeWords(incident) {
  const told = stated(incident, "strike_count");
  if (!told) return null;
  const { figure, unit } = told;
  return [h("span", { class: "block" }, unit ? labelled("card.of_whom", { words: capital(figure), group: said(unit) }) : capital(figure)), differing(incident, "strike_count")];
}

/** Who said which figure of a count, one figure a line; null where all agree. */
function differing(incident, stem) {
  const start = `${COUNTED[stem]} `;
  const told = (incident.figures || "").split(NEXT_COUNT).find((text) => text.startsWith(start));
  if (!told) return null;
  const figures = told.slice(start.length).split(/(?<=\)), (?=\d)/);
  return figures.map((text) => h("span", { class: "soft block" }, whoseFigure(text)));
}

function whoseFigure(text) {
  const found = FIGURE.exec(text);
  if (!found) return said(text);
  const [low, high] = [Number(found[1]), Number(found[2] ?? found[1])];
  return labelled("card.figure_by", { figure: figureWords(low, high, Boolean(found[3])), who: said(found[4]) });
}

/** The tolls as each policy derives them, one count a line; null where all reports agree. */
export function policyWords(incident) {
  if (!incident.policies) return null;
  return incident.policies.split(NEXT_POLICY).map((text) => h("span", { class: "block" }, said(text.replace(BY_POLICY, ":"))));
}

/** Put names or elements in a row as the language lists them: "A, B and C"; of `kind` unit "A, B, C". */
export function listWords(pieces, kind = "conjunction") {
  const parts = new Intl.ListFormat(interfaceLocale(), { type: kind }).formatToParts(pieces.map(String));
  let at = 0;
  return parts.map(({ type, value }) => (type === "element" ? pieces[at++] : value));
}
