/** TypeScript as coloured HTML: comments, strings, numbers, keywords and names that are called. */
import { escapeHtml } from "../../pages/escape.js";

const keywords: ReadonlySet<string> = new Set(
  (
    "abstract as async await break case catch class const continue default delete do else enum export extends " +
    "false finally for from function if implements import in instanceof interface keyof let new null of readonly " +
    "return satisfies static super switch this throw true try type typeof undefined var void while yield"
  ).split(" "),
);

const token = new RegExp(
  [
    /(?<comment>\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))/u,
    /(?<string>"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|`(?:\\[\s\S]|[^`\\])*`?)/u,
    /(?<number>(?<![\w$\p{L}])\d[\d_]*(?:\.[\d_]*)?(?:e[+-]?\d+)?n?)/u,
    /(?<call>[\p{L}_$][\p{L}\p{N}_$]*(?=\s*\())/u,
    /(?<word>[\p{L}_$][\p{L}\p{N}_$]*)/u,
  ]
    .map((part) => part.source)
    .join("|"),
  "giu",
);

export function highlight(code: string): string {
  let html = "";
  let end = 0;
  for (const match of code.matchAll(token)) {
    const text = match[0];
    html += escapeHtml(code.slice(end, match.index)) + span(kindOf(match.groups ?? {}), text);
    end = match.index + text.length;
  }
  return html + escapeHtml(code.slice(end));
}

function kindOf(groups: Readonly<Record<string, string | undefined>>): string | undefined {
  if (keywords.has(groups.call ?? groups.word ?? "")) return "keyword";
  return ["comment", "string", "number", "call"].find((kind) => groups[kind] !== undefined);
}

function span(kind: string | undefined, text: string): string {
  return kind === undefined ? escapeHtml(text) : `<span class="${kind}">${escapeHtml(text)}</span>`;
}
