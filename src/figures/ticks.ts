/**
 * Where an axis has ticks and what they say. The rules for automatic ticks are Plotly's, so that the static picture
 * and the interactive one agree; on a log axis labels stand at powers of ten as long as two of them are in sight.
 */

import type { Axis, AxisType } from "./plotly-json.js";
import { sizes } from "./style.js";
import { textWidth } from "./text.js";

export interface Tick {
  /** A coordinate of the axis's range: on a log axis, the base-10 logarithm of the value. */
  readonly at: number;
  readonly label: string;
}

/** The members of an axis that choose its ticks. */
export type TickChoice = Pick<Axis, "nticks" | "tickmode" | "tickvals" | "ticktext" | "minor">;

/** Ticks of a vertical axis of so many pixels, at given values as far as they have room. */
export function verticalTickChoice(
  type: AxisType,
  range: readonly [number, number],
  pixels: number,
  given?: readonly number[],
): TickChoice {
  if (given !== undefined) {
    const most = Math.max(1, Math.floor(pixels / (1.3 * sizes.tick)));
    return ticksAt(everyNth(given, Math.ceil(given.length / most)));
  }
  return tickChoice(type, range, Math.max(2, Math.min(9, Math.round(pixels / 32))));
}

/** Ticks of a horizontal axis: as many, up to nine or of given values, as leave room between their labels. */
export function horizontalTickChoice(
  type: AxisType,
  range: readonly [number, number],
  pixels: number,
  given?: readonly number[],
): TickChoice {
  for (let most = given?.length ?? 9; most > 1; most--) {
    const choice =
      given === undefined ? tickChoice(type, range, most) : ticksAt(everyNth(given, Math.ceil(given.length / most)));
    const ticks = axisTicks({ type, range, domain: [0, 1], anchor: "y", ...choice });
    const perUnit = pixels / (range[1] - range[0]);
    const fits = ticks.every((tick, i) => {
      if (i === 0) return true;
      const room = (tick.at - ticks[i - 1].at) * perUnit;
      return (textWidth(tick.label, sizes.tick) + textWidth(ticks[i - 1].label, sizes.tick)) / 2 + 14 <= room;
    });
    if (fits) return choice;
  }
  return given === undefined ? tickChoice(type, range, 1) : ticksAt(given.slice(0, 1));
}

function ticksAt(values: readonly number[]): TickChoice {
  return { tickmode: "array", tickvals: values, ticktext: values.map(shownNumber) };
}

function everyNth(values: readonly number[], n: number): readonly number[] {
  return values.filter((_, i) => i % n === 0);
}

function tickChoice(type: AxisType, range: readonly [number, number], most: number): TickChoice {
  if (type === "linear") return { nticks: most };
  const decades = range[1] - range[0];
  // Plotly labels powers of ten alone when decades / nticks > 0.7, and every ceil(decades / nticks)-th of them: below three
  // ticks there is no nticks that labels each
  if (decades >= 3 * 0.71) return { nticks: Math.min(most, Math.floor(decades / 0.71)), minor: minorStyle };
  const values = valuesWithinDecades(range, most);
  return { tickmode: "array", tickvals: values, ticktext: values.map((value) => shownNumber(value)) };
}

const minorStyle = { ticks: "outside", ticklen: 3, tickcolor: "#8c8c8c" } as const;

/** The labelled ticks of an axis. */
export function axisTicks(axis: Axis): readonly Tick[] {
  const [low, high] = [Math.min(...axis.range), Math.max(...axis.range)];
  if (axis.tickmode === "array") {
    const { tickvals = [], ticktext = [] } = axis;
    return tickvals
      .map((value, i) => ({ at: axis.type === "log" ? Math.log10(value) : value, label: ticktext[i] ?? "" }))
      .filter((tick) => tick.at >= low - 1e-9 * (high - low) && tick.at <= high + 1e-9 * (high - low));
  }
  const count = axis.nticks ?? 6;
  if (axis.type === "log") return powersOfTen(low, high, decadesPerTick(axis));
  return evenTicks(low, high, count);
}

