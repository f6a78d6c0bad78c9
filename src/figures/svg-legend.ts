/** The legend in SVG: a sample of each line, point or bar, and its name. */

import { legendPlaces, legendSizes } from "./legend-places.js";
import type { Layout, Trace } from "./plotly-json.js";
import { ink, sizes } from "./style.js";
import { short, svgText } from "./svg-text.js";
import { stroke, svgPoint } from "./svg-trace.js";
import { textWidth } from "./text.js";

export function svgLegend(data: readonly Trace[], layout: Layout): string {
  const { legend, margin } = layout;
  if (legend === undefined || !layout.showlegend) return "";
  const traces = data
    .filter((trace) => trace.showlegend)
    .sort((a, b) => (a.legendrank ?? 1000) - (b.legendrank ?? 1000));
  const size = legend.font.size ?? sizes.legend;
  const plot = { width: layout.width - margin.l - margin.r, height: layout.height - margin.t - margin.b };
  const widths = traces.map((trace) => trace.legendwidth ?? textWidth(trace.name, size));
  const { entries, width } = legendPlaces(widths, plot.width);
  const left = margin.l + legend.x * plot.width - (legend.xanchor === "center" ? width / 2 : 0);
  const top = margin.t + (1 - legend.y) * plot.height + legendSizes.edge;
  return traces
    .map((trace, i) => {
      const x = left + entries[i].left + legendSizes.gap;
      const y = top + (entries[i].row + 0.5) * legendSizes.row;
      const textX = x + legendSizes.sample + legendSizes.gap;
      const text = svgText(trace.name, { x: textX, y, size, color: ink, anchor: "start", vertical: "middle" });
      return `${sample(trace, x, y)}\n${text}`;
    })
    .join("\n");
}

function sample(trace: Trace, x: number, y: number): string {
  if (trace.type === "bar") return square(x, y, trace.marker.color);
  if (trace.fillcolor !== undefined) return square(x, y, trace.fillcolor);
  if (trace.mode === "markers" && trace.marker !== undefined) {
    return svgPoint(x + legendSizes.sample / 2, y, trace.marker);
  }
  if (trace.line === undefined) return "";
  return `<path d="M${short(x)} ${short(y)}h${legendSizes.sample}" ${stroke(trace.line)} fill="none"/>`;
}

function square(x: number, y: number, color: string): string {
  return `<rect x="${short(x + 9)}" y="${short(y - 6)}" width="12" height="12" fill="${color}"/>`;
}
