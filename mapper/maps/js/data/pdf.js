// A document of one page with one picture on it, as PDF 1.4.

/* eslint-disable mapper/no-words -- words of a file's format, which no reader sees */

const LETTERS_OF_HEADER = "%PDF-1.4\n%\u00e2\u00e3\u00cf\u00d3\n";

/**
 * Write the pixels of a picture as a page of `across` by `down` points. `about` has title, author (or null)
 * and subject of the document, and its language.
 */
export async function toPdf({ data, width, height }, { across, down }, about) {
  const pixels = await deflated(withoutAlpha(data));
  const drawn = ascii(`q ${across.toFixed(2)} 0 0 ${down.toFixed(2)} 0 0 cm /Picture Do Q`);
  const objects = [
    [`<< /Type /Catalog /Pages 2 0 R /Lang ${hexText(about.language)} /ViewerPreferences << /DisplayDocTitle true >> >>`],
    ["<< /Type /Pages /Kids [3 0 R] /Count 1 >>"],
    [`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${across.toFixed(2)} ${down.toFixed(2)}] /Resources << /XObject << /Picture 4 0 R >> >> /Contents 5 0 R >>`],
    [`<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode /Length ${pixels.length} >>`, pixels],
    [`<< /Length ${drawn.length} >>`, drawn],
    [`<< ${information(about)} >>`],
  ];
  return assembled(objects);
}

/** Join numbered objects, and say where each begins. */
function assembled(objects) {
  const parts = [ascii(LETTERS_OF_HEADER)];
  const starts = [];
  let at = parts[0].length;
  const add = (part) => {
    parts.push(part);
    at += part.length;
  };
  objects.forEach(([dictionary, stream], i) => {
    starts.push(at);
    add(ascii(`${i + 1} 0 obj\n${dictionary}\n`));
    if (stream) [ascii("stream\n"), stream, ascii("\nendstream\n")].forEach(add);
    add(ascii("endobj\n"));
  });
  const table = starts.map((start) => `${String(start).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  add(ascii(`xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R /Info ${objects.length} 0 R >>\nstartxref\n${at}\n%%EOF\n`));
  return new Blob(parts, { type: "application/pdf" });
}

function information({ title, author, subject }) {
  const told = { Title: title, Author: author, Subject: subject, Creator: "incident-mapper" };
  return Object.entries(told)
    .filter(([, text]) => text)
    .map(([name, text]) => `/${name} ${hexText(text)}`)
    .join(" ");
}

/** A text as UTF-16 in hexadecimal digits: no letter of it can end the text. */
function hexText(text) {
  const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i).toString(16).padStart(4, "0"));
  return `<feff${units.join("")}>`;
}

function withoutAlpha(data) {
  const found = new Uint8Array((data.length / 4) * 3);
  for (let from = 0, to = 0; from < data.length; from += 4) {
    found[to++] = data[from];
    found[to++] = data[from + 1];
    found[to++] = data[from + 2];
  }
  return found;
}

async function deflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function ascii(text) {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
