// Places by any of their spellings: by the letters, by the sound, and those that are only alike.

import { fold } from "../base/fold.js";
import { Sounds } from "../base/sounds.js";

/** Letters that a name sought has at least, and those from which its sound may go on. */
const [LEAST, LEAST_HEARD] = [2, 4];

/** How a place was found, best first: written so, begun so, sounding so, holding it, sounding so far, alike. */
const [WHOLE, BEGUN, HEARD, HELD, HEARD_SO_FAR, ONLY_ALIKE] = [0, 1, 2, 3, 4, 5];

/** Consonants from which equal ones make a name alike. */
const ALIKE_BONES = 3;

/** What may differ for each sound of the shorter name: with the same consonants, and without. */
const [MOST_APART, MOST_APART_OTHERWISE] = [0.32, 0.16];

/** Texts of places one behind the other, to be looked through at once. */
class Joined {
  constructor(listed) {
    this.listed = listed;
    this.text = listed.map(({ text }) => text).join("");
    let end = 0;
    this.starts = listed.map(({ text }) => (end += text.length) - text.length);
  }

  /** Tell of each spot where some text stands: the place, and the spot. */
  each(wanted, tell) {
    for (let at = this.text.indexOf(wanted); at >= 0; at = this.text.indexOf(wanted, at + 1)) tell(this.listed[this.numberAt(at)].i, at);
  }

  numberAt(at) {
    let [low, high] = [0, this.starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] <= at) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** Finds the settlements of a page. */
export class Spellings {
  constructor({ places, sounds }) {
    this.places = places;
    this.sounds = new Sounds(sounds);
  }

  /** All spellings made ready, when first asked for: by letters, and by sound with their place. */
  get listed() {
    this.ready ??= this.list();
    return this.ready;
  }

  list() {
    const { name = [], name_ar: local, names } = this.places;
    const [whole, sounding, forms] = [new Map(), new Map(), []];
    const [latin, other] = [[], []];
    name.forEach((own, i) => {
      for (const one of [own, local?.[i], ...(names?.[i] || [])].filter(Boolean)) {
        const text = fold(one);
        (isPlain(text) ? latin : other).push({ i, text: `\n${text}\n` });
        for (const key of [text, this.joined(one)]) put(whole, key, i);
        for (const heard of this.sounds.forms(one)) {
          forms.push({ i, text: `\n${heard.vowelled}\n`, ...heard });
          put(sounding, heard.vowelled, i);
        }
      }
    });
    return { whole, sounding, forms, latin: new Joined(latin), other: new Joined(other), heard: new Joined(forms) };
  }

  joined(name) {
    return this.sounds.words(name).join("");
  }

  /** Places that a name may mean, best first; those only `alike` where there is no other. */
  find(name, most) {
    const score = ({ i, rank }) => rank * 1e6 - this.weight(i);
    return this.rank(name.trim())
      .sort((a, b) => score(a) - score(b))
      .slice(0, most)
      .map(({ i, rank }) => this.found(i, rank));
  }

  /** What lets a place stand before others: that something of the page is at it, its people, a short name. */
  weight(i) {
    const { place_id: ids, population, name } = this.places;
    return (ids?.[i] ? 1e4 : 0) + (population?.[i] || 0) / 1e4 - name[i].length;
  }

  found(i, rank) {
    const { places } = this;
    return {
      place_id: places.place_id?.[i] || null,
      name: places.name[i],
      arabic: places.name_ar?.[i] || null,
      within: places.admin1?.[i] || null,
      position: [places.lat[i], places.lon[i]],
      // That a name goes on as it sounds helps while typing; it names no place.
      named: rank !== HEARD_SO_FAR,
      alike: rank >= ONLY_ALIKE,
    };
  }

  /** Places with the best of the ways in which a name finds them. */
  rank(name) {
    const wanted = fold(name);
    if (wanted.length < LEAST) return [];
    const { whole, sounding, heard, latin, other } = this.listed;
    const best = new Map();
    const take = (i, rank) => rank < (best.get(i) ?? Infinity) && best.set(i, rank);
    for (const key of [wanted, this.joined(name)]) for (const i of whole.get(key) || []) take(i, WHOLE);
    const asked = this.sounds.forms(name);
    for (const { vowelled } of asked) for (const i of sounding.get(vowelled) || []) take(i, HEARD);
    const texts = isPlain(wanted) ? latin : other;
    texts.each(wanted, (i, at) => take(i, texts.text[at - 1] === "\n" ? BEGUN : HELD));
    const isWritten = [...best.values()].some((rank) => rank < HELD);
    const goingOn = isWritten ? [] : asked.filter(({ vowelled }) => vowelled.length >= LEAST_HEARD);
    for (const { vowelled } of goingOn) heard.each(`\n${vowelled}`, (i) => take(i, HEARD_SO_FAR));
    if (!best.size) for (const one of asked) this.rankAlike(one, take);
    return [...best].map(([i, rank]) => ({ i, rank }));
  }

  /** Take the places whose names differ by few sounds from one asked for. */
  rankAlike(asked, take) {
    for (const { i, classed, bones } of this.listed.forms) {
      const isSame = bones === asked.bones && bones.length >= ALIKE_BONES;
      const most = (isSame ? MOST_APART : MOST_APART_OTHERWISE) * Math.min(classed.length, asked.classed.length);
      const apart = this.sounds.distance(asked.classed, classed, most);
      if (apart <= most) take(i, ONLY_ALIKE + apart);
    }
  }
}

function put(map, key, i) {
  if (map.has(key)) map.get(key).push(i);
  else if (key) map.set(key, [i]);
}

/** Whether a text is of plain letters, as most are: then it is not sought among the others. */
function isPlain(text) {
  // eslint-disable-next-line no-control-regex
  return /^[\x00-\x7f]*$/.test(text);
}
