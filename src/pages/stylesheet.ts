/** How the gallery looks: the system's fonts, one column on a telephone, light or dark as the reader or the system says. */
const light = `
  --ground: #fbfaf8;
  --raised: #ffffff;
  --sunken: #f3f1ec;
  --line: #e3dfd6;
  --text: #1f2328;
  --quiet: #5c646d;
  --accent: #0b6e6e;
  --accent-soft: #e0efee;
  --bad: #b3261e;
  --bad-soft: #fbe9e7;
  --warn: #8a5a00;
  --warn-soft: #fdf3dc;
  --comment: #666c73;
  --string: #8a4b08;
  --number: #7a3aa0;
  --keyword: #9c1f5b;
  --call: #1756a9;
  --shadow: 0 1px 2px rgb(0 0 0 / 5%), 0 4px 16px rgb(0 0 0 / 5%);
  --paper: #ffffff;
  --ink: none;
  color-scheme: light;`;

/** Figures are drawn for white paper. Turned over, hues stay about what they are and black lines become white ones. */
const dark = `
  --ground: #14171a;
  --raised: #1c2024;
  --sunken: #191d20;
  --line: #30363c;
  --text: #e4e6e8;
  --quiet: #9aa3ab;
  --accent: #5cc4bf;
  --accent-soft: #17312f;
  --bad: #ff8a80;
  --bad-soft: #33201f;
  --warn: #e9bd6a;
  --warn-soft: #2d2618;
  --comment: #8b949d;
  --string: #e0a36a;
  --number: #c8a2ea;
  --keyword: #f08fbb;
  --call: #86b6f5;
  --shadow: 0 1px 2px rgb(0 0 0 / 40%);
  --paper: #1c1c1c;
  --ink: invert(0.89) hue-rotate(180deg);
  color-scheme: dark;`;

