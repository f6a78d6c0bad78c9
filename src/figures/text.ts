/**
 * Text as Plotly writes it: `<sub>`, `<sup>`, `<i>`, `<b>`, `<br>` and the entities `&lt; &gt; &amp;`,
 * with the widths of DejaVu Sans, so that margins, legends and captions are laid out without a browser.
 */

/** A stretch of text in one style; `shift` is the height above the baseline and `scale` the size, both relative. */
export interface Run {
  readonly text: string;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly shift: number;
  readonly scale: number;
}

/** The lines of a marked-up text, each a list of runs. */
export function textLines(markup: string): readonly (readonly Run[])[] {
  const lines: Run[][] = [[]];
  const open = { b: 0, i: 0, sub: 0, sup: 0 };
  for (const piece of markup.split(/(<\/?(?:b|i|sub|sup)>|<br ?\/?>)/)) {
    if (piece === "") continue;
    if (/^<br ?\/?>$/.test(piece)) {
      lines.push([]);
      continue;
    }
    const tag = /^<(\/?)(b|i|sub|sup)>$/.exec(piece);
    if (tag !== null) {
      const name = tag[2] as keyof typeof open;
      open[name] = Math.max(0, open[name] + (tag[1] === "/" ? -1 : 1));
      continue;
    }
    const depth = open.sub + open.sup;
    lines[lines.length - 1].push({
      text: unescaped(piece),
      bold: open.b > 0,
      italic: open.i > 0,
      shift: 0.4 * open.sup - 0.2 * open.sub,
      scale: 0.7 ** depth,
    });
  }
  return lines;
}

/** The width of the longest line, in pixels, at a font size. */
export function textWidth(markup: string, size: number): number {
  let widest = 0;
  for (const line of textLines(markup)) {
    let width = 0;
    for (const run of line) width += plainWidth(run.text) * run.scale * (run.bold ? 1.1 : 1);
    widest = Math.max(widest, width);
  }
  return (widest * size) / 1000;
}

/** Blanks, but not those around a sign, as in «η = 0.1» or «95 %». */
const breaks = /(?<![=<≤≥≈±·×−]) +(?![=<≤≥≈±·×−%])/;

/**
 * The text broken at blanks into lines no wider than `width` pixels; a longer word keeps a line of its own. A statement such
 * as «η = 0.1» is broken only where it does not fit in a line.
 */
export function wrapped(markup: string, width: number, size: number): readonly string[] {
  const lines: string[] = [];
  for (const paragraph of markup.split(/<br ?\/?>/)) {
    let line = "";
    const words = paragraph.split(breaks).flatMap((one) => (textWidth(one, size) > width ? one.split(/ +/) : one));
    for (const word of words) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (line !== "" && textWidth(longer, size) > width) {
        lines.push(line);
        line = word;
      } else {
        line = longer;
      }
    }
    lines.push(line);
  }
  return lines;
}

/** The text without its markup, on one line. */
export function plainText(markup: string): string {
  return textLines(markup)
    .map((line) => line.map((run) => run.text).join(""))
    .join(" ");
}

function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

// Advance widths of DejaVu Sans 2.37 in thousandths of the font size, U+0020 … U+007E.
const ascii = [
  318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636,
  636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863,
  748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635,
  615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636,
  337, 636, 838,
];

function plainWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += letterWidth(letter.codePointAt(0) ?? 32);
  return width;
}

function letterWidth(code: number): number {
  if (code >= 32 && code < 127) return ascii[code - 32];
  if (code >= 0x300 && code < 0x370) return 0; // combining accents
  if (code >= 0x370 && code < 0x400) return 630; // Greek
  if ((code >= 0x2070 && code < 0x20a0) || code === 0xb2 || code === 0xb3 || code === 0xb9) return 401; // ² ₀ …
  if (code === 0x2014 || code === 0x2026) return 1000; // dash, ellipsis
  if (code >= 0x2010 && code < 0x2070) return 500; // – ‖ “
  if (code >= 0x2190 && code < 0x2300) return 830; // arrows and operators
  return code < 0x250 ? 640 : 700;
}
