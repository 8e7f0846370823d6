// How the words of an article are set: in its language, and the way that it runs.

import { said } from "../base/dom.js";

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Attributes of an element that holds words of a report's article. */
export function written(incident, about) {
  const { lang, dir } = about.articles?.[incident.article_id] || {};
  return lang ? { lang, dir } : { dir: "auto" };
}

/** A name in the spelling of the article, or else in ours: in the article's language where it runs its way. */
export function spelled(text, incident, about) {
  const article = written(incident, about);
  const way = RIGHT_TO_LEFT.test(text) ? "rtl" : "ltr";
  if (article.dir === way) return said(text, article);
  // An event of several has no article: its name is of the one language of the page that runs this way.
  const lang = way === "rtl" ? about.rightToLeft : null;
  return said(text, lang ? { lang, dir: way } : {});
}
