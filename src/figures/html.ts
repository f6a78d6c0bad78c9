/** A figure as a page that needs nothing else: Plotly itself is inside, so it opens without a network. */

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { FigureData } from "./figure.js";
import { fontFamily, ink, sizes } from "./style.js";
import { escaped } from "./svg-text.js";
import { plainText } from "./text.js";

/** The interactive figure and its caption, as a page of about ten megabytes. */
export function html(figure: FigureData): string {
  const plotly = readFileSync(createRequire(import.meta.url).resolve("plotly.js-dist"), "utf8");
  const { data, layout, caption, alt } = figure;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escaped(plainText(alt))}</title>
<style>body { margin: 1em; color: ${ink}; font: ${sizes.caption + 2}px ${fontFamily} } figure { margin: 0; width: ${layout.width}px }</style>
<script>${inScript(plotly)}</script>
</head>
<body>
<figure>
<div id="figure" role="img" aria-label="${escaped(plainText(alt))}"></div>
<figcaption>${htmlText(caption)}</figcaption>
</figure>
<script>Plotly.newPlot("figure", ${inScript(JSON.stringify({ data, layout }))}, { displaylogo: false });</script>
</body>
</html>
`;
}

/** Marked-up text as HTML: the tags that Plotly knows stay, everything else is escaped. */
export function htmlText(markup: string): string {
  return markup
    .split(/(<\/?(?:b|i|sub|sup)>|<br ?\/?>)/)
    .map((piece, i) => (i % 2 === 1 ? piece : escaped(plainText(piece))))
    .join("");
}

/** Text that cannot end the script element it stands in. */
function inScript(text: string): string {
  return text.replaceAll("</script", "<\\/script").replaceAll("<!--", "\\u003c!--");
}
