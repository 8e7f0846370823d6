// One spelling for a search: small letters, no accents, Arabic letters that are written in
// more than one way brought to one.

const MARKS = /[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200f\u2066-\u2069]/g;
const QUOTES = /[\u02b9-\u02bf\u02c8\u02ca\u02cb\u2018-\u201b\u2032\u00b4\uff07'\u0060]/g;

/** Letters that have no accent to drop and are one with another; as the gazetteer has them. */
const ALIKE = {
  "\u0649": "\u064a", "\u0629": "\u0647", "\u06a9": "\u0643", "\u06cc": "\u064a", "\u0671": "\u0627",
  "\u06d0": "\u064a", "\u06be": "\u0647", "\u06c1": "\u0647",
  "\u0131": "i", "\u00f8": "o", "\u0111": "d", "\u00f0": "d", "\u0127": "h", "\u0142": "l", "\u0259": "a",
  "\u00df": "s", "\u00e6": "a", "\u0153": "o", "\u00fe": "t",
};
for (let digit = 0; digit < 10; digit++) ALIKE[String.fromCharCode(0x660 + digit)] = String(digit);
const LETTERS = new RegExp(`[${Object.keys(ALIKE).join("")}]`, "g");

/** Fold text for searching; positions are not kept, separators are. */
export function fold(text) {
  const small = text.toLowerCase();
  // Plain ASCII needs no more, and most of a million rows is that.
  // eslint-disable-next-line no-control-regex
  if (/^[\x00-\x7f]*$/.test(small)) return small.replace(QUOTES, "");
  return small
    .normalize("NFKD")
    .replace(MARKS, "")
    .replace(LETTERS, (letter) => ALIKE[letter])
    .replace(QUOTES, "");
}
