/** What Plotly is given to draw: the figure with its caption beneath, as an annotation in room of its own. */

import type { FigureData } from "./figure.js";
import type { Annotation, Layout, Trace } from "./plotly-json.js";
import { gaps, ink, sizes } from "./style.js";
import { wrapped } from "./text.js";

/** Pixels between the plot and the caption's first line. */
export const captionTop = 4;

/** The caption broken into lines that fit the figure. */
export function captionLines(figure: FigureData): readonly string[] {
  return figure.caption === "" ? [] : wrapped(figure.caption, figure.layout.width - 2 * gaps.edge, sizes.caption);
}

/** Pixels the caption adds below the plot. */
export function captionHeight(figure: FigureData): number {
  const lines = captionLines(figure).length;
  return lines === 0 ? 0 : Math.ceil(captionTop + lines * 1.3 * sizes.caption + gaps.edge);
}

export function captioned(figure: FigureData): { readonly data: readonly Trace[]; readonly layout: Layout } {
  const { data, layout } = figure;
  if (figure.caption === "") return { data, layout };
  const { margin } = layout;
  const plotHeight = layout.height - margin.t - margin.b;
  const plotWidth = layout.width - margin.l - margin.r;
  const caption: Annotation = {
    text: captionLines(figure).join("<br>"),
    xref: "paper",
    yref: "paper",
    x: Number(((gaps.edge - margin.l) / plotWidth).toFixed(5)),
    y: Number((-(margin.b + captionTop) / plotHeight).toFixed(5)),
    xanchor: "left",
    yanchor: "top",
    align: "left",
    showarrow: false,
    borderpad: 0,
    borderwidth: 0,
    font: { size: sizes.caption, color: ink },
  };
  const added = captionHeight(figure);
  const taller: Layout = {
    ...layout,
    height: layout.height + added,
    margin: { ...margin, b: margin.b + added },
    annotations: [...layout.annotations, caption],
  };
  // the title's place is a fraction of the whole height, which grew
  if (layout.title === undefined) return { data, layout: taller };
  const y = Number((1 - ((1 - layout.title.y) * layout.height) / taller.height).toFixed(5));
  return { data, layout: { ...taller, title: { ...layout.title, y } } };
}
