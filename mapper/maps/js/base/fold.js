// One spelling for a search: small letters, no accents, Arabic letters that are written in
// more than one way brought to one.

const MARKS = /[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\u200b-\u200f\u2066-\u2069]/g;
const QUOTES = /[\u02bb-\u02bf\u2018\u2019'`]/g;
const ALIKE = { "\u0649": "\u064a", "\u0629": "\u0647", "\u06a9": "\u0643", "\u06cc": "\u064a", "\u0671": "\u0627" };
const LETTERS = /[\u0649\u0629\u06a9\u06cc\u0671]/g;

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
