// A rule for the linter: what readers see comes from the catalogue of labels, so no literal of the
// scripts holds words.

/** A word with a space beside it, or one that begins as a sentence does. */
const WORDS = /\p{L}{2,}\s|\s\p{L}{2,}|^\p{Lu}\p{Ll}{2,}/u;
const ANY_WORD = /\p{L}{2,}/u;

/** What is no word for readers whatever stands around it: capitals alone (formats), and the weight of a font. */
const CAPITALS = /^[\p{Lu}\P{L}]*$/u;
const FONT = /^italic \d+$/;

/** Where what is written is shown: children of elements by the number of arguments before them, and names. */
const CHILDREN = { h: 2, svg: 2, refill: 1, label: Infinity };
const SHOWN = /^(aria-label|aria-valuetext|aria-description|title|placeholder|alt|textContent|innerText)$/;

/** What no reader sees, and why it may hold words. */
const UNSEEN = [
  { why: "a module", is: ({ type }) => /^(Import|Export)/.test(type) },
  { why: "a name of a member", is: ({ type, computed }) => type === "MemberExpression" && computed },
  { why: "compared, not shown", is: ({ type, operator }) => type === "BinaryExpression" && operator !== "+" },
  { why: "names of classes, relations, fonts and kinds in files", is: (node) => node.type === "Property" && /^(class|rel|font|type)$/.test(nameOf(node.key)) },
  { why: "fonts, filters, lines and styles of a drawing", is: (node) => node.type === "AssignmentExpression" && /\.(font|filter|fontFamily)$|\.style\./.test(pathOf(node.left)) },
  { why: "names of events, selectors, conditions of the screen", is: (node) => node.type === "CallExpression" && /(^|\.)(on|querySelector|querySelectorAll|closest|matches|matchMedia)$/.test(pathOf(node.callee)) },
];

function nameOf(key) {
  return key.name ?? String(key.value);
}

/** A chain of members as text: `element.style.left`. */
function pathOf(node) {
  if (node.type === "MemberExpression") return `${pathOf(node.object)}.${node.property.name ?? ""}`;
  return node.name ?? "";
}

/** Whether what a literal stands in is passed on as it is: choices, lists, templates. */
function passesOn({ type }) {
  return ["ConditionalExpression", "LogicalExpression", "ArrayExpression", "TemplateLiteral", "SpreadElement"].includes(type);
}

/** Whether a node is shown as it is: a child of an element, or an attribute with words. */
function isShown(node) {
  let [inner, outer] = [node, node.parent];
  while (outer && passesOn(outer)) [inner, outer] = [outer, outer.parent];
  if (outer?.type === "CallExpression") return outer.arguments.indexOf(inner) >= (CHILDREN[pathOf(outer.callee)] ?? Infinity);
  if (outer?.type === "Property") return SHOWN.test(nameOf(outer.key)) && outer.value === inner;
  return outer?.type === "AssignmentExpression" && SHOWN.test(pathOf(outer.left).split(".").at(-1));
}

function isUnseen(node) {
  let [inner, outer] = [node, node.parent];
  while (outer && (passesOn(outer) || outer === node.parent)) {
    if (UNSEEN.some(({ is }) => is(outer))) return true;
    [inner, outer] = [outer, outer.parent];
  }
  return Boolean(outer) && inner !== outer.key && UNSEEN.some(({ is }) => is(outer));
}

function isFormat(text) {
  return CAPITALS.test(text) || FONT.test(text);
}

/** The rule itself. */
export const noWords = {
  meta: { type: "problem", schema: [] },
  create(context) {
    const see = (node, text) => {
      const pattern = isShown(node) ? ANY_WORD : WORDS;
      if (pattern.test(text) && !isFormat(text) && !isUnseen(node)) context.report({ node, message: `"${text}" belongs into the catalogue of labels.` });
    };
    return {
      Literal: (node) => typeof node.value === "string" && see(node, node.value),
      TemplateElement: (node) => see(node, node.value.cooked),
    };
  },
};
