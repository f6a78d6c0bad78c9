import { describe, expect, it } from "vitest";
import { highlight } from "./highlight.js";
import { type Heading, renderInline, renderMarkdown, summarize } from "./markdown.js";

const formulas = (source: string): string[] =>
  [...renderMarkdown(source).matchAll(/<annotation encoding="application\/x-tex">(.*?)<\/annotation>/gs)].map(
    (m) => m[1],
  );

describe("Markdown", () => {
  it("renders mathematics, whatever Markdown would make of it", () => {
    expect(formulas("a $x_1*y_2*z$ b")).toEqual(["x_1*y_2*z"]);
    expect(formulas("$$\n- a \\\\\n+ b\n$$")).toEqual(["- a \\\\\n+ b"]);
    expect(formulas("| $|p|$ |\n|--|\n| $\\|x\\|$ |")).toEqual(["|p|", "\\|x\\|"]);
    expect(formulas("\\begin{align*}a &= b\\\\ c &= d\\end{align*}")).toEqual([
      "\\begin{align*}a &amp;= b\\\\ c &amp;= d\\end{align*}",
    ]);
    expect(renderInline("so $x$")).toMatch(/^so <span class="katex">/);
  });

  it("leaves dollars that mean money, and those in code", () => {
    expect(formulas("it costs $5 and $6, or \\$x, or $ 7 $")).toEqual([]);
    expect(formulas("`$x$` and ``a ` $y$``")).toEqual([]);
    expect(formulas("```sh\necho $HOME $PATH\n```\n\n  ~~~\n  $x$\n  ~~~")).toEqual([]);
  });

  it("shows what KaTeX cannot read rather than failing", () => {
    expect(renderMarkdown("$\\notacommand <b>$")).toContain(
      "<code>\\notacommand &lt;b&gt;</code> <small>Undefined control sequence: \\notacommand</small>",
    );
    expect(renderMarkdown("$$\\begin{aligned} a &= b$$")).toMatch(
      /<code>.*aligned.*<\/code> <small>Expected .*<\/small>/,
    );
    expect(renderMarkdown("$\\href{javascript:alert(1)}{x}$")).not.toContain('href="javascript');
  });

  it("lets no script through", () => {
    const html = renderMarkdown(
      '<script>alert(1)</script>\n\n<img src=x onerror=alert(1)> <b onclick="x">b</b> <b>bold</b>\n\n' +
        "[a](javascript:alert(1)) [b](JaVaScript:alert(1)) [c](java\tscript:x) [d](data:text/html,x) ![e](javascript:x)\n\n" +
        '`<i>` [f](https://x/"onmouseover="y)',
    );
    const tags = [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag);
    expect(new Set(tags)).toEqual(
      new Set([
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        '<a href="#">',
        "</a>",
        "<code>",
        "</code>",
        expect.stringMatching(/^<a href="https:\/\/x\/&quot;/),
      ]),
    );
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  it("colours TypeScript, and no other language", () => {
    expect(renderMarkdown("```ts\nlet x;\n```")).toContain('<span class="keyword">let</span> x;</code>');
    expect(renderMarkdown("```sh\nlet <x>\n```")).toContain("<code>let &lt;x&gt;</code>");
  });

  it("gives headings ids of their own, and their mathematics to the contents", () => {
    const headings: Heading[] = [];
    renderMarkdown("# The method\n## Step $\\eta$\n## The method", { headings });
    expect(headings.map(({ id, depth }) => [id, depth])).toEqual([
      ["the-method", 1],
      ["step", 2],
      ["the-method-2", 2],
    ]);
    expect(headings[1].html).toContain("katex");
  });

  it("links to sections, not to the title", () => {
    expect(renderMarkdown("# One\n## Two")).toBe(
      '<h1 id="one">One</h1>\n<h2 id="two">Two <a class="anchor" href="#two" aria-label="Link to this section">#</a></h2>\n',
    );
  });

  it("finds a notebook's title, first paragraph and finding", () => {
    const prose = "# SignSGD and *its* SDE\n\nTakes $x_1$\nsigns.\n\nMore.";
    const summary = { title: "SignSGD and *its* SDE", description: "Takes $x_1$ signs.", finding: "" };
    expect(summarize(["", prose])).toEqual(summary);
    const found = prose.replace("\n\n", "\n\n**Finding.** 2.1 standard\nerrors.\n\n");
    expect(summarize([found])).toEqual({ ...summary, finding: "2.1 standard errors." });
    expect(summarize([])).toEqual({ title: "", description: "", finding: "" });
    expect(renderMarkdown(found)).toContain('<p class="finding"><strong>Finding.</strong> 2.1 standard');
  });
});

describe("the colours of code", () => {
  it("tells words, numbers, strings and comments apart", () => {
    expect(highlight('const η2 = run("a<b", 1_000.5e-3); // <x>')).toBe(
      '<span class="keyword">const</span> η2 = <span class="call">run</span>(<span class="string">&quot;a&lt;b&quot;</span>, ' +
        '<span class="number">1_000.5e-3</span>); <span class="comment">// &lt;x&gt;</span>',
    );
  });

  it("changes nothing but colours", () => {
    const code = "x / y /* \" */ `a \u0024{b(`c`)} \\``; 'it\\'s' ; \"open\n<script>&amp;</script>";
    const plain = highlight(code).replace(/<[^>]*>/g, "");
    const entities: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };
    expect(plain.replace(/&\w+;|&#39;/g, (entity) => entities[entity])).toBe(code);
  });
});