/** The unlabelled ticks 2 … 9 of each decade of a log axis, while there is room for them; then the bare decades. */
export function minorTicks(axis: Axis): readonly number[] {
  if (axis.type !== "log" || axis.minor === undefined) return [];
  const [low, high] = [Math.min(...axis.range), Math.max(...axis.range)];
  const step = decadesPerTick(axis);
  const ticks: number[] = [];
  for (let decade = Math.floor(low); decade <= high; decade++) {
    const within = step === 1 ? [2, 3, 4, 5, 6, 7, 8, 9] : decade % step === 0 ? [] : [1];
    for (const digit of within) {
      const at = decade + Math.log10(digit);
      if (at >= low && at <= high) ticks.push(at);
    }
  }
  return ticks;
}

/** A number as a label writes it: plain from 10⁻⁵ to below 10⁶, else with a power of ten. */
export function shownNumber(value: number): string {
  if (value === 0) return "0";
  const exponent = Math.floor(Math.log10(Math.abs(value)) + 1e-9);
  if (exponent >= -5 && exponent <= 5) return withMinus(String(Number(value.toPrecision(6))));
  const mantissa = Number((value / 10 ** exponent).toPrecision(4));
  const power = `10<sup>${withMinus(String(exponent))}</sup>`;
  return mantissa === 1 ? power : `${withMinus(String(mantissa))}×${power}`;
}

function decadesPerTick(axis: Axis): number {
  return Math.max(1, Math.ceil(Math.abs(axis.range[1] - axis.range[0]) / (axis.nticks ?? 6)));
}

function powersOfTen(low: number, high: number, step: number): readonly Tick[] {
  const ticks: Tick[] = [];
  for (let n = Math.ceil((low - 1e-9) / step) * step; n <= high + 1e-9; n += step) {
    const label = n === 0 ? "1" : n === 1 ? "10" : `10<sup>${withMinus(String(n))}</sup>`;
    ticks.push({ at: n + 0, label });
  }
  return ticks;
}

function evenTicks(low: number, high: number, count: number): readonly Tick[] {
  const step = roundStep((high - low) / count);
  const exponent = Math.floor(Math.log10(Math.max(Math.abs(low), Math.abs(high))) + 0.01);
  const power = Math.abs(exponent) > 5 ? exponent : 0;
  const digits = Math.max(0, Math.min(20, -Math.floor(Math.log10(step / 10 ** power) + 1e-9)));
  const ticks: Tick[] = [];
  const first = Math.ceil(low / step - 1e-6);
  const last = Math.floor(high / step + 1e-6);
  for (let n = first; n <= last && ticks.length < 100; n++) {
    const mantissa = withMinus(((n * step) / 10 ** power).toFixed(digits));
    const label = power === 0 || n === 0 ? mantissa : `${mantissa}×10<sup>${withMinus(String(power))}</sup>`;
    ticks.push({ at: n * step, label: n === 0 ? "0" : label });
  }
  return ticks;
}

/** The smallest of 2, 5, 10 times a power of ten above a rough step. */
function roundStep(rough: number): number {
  const base = 10 ** Math.floor(Math.log10(rough));
  const ratio = rough / base;
  return base * (ratio < 2 ? 2 : ratio < 5 ? 5 : 10);
}

/** 1, 2, 5 of each decade in a log range, or evenly spaced values where that leaves fewer than three. */
function valuesWithinDecades(range: readonly [number, number], most: number): readonly number[] {
  const [low, high] = range;
  for (const digits of [[1], [1, 3], [1, 2, 5], [1, 2, 3, 5, 7]]) {
    const values: number[] = [];
    for (let decade = Math.floor(low); decade <= high; decade++) {
      for (const digit of digits) {
        const value = Number(`${digit}e${decade}`);
        if (Math.log10(value) >= low - 1e-9 && Math.log10(value) <= high + 1e-9) values.push(value);
      }
    }
    if (values.length >= Math.min(4, most)) return values;
  }
  const step = roundStep((10 ** high - 10 ** low) / most);
  const values: number[] = [];
  for (let n = Math.ceil(10 ** low / step); n * step <= 10 ** high; n++)
    values.push(Number((n * step).toPrecision(12)));
  return values;
}

function withMinus(text: string): string {
  return text.replace("-", "−");
}
