/** Markdown with mathematics, as Jupyter reads it, rendered to safe HTML. */
import katex from "katex";
import { Marked, type Tokens } from "marked";
import { escapeHtml, safeAddress } from "../../pages/escape.js";
import { highlight } from "./highlight.js";

export interface Heading {
  readonly id: string;
  readonly depth: number;
  /** Inline HTML. */
  readonly html: string;
}

export interface MarkdownOptions {
  /** Where a link leads; default: where it says. */
  readonly link?: (address: string) => string;
  /** What an image shows, if it can be had. */
  readonly image?: (address: string) => string | undefined;
  /** Headings met are added here, and get ids that are new among these. */
  readonly headings?: Heading[];
}

export function renderMarkdown(source: string, options: MarkdownOptions = {}): string {
  const { text, restore } = setMathAside(source);
  const headings = options.headings ?? [];
  const known = headings.length;
  const html = restore(parserFor({ ...options, headings }).parse(text, { async: false }));
  headings.push(...headings.splice(known).map((heading) => ({ ...heading, html: restore(heading.html) })));
  return html;
}

/** A single line of Markdown, without a paragraph around it. */
export function renderInline(source: string): string {
  const { text, restore } = setMathAside(source);
  return restore(parserFor({}).parseInline(text, { async: false }));
}

/** LaTeX, with or without its dollars; what KaTeX cannot read is shown as it is, with the reason. */
export function renderMath(source: string, display: boolean): string {
  const bare = source.trim().replace(/^(\$\$?)([\s\S]*)\1$/, "$2");
  try {
    return katex.renderToString(bare, { displayMode: display, strict: "ignore", trust: false });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // The rest of KaTeX's message repeats the source, underlined by characters few fonts have.
    const reason = message.replace(/^KaTeX parse error: /, "").replace(/ at position \d+: [\s\S]*$/, "");
    return `<span class="tex-error"><code>${escapeHtml(source.trim())}</code> <small>${escapeHtml(reason)}</small></span>`;
  }
}

export interface Summary {
  /** Markdown of one line each; empty where the notebook has none. */
  readonly title: string;
  readonly description: string;
  /** What was found, in one sentence: the paragraph that begins with «**Finding.**». */
  readonly finding: string;
}

const findingMark = /^\*\*Finding\.\*\*\s*/;

/** The first heading, the first paragraph, and the finding. */
export function summarize(sources: readonly string[]): Summary {
  const tokens = sources.flatMap((source) => new Marked().lexer(source));
  const texts = (type: string): string[] =>
    tokens
      .filter((token) => token.type === type)
      .map((token) => ("text" in token ? String(token.text).replace(/\s+/g, " ").trim() : ""));
  const paragraphs = texts("paragraph");
  return {
    title: texts("heading").at(0) ?? "",
    description: paragraphs.find((text) => !findingMark.test(text)) ?? "",
    finding: paragraphs.find((text) => findingMark.test(text))?.replace(findingMark, "") ?? "",
  };
}

/** What remains of one line of Markdown where no markup is possible, as in a window's title. */
export function plainText(source: string): string {
  return source.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[*_`$\\]/g, "");
}

/** Code first, so that a dollar in it stays a dollar; then mathematics in the order in which it binds. */
const codeOrMath: RegExp = new RegExp(
  [
    /(?<fence>^[ \t]*(?<ticks>```+|~~~+)[\s\S]*?(?:^[ \t]*\k<ticks>|(?![\s\S])))/,
    /(?<code>(?<quote>`+)(?!`)[\s\S]*?(?<!`)\k<quote>(?!`))/,
    /\$\$(?<display>[\s\S]+?)\$\$/,
    /(?<environment>\\begin\{(?<name>[a-z]+\*?)\}[\s\S]*?\\end\{\k<name>\})/,
    /(?<escaped>\\\$)/,
    /\$(?!\s)(?<inline>(?:\\.|[^$\\\n]|\n(?!\s*\n))+?)(?<!\s)\$(?!\d)/,
  ]
    .map((part) => part.source)
    .join("|"),
  "gm",
);

const mathToken = /\uE000(\d+)\uE001/g;

/** Mathematics is full of what Markdown means otherwise (_ * | \), so Markdown sees a token in its place. */
function setMathAside(source: string): { text: string; restore(html: string): string } {
  const rendered: string[] = [];
  const text = source.replace(/[\uE000\uE001]/g, "").replace(codeOrMath, (whole, ...rest) => {
    const groups = rest.at(-1) as Record<string, string | undefined>;
    const display = groups.display ?? groups.environment;
    const math = display ?? groups.inline;
    if (math === undefined) return whole;
    rendered.push(renderMath(math, display !== undefined));
    return `\uE000${rendered.length - 1}\uE001`;
  });
  return { text, restore: (html) => html.replace(mathToken, (_token, i: string) => rendered[Number(i)]) };
}

/** Raw HTML is shown as text, but for these tags, bare. */
const bareTag = /&lt;(\/?(?:br|b|i|em|strong|sub|sup|kbd|small|details|summary|hr|p|div|center)\s*\/?)&gt;/gi;

function parserFor({ link = (address) => address, image = () => undefined, headings = [] }: MarkdownOptions): Marked {
  return new Marked({
    renderer: {
      html({ text }: Tokens.HTML | Tokens.Tag): string {
        return escapeHtml(text).replace(bareTag, "<$1>");
      },
      code({ text, lang = "" }: Tokens.Code): string {
        const isOurs = /^(ts|typescript|js|javascript)$/.test(lang);
        return `<pre tabindex="0" role="region" aria-label="code"><code>${isOurs ? highlight(text) : escapeHtml(text)}</code></pre>\n`;
      },
      heading({ tokens, depth, text }: Tokens.Heading): string {
        const html = this.parser.parseInline(tokens);
        const id = newId(text, headings);
        headings.push({ id, depth, html });
        const anchor = `<a class="anchor" href="#${id}" aria-label="Link to this section">#</a>`;
        return `<h${depth} id="${id}">${html}${depth === 1 ? "" : ` ${anchor}`}</h${depth}>\n`;
      },
      paragraph({ tokens, text }: Tokens.Paragraph): string {
        const kind = findingMark.test(text) ? ' class="finding"' : "";
        return `<p${kind}>${this.parser.parseInline(tokens)}</p>\n`;
      },
      link({ href, tokens }: Tokens.Link): string {
        return `<a href="${escapeHtml(safeAddress(link(href)))}">${this.parser.parseInline(tokens)}</a>`;
      },
      image({ href, text }: Tokens.Image): string {
        const source = image(href);
        return source === undefined ? escapeHtml(text) : `<img src="${escapeHtml(source)}" alt="${escapeHtml(text)}">`;
      },
      table(token: Tokens.Table): string {
        const row = (cells: Tokens.TableCell[], tag: string): string =>
          `<tr>${cells
            .map(({ tokens, align }) => {
              const style = align === null ? "" : ` style="text-align:${align}"`;
              return `<${tag}${style}>${this.parser.parseInline(tokens)}</${tag}>`;
            })
            .join("")}</tr>`;
        const body = token.rows.map((cells) => row(cells, "td")).join("");
        return `<div class="table"><table><thead>${row(token.header, "th")}</thead><tbody>${body}</tbody></table></div>`;
      },
    },
  });
}

function newId(text: string, headings: readonly Heading[]): string {
  const words = text
    .replace(mathToken, "")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? ["section"];
  const base = words.join("-");
  const taken = headings.filter(({ id }) => id === base || id.startsWith(`${base}-`)).length;
  return taken === 0 ? base : `${base}-${taken + 1}`;
}
