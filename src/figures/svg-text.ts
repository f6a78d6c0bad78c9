/** Text in SVG: one element per line, one span per style, so that sub- and superscripts need no font of their own. */

import { fontFamily } from "./style.js";
import { type Run, textLines } from "./text.js";

export interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly color: string;
  readonly anchor: "start" | "middle" | "end";
  /** Which part of the block of lines stands at y. Default "baseline": that of the first line. */
  readonly vertical?: "top" | "middle" | "bottom" | "baseline";
  /** Turned a quarter to the left around (x, y). */
  readonly upward?: boolean;
}

/** Height of a line, and of the part of a letter above the baseline, in sizes of the font. */
const lineHeight = 1.3;
const ascent = 0.78;

export function svgText(markup: string, place: TextPlace): string {
  const lines = textLines(markup);
  const { x, y, size, vertical = "baseline" } = place;
  const below = (lines.length - 1) * lineHeight * size;
  const first =
    vertical === "top"
      ? y + ascent * size
      : vertical === "middle"
        ? y + 0.36 * size - below / 2
        : vertical === "bottom"
          ? y - 0.2 * size - below
          : y;
  const turned = place.upward === true ? ` transform="rotate(-90 ${short(x)} ${short(y)})"` : "";
  return lines
    .map((line, i) => {
      const at = `x="${short(x)}" y="${short(first + i * lineHeight * size)}"`;
      const style = `font-size="${short(size)}" fill="${place.color}" text-anchor="${place.anchor}"`;
      return `<text ${at} ${style}${turned}>${spans(line, size)}</text>`;
    })
    .join("\n");
}

/** What all text shares, as attributes of a group. */
export const textStyle: string = `font-family="${fontFamily}"`;

function spans(line: readonly Run[], size: number): string {
  let shift = 0;
  return line
    .map((run) => {
      const move = (shift - run.shift) * size;
      shift = run.shift;
      const styles = [
        move === 0 ? "" : ` dy="${short(move)}"`,
        run.scale === 1 ? "" : ` font-size="${short(run.scale * size)}"`,
        run.bold ? ' font-weight="bold"' : "",
        run.italic ? ' font-style="italic"' : "",
      ].join("");
      return styles === "" ? escaped(run.text) : `<tspan${styles}>${escaped(run.text)}</tspan>`;
    })
    .join("");
}

/** Text made safe inside an element or an attribute; control characters, which XML forbids, are left out. */
export function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** A coordinate with at most two decimals, kept within what rasterizers can hold. */
export function short(value: number): string {
  return String(Number(Math.min(1e5, Math.max(-1e5, value)).toFixed(2)) + 0);
}
