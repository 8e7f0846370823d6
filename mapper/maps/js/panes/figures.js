// How often an event is told, and what its reports disagree on, in words.

import { h, said } from "../base/dom.js";
import { count } from "../base/labels.js";

/** The columns of counts, as the table of events words them. */
const COUNTED = { strike_count: "strike count", killed: "killed", injured: "injured", displaced: "displaced" };

/** Where the figures of the next count begin, after a bracket that no name has, and those of the next policy. */
const NEXT_COUNT = new RegExp(`(?<=\\)); (?=(?:${Object.values(COUNTED).join("|")}) \\d)`);
const NEXT_POLICY = new RegExp(`; (?=(?:${Object.values(COUNTED).join("|")}) by )`);

/** What the build says by which of its steps a pair was left doubtful. */
const DOUBTS = {
  score: "The reports of both speak too little for one event",
  tie: "A report fits several events about equally, and is of one at most",
  cluster: "Two of their reports go together, the others speak against it",
  other_kinds: "Their kinds of attack are no kin, whatever else they share",
};

/** Why two events may be one and were not joined, with what speaks for it. */
export function doubtWords({ by, score }) {
  const words = DOUBTS[by] || "The build left it open";
  return typeof score === "number" ? `${words}: ${score.toFixed(1)} bits.` : `${words}.`;
}

/** "Told by 4 reports of 3 independent sources." */
export function toldWords({ n_reports: reports, n_sources: sources }) {
  const told = `Told by ${count(reports)} ${reports === 1 ? "report" : "reports"}`;
  if (sources === null || sources === undefined) return `${told}.`;
  return `${told} of ${sources === 1 ? "one source" : `${count(sources)} independent sources`}.`;
}

/** Who said which figure of a count, one figure a line; null where all agree. */
export function differing(incident, stem) {
  const start = `${COUNTED[stem]} `;
  const told = (incident.figures || "").split(NEXT_COUNT).find((text) => text.startsWith(start));
  if (!told) return null;
  const figures = told.slice(start.length).split(/(?<=\)), (?=\d)/);
  return figures.map((figure) => h("span", { class: "soft block" }, said(figure)));
}

/** The tolls as each policy derives them, one count a line; null where all reports agree. */
export function policyWords(incident) {
  if (!incident.policies) return null;
  return incident.policies.split(NEXT_POLICY).map((text) => h("span", { class: "block" }, said(text.replace(" by policy:", ":"))));
}
