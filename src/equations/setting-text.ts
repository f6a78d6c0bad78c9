import { display } from "./symbols.js";

/** A setting as prose has it, in at most so many digits: «β₁ = 0.9», «ε = 10⁻⁸». */
export function settingText(name: string, value: number, digits: number = 6): string {
  const symbol = display(name).replace(/\d+$/, (index) => shifted(index, "₀₁₂₃₄₅₆₇₈₉"));
  return `${symbol} = ${valueText(value, digits)}`;
}

/** The settings of a method, in a row. */
export function settingsText(settings: Readonly<Record<string, number>>, digits?: number): string {
  return Object.entries(settings)
    .map(([name, value]) => settingText(name, value, digits))
    .join(", ");
}

function valueText(value: number, digits: number): string {
  const text = String(Number(value.toPrecision(digits)));
  const [, mantissa, sign, exponent] = /^(.*)e([+-])(\d+)$/.exec(text) ?? [];
  if (exponent === undefined) return text.replace("-", "−");
  const power = `10${sign === "-" ? "⁻" : ""}${shifted(exponent, "⁰¹²³⁴⁵⁶⁷⁸⁹")}`;
  return mantissa === "1" ? power : `${mantissa.replace("-", "−")} · ${power}`;
}

function shifted(figures: string, signs: string): string {
  return [...figures].map((figure) => signs[Number(figure)]).join("");
}
