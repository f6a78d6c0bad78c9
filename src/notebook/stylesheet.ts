/** How the gallery looks: the system's fonts, one column on a telephone, dark where the reader's system is. */
export const stylesheet = `
:root {
  --ground: #fbfaf8;
  --raised: #ffffff;
  --sunken: #f3f1ec;
  --line: #e3dfd6;
  --text: #1f2328;
  --quiet: #626a73;
  --accent: #0b6e6e;
  --accent-soft: #e0efee;
  --bad: #b3261e;
  --bad-soft: #fbe9e7;
  --warn: #8a5a00;
  --warn-soft: #fdf3dc;
  --comment: #6b7178;
  --string: #8a4b08;
  --number: #7a3aa0;
  --keyword: #9c1f5b;
  --call: #1756a9;
  --shadow: 0 1px 2px rgb(0 0 0 / 5%), 0 4px 16px rgb(0 0 0 / 5%);
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :root {
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
  }
}
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
.bar nav a { color: var(--quiet); font-size: 0.9rem; }
.bar nav a:hover { color: var(--accent); }
.home { color: var(--text); font-weight: 650; letter-spacing: -0.01em; }

.index { max-width: 73.5rem; margin: 0 auto; padding: 0 1.25rem 5rem; }
.hero { max-width: 46rem; padding: 3.5rem 0 2rem; }
.hero h1 { font-size: clamp(1.8rem, 5vw, 2.7rem); line-height: 1.15; letter-spacing: -0.025em; margin: 0 0 0.8rem; text-wrap: balance; }
.lead { color: var(--quiet); font-size: 1.1rem; margin: 0; text-wrap: pretty; }
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
.thumbnail { aspect-ratio: 16 / 10; background: #fff; border-bottom: 1px solid var(--line); display: grid; place-items: center; overflow: hidden; }
.thumbnail img { width: 100%; height: 100%; object-fit: contain; padding: 0.6rem; }
.thumbnail:has(span) { background: linear-gradient(135deg, var(--accent-soft), var(--sunken)); }
.thumbnail span { font: italic 2.2rem/1 "KaTeX_Math", Georgia, serif; color: var(--accent); }
.words { padding: 1rem 1.15rem 1.2rem; }
.words h3 { margin: 0 0 0.35rem; font-size: 1.08rem; line-height: 1.35; letter-spacing: -0.01em; }
.words p { margin: 0; color: var(--quiet); font-size: 0.92rem; line-height: 1.5; display: -webkit-box; -webkit-line-clamp: 3; -webkit-box-orient: vertical; overflow: hidden; }
.words .failed { color: var(--bad); font-weight: 600; }

.reading { display: flex; flex-direction: row-reverse; justify-content: center; gap: 3rem; padding: 0 1.25rem; }
.notebook { flex: 0 1 54rem; min-width: 0; padding: 1.5rem 0 5rem; }
.contents { display: none; }
@media (min-width: 80rem) {
  .contents { display: block; flex: 0 0 14rem; position: sticky; top: 4.5rem; align-self: flex-start; max-height: calc(100vh - 6rem); overflow-y: auto; margin-top: 2.4rem; font-size: 0.86rem; line-height: 1.4; }
}
.contents ul { list-style: none; margin: 0; padding: 0; border-left: 1px solid var(--line); }
.contents a { display: block; padding: 0.28rem 0 0.28rem 0.9rem; margin-left: -1px; border-left: 2px solid transparent; color: var(--quiet); text-decoration: none; }
.contents .level-3 a { padding-left: 1.8rem; }
.contents a:hover { color: var(--accent); border-color: var(--accent); }

.prose { max-width: 44rem; overflow-wrap: break-word; }
.prose h1 { font-size: clamp(1.7rem, 4.5vw, 2.2rem); line-height: 1.2; letter-spacing: -0.02em; margin: 1rem 0 0.8rem; text-wrap: balance; }
.prose h2 { font-size: 1.4rem; line-height: 1.3; letter-spacing: -0.012em; margin: 2.6rem 0 0.6rem; }
.prose h3 { font-size: 1.12rem; margin: 1.8rem 0 0.4rem; }
.prose p, .prose ul, .prose ol { margin: 0.7rem 0; }
.prose img { max-width: 100%; background: #fff; border-radius: 8px; }
.prose code { font: 0.88em var(--mono); background: var(--sunken); border: 1px solid var(--line); border-radius: 5px; padding: 0.08em 0.32em; }
.prose pre code { display: block; font-size: 1em; padding: 0.9rem 1.1rem; overflow-x: auto; line-height: 1.5; border-radius: 10px; }
.prose blockquote { margin: 1rem 0; padding: 0.1rem 1.1rem; border-left: 3px solid var(--accent); background: var(--accent-soft); border-radius: 0 8px 8px 0; }
.prose hr { border: 0; border-top: 1px solid var(--line); margin: 2rem 0; }
.katex-display { overflow: auto hidden; padding: 0.25rem 0; margin: 0.8em 0; }
.katex { font-size: 1.12em; }

.table, .html { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.92rem; font-variant-numeric: tabular-nums; margin: 0.8rem 0; }
th, td { padding: 0.38rem 0.85rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { font-weight: 600; border-bottom-color: var(--quiet); white-space: nowrap; }

pre { margin: 0; font: 0.855rem/1.6 var(--mono); tab-size: 2; }
.cell { margin: 1.4rem 0; }
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
figure { margin: 0; }
/* Figures are drawn for white paper: their black lines would be lost on a dark page. */
figure > img, .plotly, figure noscript img { background: #fff; border: 1px solid var(--line); border-radius: 12px; }
figure > img, figure noscript img { display: block; max-width: 100%; height: auto; padding: 0.5rem; }
.plotly { min-height: 400px; overflow: hidden; color: #333; }

.neighbours { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; margin-top: 4rem; padding-top: 1.2rem; border-top: 1px solid var(--line); line-height: 1.4; }
.neighbours a { text-decoration: none; }
.neighbours a:hover { text-decoration: underline; }
.neighbours small { display: block; color: var(--quiet); }
.neighbours > :last-child { text-align: right; }

@media (max-width: 40rem) {
  .code { border-radius: 0; margin: 0 -1.25rem; padding: 0.8rem 1.25rem; border-right: 0; }
  .figure, figure:has(> img) { margin: 0 -0.75rem; }
  .stream { padding-inline: 0.2rem; }
  .hero { padding-top: 2.2rem; }
  pre { font-size: 0.8rem; }
}
@media print {
  .bar, .contents, .neighbours, .skip { display: none; }
  .cell, figure { break-inside: avoid; }
}
`;
