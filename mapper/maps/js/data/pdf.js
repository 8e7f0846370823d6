// A document of one page with one picture on it, as PDF 1.4.

/** The first lines; the letters of the second tell that not all of the file is text. */
const FIRST_LINES = ["%PDF-1.4", "%\u00e2\u00e3\u00cf\u00d3"];

/**
 * Write the pixels of a picture as a page of `across` by `down` points. `about` has title, author (or null)
 * and subject of the document, and its language.
 */
export async function toPdf({ data, width, height }, { across, down }, about) {
  const pixels = await deflated(withoutAlpha(data));
  const [wide, tall] = [across, down].map((side) => side.toFixed(2));
  const drawn = ascii(["q", wide, 0, 0, tall, 0, 0, "cm", "/Picture", "Do", "Q"].join(" "));
  const image = { Type: "/XObject", Subtype: "/Image", Width: width, Height: height, ColorSpace: "/DeviceRGB", BitsPerComponent: 8, Filter: "/FlateDecode", Length: pixels.length };
  const objects = [
    [{ Type: "/Catalog", Pages: "2 0 R", Lang: hexText(about.language), ViewerPreferences: { DisplayDocTitle: true } }],
    [{ Type: "/Pages", Kids: "[3 0 R]", Count: 1 }],
    [{ Type: "/Page", Parent: "2 0 R", MediaBox: `[0 0 ${wide} ${tall}]`, Resources: { XObject: { Picture: "4 0 R" } }, Contents: "5 0 R" }],
    [image, pixels],
    [{ Length: drawn.length }, drawn],
    [information(about)],
  ];
  return assembled(objects);
}

/** Join numbered objects, and say where each begins. */
function assembled(objects) {
  const parts = [];
  const starts = [];
  let at = 0;
  const add = (...lines) => {
    for (const one of lines) {
      const bytes = typeof one === "string" ? ascii(one) : one;
      parts.push(bytes, ascii("\n"));
      at += bytes.length + 1;
    }
  };
  add(...FIRST_LINES);
  objects.forEach(([entries, stream], i) => {
    starts.push(at);
    add([i + 1, 0, "obj"].join(" "), dictionary(entries));
    if (stream) add("stream", stream, "endstream");
    add("endobj");
  });
  const size = objects.length + 1;
  const table = starts.map((start) => `${String(start).padStart(10, "0")} 00000 n `);
  const begins = at;
  add("xref", `0 ${size}`, "0000000000 65535 f ", ...table, "trailer", dictionary({ Size: size, Root: "1 0 R", Info: `${objects.length} 0 R` }), "startxref", String(begins), "%%EOF");
  return new Blob(parts, { type: "application/pdf" });
}

/** Write names and values as PDF does. */
function dictionary(entries) {
  const written = Object.entries(entries).map(([name, value]) => `/${name} ${value instanceof Object ? dictionary(value) : value}`);
  return `<< ${written.join(" ")} >>`;
}

function information({ title, author, subject }) {
  const told = { Title: title, Author: author, Subject: subject, Creator: "incident-mapper" };
  return Object.fromEntries(
    Object.entries(told)
      .filter(([, text]) => text)
      .map(([name, text]) => [name, hexText(text)]),
  );
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
