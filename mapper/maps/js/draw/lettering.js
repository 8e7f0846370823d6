// Texts of a picture: broken into lines that fit, set from the side that the interface begins on.

const FACE = { font: "system-ui, sans-serif" };

/** What a picture is written on: a pen, its size, and whether it runs right to left. */
export class Paper {
  constructor(pen, width, height, isRightToLeft) {
    Object.assign(this, { pen, width, height, isRightToLeft });
  }

  /** Left edge of a box that begins `x` from the side where reading begins. */
  left(x, width = 0) {
    return this.isRightToLeft ? this.width - x - width : x;
  }

  /** Write one line, its top at `y`, `x` from the side where reading begins. */
  write(text, x, y, { size = 12, weight = 400, colour = "#1c1c1c" } = {}) {
    const { pen } = this;
    pen.font = `${weight} ${size}px ${FACE.font}`;
    pen.textBaseline = "top";
    pen.direction = this.isRightToLeft ? "rtl" : "ltr";
    pen.textAlign = this.isRightToLeft ? "right" : "left";
    pen.fillStyle = colour;
    pen.fillText(text, this.left(x), y);
  }

  /** Write some lines one under another; gives the `y` under the last. */
  writeAll(lines, x, y, look) {
    for (const one of lines) {
      this.write(one, x, y, look);
      y += lineHeight(look);
    }
    return y;
  }

  /** Break a text into lines of a width, `most` at most: what does not fit ends in an ellipsis. */
  lines(text, width, { size = 12, weight = 400 } = {}, most = Infinity) {
    const { pen } = this;
    pen.font = `${weight} ${size}px ${FACE.font}`;
    return broken(text, most, (piece) => pen.measureText(piece).width <= width);
  }
}

/** Height of a line of a size, pixels. */
export function lineHeight({ size = 12 } = {}) {
  return Math.ceil(size * 1.3);
}

function broken(text, most, fits) {
  const lines = [""];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (fits(longer)) {
      lines[lines.length - 1] = longer;
      continue;
    }
    const pieces = fits(word) ? [word] : torn(word, fits);
    if (lines.at(-1)) lines.push(...pieces);
    else lines.splice(-1, 1, ...pieces);
    if (lines.length > most) break;
  }
  if (lines.length <= most) return lines;
  let last = [...lines[most - 1]];
  while (last.length && !fits(`${last.join("")} …`)) last = last.slice(0, -1);
  return [...lines.slice(0, most - 1), `${last.join("").trimEnd()} …`];
}

/** Tear a word that is longer than a line. */
function torn(word, fits) {
  const pieces = [""];
  for (const letter of word) {
    if (pieces.at(-1) && !fits(pieces.at(-1) + letter)) pieces.push("");
    pieces[pieces.length - 1] += letter;
  }
  return pieces;
}
