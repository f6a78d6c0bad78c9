/**
 * The part of Plotly's figure language that Maruyama draws, as types. A value of these types is valid input of
 * `Plotly.newPlot` (plotly.js 4.1) and of our own SVG writer; nothing here is ours but the selection.
 */

/** A number, or null where the curve has a gap. */
export type Value = number | null;

export interface Font {
  readonly family?: string;
  readonly size?: number;
  readonly color?: string;
}

export interface Line {
  readonly color: string;
  readonly width: number;
  /** A list of lengths such as "7px,4px"; solid when left out. */
  readonly dash?: string;
}

export type PointSymbol = "circle" | "square" | "diamond" | "triangle-up" | "triangle-down" | "cross" | "pentagon";

export interface Marker {
  readonly color: string;
  readonly symbol?: PointSymbol;
  readonly size?: number;
  readonly line?: Line;
}

export interface ErrorBars {
  readonly type: "data";
  readonly symmetric: false;
  readonly array: readonly Value[];
  readonly arrayminus: readonly Value[];
  readonly color: string;
  readonly thickness: number;
  readonly width: number;
}

interface TraceBase {
  readonly name: string;
  readonly x: readonly Value[];
  readonly y: readonly Value[];
  /** "x", "x2", …; the axis is `layout.xaxis`, `layout.xaxis2`, … */
  readonly xaxis: string;
  readonly yaxis: string;
  readonly showlegend: boolean;
  readonly legendgroup?: string;
  /** Width of the legend entry's text, pixels. */
  readonly legendwidth?: number;
  /** Place in the legend, from 1. */
  readonly legendrank?: number;
  readonly opacity?: number;
  readonly hoverinfo?: "skip";
  readonly hovertemplate?: string;
}

export interface ScatterTrace extends TraceBase {
  readonly type: "scatter";
  readonly mode: "lines" | "markers" | "lines+markers" | "none";
  readonly line?: Line;
  readonly marker?: Marker;
  readonly fill?: "toself";
  readonly fillcolor?: string;
  readonly error_y?: ErrorBars;
  readonly customdata?: readonly (readonly Value[])[];
  readonly text?: readonly string[];
}

export interface BarTrace extends TraceBase {
  readonly type: "bar";
  readonly width: readonly number[];
  readonly marker: Marker;
}

export type Trace = ScatterTrace | BarTrace;

export type AxisType = "linear" | "log";

export interface Axis {
  readonly type: AxisType;
  /** Ends of the axis; on a log axis their base-10 logarithms. */
  readonly range: readonly [number, number];
  /** Ends as fractions of the plotting area. */
  readonly domain: readonly [number, number];
  readonly anchor: string;
  readonly side?: "top" | "bottom" | "left" | "right";
  readonly title?: { readonly text: string; readonly standoff: number; readonly font: Font };
  /** The number of ticks aimed at, when Plotly chooses them. */
  readonly nticks?: number;
  readonly tickmode?: "array";
  readonly tickvals?: readonly number[];
  readonly ticktext?: readonly string[];
  readonly overlaying?: string;
  readonly matches?: string;
  readonly showticklabels?: boolean;
  readonly showgrid?: boolean;
  readonly showline?: boolean;
  readonly zeroline?: boolean;
  readonly ticks?: "outside" | "";
  readonly ticklen?: number;
  readonly tickwidth?: number;
  readonly tickcolor?: string;
  readonly tickfont?: Font;
  readonly tickangle?: 0;
  readonly linecolor?: string;
  readonly linewidth?: number;
  readonly gridcolor?: string;
  readonly gridwidth?: number;
  readonly exponentformat?: "power";
  readonly minexponent?: number;
  readonly minor?: { readonly ticks: "outside"; readonly ticklen: number; readonly tickcolor: string };
}

export interface Annotation {
  readonly text: string;
  /** A coordinate of xref; on a log axis its base-10 logarithm. */
  readonly x: number;
  readonly y: number;
  /** "paper", an axis such as "x2", or an axis's extent such as "x2 domain". */
  readonly xref: string;
  readonly yref: string;
  readonly xanchor: "left" | "center" | "right";
  readonly yanchor: "top" | "middle" | "bottom";
  readonly xshift?: number;
  readonly yshift?: number;
  readonly align?: "left" | "center" | "right";
  readonly showarrow: false;
  readonly borderpad: 0;
  readonly borderwidth: 0;
  readonly font: Font;
}

export interface Shape {
  readonly type: "rect" | "line";
  /** Unlike annotations, shapes on a log axis take the values themselves. */
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
  readonly xref: string;
  readonly yref: string;
  readonly layer: "below" | "above";
  readonly fillcolor?: string;
  readonly line: { readonly width: number; readonly color?: string };
}

export interface Legend {
  readonly orientation: "h";
  readonly x: number;
  readonly xanchor: "left" | "center";
  readonly y: number;
  readonly yanchor: "top";
  readonly traceorder: "normal";
  readonly itemwidth: number;
  readonly font: Font;
  readonly bgcolor: string;
}

export interface Margin {
  readonly l: number;
  readonly r: number;
  readonly t: number;
  readonly b: number;
  readonly pad: number;
  readonly autoexpand: boolean;
}

/** `xaxis`, `xaxis2`, `yaxis`, … sit beside the named members, as Plotly has them. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly margin: Margin;
  readonly paper_bgcolor: string;
  readonly plot_bgcolor: string;
  readonly font: Font;
  readonly hovermode: "closest";
  readonly barmode?: "overlay";
  /** The decimal point, and no sign between thousands. */
  readonly separators: ".";
  readonly showlegend: boolean;
  readonly legend?: Legend;
  readonly title?: {
    readonly text: string;
    readonly font: Font;
    readonly x: number;
    readonly xref: "paper";
    readonly xanchor: "left";
    readonly y: number;
    readonly yref: "container";
    readonly yanchor: "top";
  };
  readonly annotations: readonly Annotation[];
  readonly shapes: readonly Shape[];
  readonly [axis: `xaxis${string}`]: Axis;
  readonly [axis: `yaxis${string}`]: Axis;
}

/** The axis a trace names "x2" or "y", which the layout keeps under `xaxis2` or `yaxis`. */
export function axisOf(layout: Layout, name: string): Axis {
  const axis = name.startsWith("x") ? layout[`xaxis${name.slice(1)}`] : layout[`yaxis${name.slice(1)}`];
  if (axis === undefined) throw new RangeError(`figure: layout must hold the axis ${JSON.stringify(name)}, got none`);
  return axis;
}