export const stylesheet: string = `
:root {${light}
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
/* On paper it is always day. */
@media screen and (prefers-color-scheme: dark) { :root:not([data-theme="light"]) {${dark}
} }
@media screen { :root[data-theme="dark"] {${dark}
} }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 4.5rem; -webkit-text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body {
  margin: 0;
  background: var(--ground);
  color: var(--text);
  font: 1rem/1.65 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "DejaVu Sans", sans-serif;
}
a { color: var(--accent); text-underline-offset: 0.18em; text-decoration-thickness: 0.06em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: none; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 0.6rem; z-index: 2; background: var(--raised); padding: 0.3rem 0.8rem; }

.bar {
  position: sticky; top: 0; z-index: 1;
  display: flex; justify-content: space-between; align-items: center; gap: 1rem;
  padding: 0.7rem max(1.25rem, calc((100vw - 71rem) / 2));
  background: color-mix(in srgb, var(--ground) 88%, transparent);
  backdrop-filter: blur(10px);
  border-bottom: 1px solid var(--line);
}
.bar a { text-decoration: none; }
.bar nav { display: flex; align-items: center; gap: 0.9rem; }
.bar nav a { color: var(--quiet); font-size: 0.9rem; }
.bar nav a:hover { color: var(--accent); }
.theme { width: 2.2rem; height: 2.2rem; padding: 0; font: 1.1rem/1 var(--mono); color: var(--quiet); background: none; border: 1px solid var(--line); border-radius: 50%; cursor: pointer; }
.theme:hover { color: var(--accent); border-color: var(--accent); }
.home { color: var(--text); font-weight: 650; letter-spacing: -0.01em; }

.index { max-width: 73.5rem; margin: 0 auto; padding: 0 1.25rem 5rem; }
.hero { max-width: 46rem; padding: 3.5rem 0 2rem; }
.hero h1 { font-size: clamp(1.8rem, 5vw, 2.7rem); line-height: 1.15; letter-spacing: -0.025em; margin: 0 0 0.8rem; text-wrap: balance; }
.lead { color: var(--quiet); font-size: 1.1rem; margin: 0; text-wrap: pretty; }
.explorer { display: block; margin: 0 0 1.6rem; padding: 1rem 1.2rem; background: var(--accent-soft); border: 1px solid var(--accent); border-radius: 14px; color: var(--text); text-decoration: none; }
.explorer strong { display: block; color: var(--accent); font-size: 1.15rem; }
.explorer strong::after { content: " →"; }
.explorer:hover { box-shadow: var(--shadow); }
.search { display: flex; flex-wrap: wrap; align-items: center; gap: 0.4rem 0.7rem; margin: 0 0 1.6rem; }
.search[hidden] { display: none; }
.search label { flex-basis: 100%; color: var(--quiet); font-size: 0.92rem; }
.search input { flex: 0 1 26rem; min-width: 0; font: inherit; padding: 0.45rem 0.9rem; color: var(--text); background: var(--raised); border: 1px solid var(--quiet); border-radius: 10px; }
.search kbd, .prose kbd { font: 0.85rem var(--mono); color: var(--quiet); border: 1px solid var(--line); border-radius: 5px; padding: 0.1rem 0.45rem; }
.search p { margin: 0; color: var(--quiet); font-size: 0.92rem; }
@media (hover: none) { .search kbd { display: none; } }
.index h2 { margin: 2.5rem 0 1rem; font-size: 1.05rem; color: var(--quiet); font-weight: 600; }
.index h2::first-letter { text-transform: uppercase; }
.cards { list-style: none; margin: 0; padding: 0; display: grid; gap: 1.4rem; grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); }
.card {
  display: flex; flex-direction: column; height: 100%; overflow: hidden;
  background: var(--raised); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow);
  color: inherit; text-decoration: none; transition: border-color 0.15s, transform 0.15s;
}
.card:hover { border-color: var(--accent); transform: translateY(-2px); }
@media (prefers-reduced-motion: reduce) { .card, .card:hover { transition: none; transform: none; } }
.thumbnail { aspect-ratio: 16 / 10; background: var(--paper); border-bottom: 1px solid var(--line); display: grid; place-items: center; align-content: safe center; overflow: hidden; }
.thumbnail img { width: 100%; padding: 0.6rem; filter: var(--ink); }
.thumbnail:has(span) { background: linear-gradient(135deg, var(--accent-soft), var(--sunken)); }
.thumbnail span { font: italic 2.2rem/1 "KaTeX_Math", Georgia, serif; color: var(--accent); }
.words { padding: 1rem 1.15rem 1.2rem; }
.words h3 { margin: 0 0 0.35rem; font-size: 1.08rem; line-height: 1.35; letter-spacing: -0.01em; }
.words p { margin: 0.45rem 0 0; color: var(--quiet); font-size: 0.92rem; line-height: 1.5; overflow-wrap: anywhere; }
.words .folder { margin: 0 0 0.3rem; font: 0.8rem var(--mono); }
.words .finding { color: var(--text); }
.words .description { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
.words .excerpt:empty { display: none; }
.words .excerpt { padding-top: 0.45rem; border-top: 1px dashed var(--line); }
mark { background: var(--accent-soft); color: var(--accent); font-weight: 600; }
.words .failed { color: var(--bad); font-weight: 600; }

.reading { max-width: 54rem; margin: 0 auto; padding: 0 1.25rem; }
.notebook { min-width: 0; padding: 1.5rem 0 5rem; }
.contents { margin-top: 1rem; font-size: 0.92rem; line-height: 1.4; }
.contents summary { color: var(--quiet); cursor: pointer; padding: 0.4rem 0; }
@media (min-width: 80rem) {
  .reading { display: flex; flex-direction: row-reverse; justify-content: center; gap: 3rem; max-width: none; }
  .notebook { flex: 0 1 54rem; }
  .contents { flex: 0 0 14rem; position: sticky; top: 4.5rem; align-self: flex-start; max-height: calc(100vh - 6rem); overflow-y: auto; margin-top: 2rem; font-size: 0.86rem; }
}
.contents ul { list-style: none; margin: 0; padding: 0; border-left: 1px solid var(--line); }
.contents a { display: block; padding: 0.28rem 0 0.28rem 0.9rem; margin-left: -1px; border-left: 2px solid transparent; color: var(--quiet); text-decoration: none; }
.contents .level-3 a { padding-left: 1.8rem; }
.contents a:hover { color: var(--accent); border-color: var(--accent); }

.prose { max-width: 44rem; overflow-wrap: break-word; }
.prose h1 { font-size: clamp(1.7rem, 4.5vw, 2.2rem); line-height: 1.2; letter-spacing: -0.02em; margin: 1rem 0 0.8rem; text-wrap: balance; }
.prose h2 { font-size: 1.4rem; line-height: 1.3; letter-spacing: -0.012em; margin: 2.6rem 0 0.6rem; }
.prose h3 { font-size: 1.12rem; margin: 1.8rem 0 0.4rem; }
.anchor { color: var(--quiet); text-decoration: none; font-weight: 400; opacity: 0; }
:is(h2, h3, h4, h5, h6):hover > .anchor, .anchor:focus { opacity: 1; }
@media (hover: none) { .anchor { opacity: 0.5; } }
.prose p, .prose ul, .prose ol { margin: 0.7rem 0; }
.prose .finding { margin: 1.1rem 0; padding: 0.7rem 1.1rem; background: var(--accent-soft); border-left: 3px solid var(--accent); border-radius: 0 10px 10px 0; }
.prose img { max-width: 100%; background: #fff; border-radius: 8px; }
.prose code { font: 0.88em var(--mono); background: var(--sunken); border: 1px solid var(--line); border-radius: 5px; padding: 0.08em 0.32em; }
.prose pre code { display: block; font-size: 1em; padding: 0.9rem 1.1rem; overflow-x: auto; line-height: 1.5; border-radius: 10px; }
.prose blockquote { margin: 1rem 0; padding: 0.1rem 1.1rem; border-left: 3px solid var(--accent); background: var(--accent-soft); border-radius: 0 8px 8px 0; }
.prose hr { border: 0; border-top: 1px solid var(--line); margin: 2rem 0; }
.katex-display { overflow: auto hidden; padding: 0.25rem 0; margin: 0.8em 0; }
.katex { font-size: 1.12em; }
.tex-error { color: var(--bad); overflow-wrap: anywhere; }

.table, .html { overflow-x: auto; container-type: inline-size; }
caption { position: sticky; left: 0; max-width: 100cqi; padding: 0 0 0.4rem; text-align: left; color: var(--quiet); font-size: 0.92em; line-height: 1.5; }
table { border-collapse: collapse; font-size: 0.9rem; line-height: 1.5; font-variant-numeric: tabular-nums; margin: 0.8rem 0; }
th, td { padding: 0.38rem 0.85rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { font-weight: 600; border-bottom-color: var(--quiet); white-space: nowrap; }

pre { margin: 0; font: 0.855rem/1.6 var(--mono); tab-size: 2; }
.cell { margin: 1.4rem 0; position: relative; }
.copy { position: absolute; top: 0.45rem; right: 0.5rem; padding: 0.1rem 0.6rem; font: 0.78rem/1.6 inherit; font-family: inherit; color: var(--quiet); background: var(--raised); border: 1px solid var(--line); border-radius: 7px; cursor: pointer; opacity: 0; }
.cell:hover > .copy, .copy:focus-visible { opacity: 1; }
.copy:hover { color: var(--accent); border-color: var(--accent); }
@media (hover: none) { .copy { opacity: 1; } }
.code { background: var(--sunken); border: 1px solid var(--line); border-left: 3px solid var(--accent); border-radius: 10px; padding: 0.85rem 1.1rem; overflow-x: auto; }
.code code { font: inherit; }
.comment { color: var(--comment); font-style: italic; }
.string { color: var(--string); }
.number { color: var(--number); }
.keyword { color: var(--keyword); }
.call { color: var(--call); }

.outputs { padding-top: 0.7rem; display: grid; gap: 0.7rem; grid-template-columns: minmax(0, 1fr); }
.stream, .raw { padding: 0.15rem 1.1rem; overflow: auto; max-height: 32rem; color: var(--text); }
.stderr { background: var(--warn-soft); border-left: 3px solid var(--warn); border-radius: 0 8px 8px 0; padding: 0.6rem 1.1rem; }
.error { background: var(--bad-soft); border-left: 3px solid var(--bad); border-radius: 0 10px 10px 0; padding: 0.8rem 1.1rem; }
.error p { margin: 0; overflow-wrap: break-word; }
.error strong { color: var(--bad); margin-right: 0.4em; }
.error pre { margin-top: 0.6rem; overflow: auto; max-height: 24rem; color: var(--quiet); font-size: 0.8rem; }
figure { margin: 0; padding: 0.5rem; background: var(--paper); border: 1px solid var(--line); border-radius: 12px; overflow: auto hidden; }
figcaption { padding: 0.5rem 0.4rem 0.2rem; color: var(--quiet); font-size: 0.86rem; line-height: 1.5; overflow-wrap: anywhere; position: sticky; left: 0; }
.drawing, figure img { filter: var(--ink); }
figure img { display: block; max-width: 100%; height: auto; }
.drawing { min-height: 300px; background: #fff; color: #333; }
/* The picture that then stands for the drawing has its caption in it. */
@media (scripting: none) { .drawing, figcaption { display: none; } }

.neighbours { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; margin-top: 4rem; padding-top: 1.2rem; border-top: 1px solid var(--line); line-height: 1.4; }
.neighbours a { text-decoration: none; }
.neighbours a:hover { text-decoration: underline; }
.neighbours small { display: block; color: var(--quiet); }
.neighbours > :last-child { text-align: right; }

@media (max-width: 40rem) {
  .code { border-radius: 0; margin: 0 -1.25rem; padding: 0.8rem 1.25rem; border-right: 0; }
  .copy { right: -0.75rem; }
  figure { margin: 0 -0.75rem; }
  .stream { padding-inline: 0.2rem; }
  .hero { padding-top: 2.2rem; }
  pre { font-size: 0.8rem; }
  table { font-size: 0.84rem; }
  th, td { padding-inline: 0 0.9rem; }
}
@media print {
  .bar, .contents, .neighbours, .skip, .copy, .anchor, .search { display: none; }
  .code, .stream { white-space: pre-wrap; overflow-wrap: anywhere; max-height: none; }
  .notebook, .index { padding: 0; }
  .card, figure, table { break-inside: avoid; }
  .prose :is(h1, h2, h3) { break-after: avoid; }
  a { color: inherit; }
}
`;
