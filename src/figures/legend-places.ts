/** Where the entries of a horizontal legend stand, by Plotly's rule: one row if they fit, else even columns. */

/** Pixels: the sample of a line, the gaps around it, the height of a row, the room above and below. */
export const legendSizes = { sample: 30, gap: 5, row: 19, edge: 5 };

export interface LegendPlaces {
  /** Left end and row of each entry. */
  readonly entries: readonly { readonly left: number; readonly row: number }[];
  readonly width: number;
  readonly height: number;
}

export function legendPlaces(textWidths: readonly number[], available: number): LegendPlaces {
  const { sample, gap, row, edge } = legendSizes;
  const widths = textWidths.map((width) => width + sample + 2 * gap);
  const total = widths.reduce((sum, width) => sum + width, 0) + gap * (widths.length - 1);
  const column = total < available ? undefined : Math.max(...widths) + gap;
  const entries: { left: number; row: number }[] = [];
  let [left, rowIndex, widest] = [0, 0, 0];
  for (const width of widths) {
    const step = column ?? width + gap;
    if (left > 0 && left + step - gap >= available) {
      left = 0;
      rowIndex++;
    }
    entries.push({ left, row: rowIndex });
    widest = Math.max(widest, left + width + gap);
    left += step;
  }
  return { entries, width: Math.ceil(widest), height: (rowIndex + 1) * row + 2 * edge };
}
