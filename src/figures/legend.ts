/** The legend below the panels: one entry per name, role and hue, in the order in which the curves were given. */

import { namedClasses } from "./cells.js";
import type { Area } from "./grid.js";
import { type LegendPlaces, legendPlaces, legendSizes } from "./legend-places.js";
import type { Panel } from "./panel.js";
import type { Layout, Legend, Trace } from "./plotly-json.js";
import { seriesOf } from "./series.js";
import { ink, sizes } from "./style.js";
import { textWidth } from "./text.js";

export interface LegendPlan {
  /** The series of each entry. */
  readonly series: readonly string[];
  /** Room for the text of each entry, pixels. */
  readonly widths: readonly number[];
  readonly places: LegendPlaces;
}

export function legendPlan(panels: readonly Panel[], area: Area): LegendPlan {
  const available = area.right - area.left;
  const entries = new Map<string, number>();
  const enter = (key: string, name: string): void => {
    entries.set(key, Math.ceil(textWidth(name, sizes.legend)) + 2);
  };
  for (const { curves, cells } of panels) {
    for (const [i, series] of seriesOf(curves).entries()) {
      const { name, showLegend = true } = curves[i];
      if (showLegend) enter(series.key, name);
    }
    if (cells !== undefined) for (const { key, name } of namedClasses(cells)) enter(key, name);
  }
  const widths = evenRows([...entries.values()], available);
  return { series: [...entries.keys()], widths, places: legendPlaces(widths, available) };
}

/** Entries made just wide enough that the rows hold equally many, when one row does not hold all. */
function evenRows(widths: readonly number[], available: number): readonly number[] {
  const { entries } = legendPlaces(widths, available);
  const rows = entries.length === 0 ? 1 : entries[entries.length - 1].row + 1;
  if (rows === 1) return widths;
  const perRow = Math.ceil(widths.length / rows);
  const around = legendSizes.sample + 3 * legendSizes.gap;
  const narrowest = Math.ceil((available + legendSizes.gap) / (perRow + 1)) - around;
  const width = Math.max(narrowest, ...widths);
  return widths.map(() => width);
}

/** Pixels the legend takes below the panels. */
export function legendHeight(plan: LegendPlan): number {
  return plan.series.length === 0 ? 8 : plan.places.height + 4;
}

/** The layout's legend, its upper edge at `top` pixels. */
export function legendLayout(plan: LegendPlan, area: Area, top: number): Pick<Layout, "legend" | "showlegend"> {
  if (plan.series.length === 0) return { showlegend: false };
  const legend: Legend = {
    orientation: "h",
    x: 0.5,
    xanchor: "center",
    y: Number((-(top - area.bottom) / (area.bottom - area.top)).toFixed(5)),
    yanchor: "top",
    traceorder: "normal",
    itemwidth: legendSizes.sample,
    font: { size: sizes.legend, color: ink },
    bgcolor: "rgba(255,255,255,0)",
  };
  return { showlegend: true, legend };
}

/** The traces, each series shown once in the legend, in its place and width. */
export function withLegendEntries(data: readonly Trace[], plan: LegendPlan): readonly Trace[] {
  const seen = new Set<string>();
  return data.map((trace) => {
    const { legendgroup: series, showlegend } = trace;
    if (!showlegend || series === undefined) return trace;
    if (seen.has(series)) return { ...trace, showlegend: false };
    seen.add(series);
    const place = plan.series.indexOf(series);
    return { ...trace, legendrank: place + 1, legendwidth: plan.widths[place] };
  });
}
