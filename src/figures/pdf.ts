/**
 * A figure as a one-page PDF of vector paths, without a browser. The SVG is first reduced to paths by resvg, letters
 * included, so the page looks the same everywhere and needs no fonts (its text cannot be searched).
 */

import { deflateSync } from "node:zlib";
import type { FigureData } from "./figure.js";
import { reduced } from "./png.js";
import { plainText } from "./text.js";

/** PDF points per pixel. */
const points = 0.75;

export function pdf(figure: FigureData): Uint8Array {
  const { paths, width, height } = reduced(figure);
  const { content, opacities } = contentOf(paths);
  const [w, h] = [width * points, height * points];
  const stream = deflateSync(Buffer.from(`${points} 0 0 ${-points} 0 ${h} cm\n${content}`, "latin1"), { level: 9 });
  const states = opacities.map((name) => {
    const [, fill, stroke] = name.split("_");
    return `/${name} << /ca ${Number(fill) / 1000} /CA ${Number(stroke) / 1000} >>`;
  });
  const { title } = figure.layout;
  const [named, seen] = [title === undefined ? "Figure" : plainText(title.text), plainText(figure.alt)];
  return file([
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${w} ${h}] /Contents 4 0 R /Resources << /ExtGState << ${states.join(" ")} >> >> >>`,
    Buffer.concat([
      Buffer.from(`<< /Length ${stream.length} /Filter /FlateDecode >>\nstream\n`),
      stream,
      Buffer.from("\nendstream"),
    ]),
    `<< /Title ${pdfText(named)} /Subject ${pdfText(seen)} >>`,
  ]);
}

function pdfText(text: string): string {
  return `<${Buffer.from(`\ufeff${text}`, "utf16le").swap16().toString("hex")}>`;
}

/** The drawing operators of an SVG that holds only groups, clips and paths. */
function contentOf(svg: string): { readonly content: string; readonly opacities: readonly string[] } {
  const out: string[] = [];
  const opacities = new Set<string>();
  const clips = new Map<string, string>();
  let clip: string | undefined;
  for (const [, closing, name, text, selfClosing] of svg.matchAll(/<(\/?)([a-zA-Z]+)((?: [^<>]*?)?)(\/?)>/g)) {
    const at = (key: string) => new RegExp(` ${key}="([^"]*)"`).exec(text)?.[1];
    if (name === "clipPath") {
      clip = closing === "" ? at("id") : undefined;
    } else if (name === "g" && selfClosing === "") {
      out.push(closing === "" ? `q ${transform(at("transform"))}${clipping(at("clip-path"), clips)}` : "Q");
    } else if (name === "path") {
      const d = operators(at("d") ?? "");
      if (clip !== undefined) {
        clips.set(clip, d);
        continue;
      }
      const [fill, stroke] = [at("fill") ?? "none", at("stroke") ?? "none"];
      const state = `o_${thousandths(at("fill-opacity"))}_${thousandths(at("stroke-opacity"))}`;
      opacities.add(state);
      const paint = fill === "none" ? (stroke === "none" ? "n" : "S") : stroke === "none" ? "f" : "B";
      const pen =
        stroke === "none"
          ? ""
          : `${rgb(stroke)} RG ${at("stroke-width") ?? 1} w [${at("stroke-dasharray") ?? ""}] 0 d `;
      const join = at("stroke-linejoin") === "round" ? "1 j " : "0 j ";
      const ink = fill === "none" ? "" : `${rgb(fill)} rg `;
      out.push(`q ${transform(at("transform"))}/${state} gs ${pen}${join}${ink}${d} ${paint} Q`);
    }
  }
  return { content: out.join("\n"), opacities: [...opacities] };
}

function transform(matrix: string | undefined): string {
  return matrix === undefined ? "" : `${matrix.replace(/^matrix\(|\)$/g, "")} cm `;
}

function clipping(reference: string | undefined, clips: ReadonlyMap<string, string>): string {
  const d = clips.get(/#([^)]*)/.exec(reference ?? "")?.[1] ?? "");
  return d === undefined ? "" : `${d} W n`;
}

function thousandths(opacity: string | undefined): number {
  return Math.round(1000 * Number(opacity ?? 1));
}

function rgb(hex: string): string {
  return [1, 3, 5].map((at) => (Number.parseInt(hex.slice(at, at + 2), 16) / 255).toFixed(4)).join(" ");
}

/** SVG path commands M, L, Q, C, Z with absolute coordinates, as PDF operators. */
function operators(d: string): string {
  const out: string[] = [];
  let [x, y] = [0, 0];
  for (const [, command, rest] of d.matchAll(/([MLQCZ])([^MLQCZ]*)/g)) {
    const v = rest
      .trim()
      .split(/[\s,]+/)
      .map(Number);
    if (command === "Z") out.push("h");
    else if (command === "M") out.push(`${fixed(v)} m`);
    else if (command === "L") out.push(`${fixed(v)} l`);
    else if (command === "C") out.push(`${fixed(v)} c`);
    else out.push(`${fixed(cubic(x, y, v))} c`);
    if (command !== "Z") [x, y] = v.slice(-2);
  }
  return out.join(" ");
}

/** A quadratic Bézier curve raised to the cubic that PDF knows. */
function cubic(x: number, y: number, [cx, cy, ex, ey]: readonly number[]): readonly number[] {
  const third = (from: number, control: number) => from + (2 / 3) * (control - from);
  return [third(x, cx), third(y, cy), third(ex, cx), third(ey, cy), ex, ey];
}

function fixed(values: readonly number[]): string {
  return values.map((value) => String(Number(value.toFixed(3)))).join(" ");
}

/** The objects, numbered from 1, with the table of where each begins. */
function file(objects: readonly (string | Buffer)[]): Uint8Array {
  const parts: Buffer[] = [Buffer.from("%PDF-1.4\n")];
  const starts: number[] = [];
  let length = parts[0].length;
  const add = (part: Buffer) => {
    parts.push(part);
    length += part.length;
  };
  for (const [i, object] of objects.entries()) {
    starts.push(length);
    add(Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), Buffer.from(object), Buffer.from("\nendobj\n")]));
  }
  const table = starts.map((start) => `${String(start).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R /Info ${objects.length} 0 R >>\nstartxref\n${length}\n%%EOF\n`;
  add(Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${table}${trailer}`));
  return new Uint8Array(Buffer.concat(parts));
}
