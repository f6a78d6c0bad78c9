/** From values to pixels: an axis pair of a layout as a rectangle with two scales. */

import { type Axis, axisOf, type Layout, type Value } from "./plotly-json.js";
import { coordinate } from "./range.js";

export interface Frame {
  readonly x: Axis;
  readonly y: Axis;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The rectangle that two axes span, in pixels of the figure. */
export function frameOf(layout: Layout, xaxis: string, yaxis: string): Frame {
  const [x, y] = [axisOf(layout, xaxis), axisOf(layout, yaxis)];
  const { l, r, t, b } = layout.margin;
  const [width, height] = [layout.width - l - r, layout.height - t - b];
  return {
    x,
    y,
    left: l + x.domain[0] * width,
    top: t + (1 - y.domain[1]) * height,
    width: (x.domain[1] - x.domain[0]) * width,
    height: (y.domain[1] - y.domain[0]) * height,
  };
}

/** Pixels from the frame's left edge to a coordinate of the range. */
export function across(frame: Frame, at: number): number {
  const [low, high] = frame.x.range;
  return ((at - low) / (high - low)) * frame.width;
}

/** Pixels from the frame's top edge to a coordinate of the range. */
export function down(frame: Frame, at: number): number {
  const [low, high] = frame.y.range;
  return (1 - (at - low) / (high - low)) * frame.height;
}

/** A point of a trace in pixels from the frame's upper left corner; undefined in a gap. */
export function pointAt(frame: Frame, x: Value, y: Value): readonly [number, number] | undefined {
  if (x === null || y === null) return undefined;
  const point = [across(frame, coordinate(frame.x.type, x)), down(frame, coordinate(frame.y.type, y))] as const;
  return Number.isNaN(point[0] + point[1]) ? undefined : point;
}
