/** Takes the caption out of a drawing, in which it could not wrap on a narrow page, to stand beneath it as text. */
import { escapeHtml } from "../../pages/escape.js";

export interface CaptionedDrawing {
  /** What Plotly draws. */
  readonly drawing: unknown;
  /** As HTML; empty where the drawing has none. */
  readonly caption: string;
}

/** Pixels between the plot and the caption, as figures are made. */
const captionTop = 4;

/**
 * A caption is the annotation that hangs from the lower edge of the margin, which was widened by its height; without it
 * the drawing is as much lower. Drawings of another make are left as they are.
 */
export function takeCaption(drawing: unknown): CaptionedDrawing {
  const { layout } = objectOf(drawing);
  const { annotations, margin, height, title } = objectOf(layout);
  const { t, b } = objectOf(margin);
  if (!Array.isArray(annotations) || !isNumber(t) || !isNumber(b) || !isNumber(height)) return { drawing, caption: "" };
  const caption = annotations.find(isCaption);
  if (caption === undefined) return { drawing, caption: "" };
  const plotHeight = height - t - b;
  const bottom = -caption.y * plotHeight - captionTop;
  const lower = { ...objectOf(layout), annotations: annotations.filter((one) => one !== caption) };
  const shape = { height: height - (b - bottom), margin: { ...objectOf(margin), b: bottom } };
  // The title's place is a fraction of the height.
  const { y } = objectOf(title);
  const titled = isNumber(y) ? { title: { ...objectOf(title), y: 1 - ((1 - y) * height) / shape.height } } : {};
  return {
    drawing: { ...objectOf(drawing), layout: { ...lower, ...shape, ...titled } },
    caption: htmlOf(caption.text),
  };
}

interface CaptionAnnotation {
  readonly text: string;
  readonly y: number;
}

function isCaption(annotation: unknown): annotation is CaptionAnnotation {
  const { text, y, xref, yref, yanchor, align, showarrow } = objectOf(annotation);
  const hangs = isNumber(y) && y < 0 && xref === "paper" && yref === "paper" && yanchor === "top";
  return hangs && align === "left" && showarrow === false && typeof text === "string";
}

/** Plotly's own markup stays, its line breaks, made for another width, do not. */
function htmlOf(markup: string): string {
  return escapeHtml(markup.replace(/<br ?\/?>/g, " ")).replace(/&lt;(\/?(?:b|i|sub|sup))&gt;/g, "<$1>");
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}
