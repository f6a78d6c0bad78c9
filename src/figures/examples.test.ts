/** Figures as comparisons draw them, of made-up numbers: drawn, measured, and handed to Plotly in a browser. */

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { describe, expect, it } from "vitest";
import { optional } from "../conformance/optional.js";
import { figureBundle } from "./bundle.js";
import { captioned } from "./captioned.js";
import { classOf, colorBar, thresholdScale } from "./color-scale.js";
import { type Figure, figure } from "./figure.js";
import { html } from "./html.js";
import type { Curve, Panel } from "./panel.js";
import { pdf } from "./pdf.js";
import { png } from "./png.js";
import { svg } from "./svg.js";

type Scalar = (t: number) => number;

const grid = (n: number, from: number, to: number): number[] =>
  Array.from({ length: n }, (_, i) => from + ((to - from) * i) / (n - 1));

/** A stand-in for noise that is the same everywhere, in −1..1. */
const wobble = (i: number, seed: number): number =>
  ((i * 7919 + seed * 104729 + ((i * i) % 8191) * 31) % 2003) / 1001 - 1;

function pair(name: string, hue: number, t: readonly number[], mean: Scalar, spread: number): readonly Curve[] {
  return (["optimizer", "sde"] as const).map((role, j) => {
    const y = t.map((at, i) => mean(at) * (1 + 0.3 * spread * wobble(i, 10 * j + hue)));
    const [low, high] = [y.map((value) => value * (1 - spread)), y.map((value) => value * (1 + spread))];
    return { name: role === "sde" ? `${name} SDE` : name, role, hue, x: t, y, low, high };
  });
}

const sgd: Scalar = (t) => 2.7 * Math.exp(-1.3 * t) + 0.012;
const sign: Scalar = (t) => Math.max(0.04, 0.3 * (3 - 0.62 * t) * Math.abs(3 - 0.62 * t) + 0.04);
const adam: Scalar = (t) => 2.7 * Math.exp(-0.8 * t) * (1 + 0.1 * Math.sin(3 * t)) + 0.025;
const time = { title: "time <i>t</i> = kη" };

function loss(n: number): Figure {
  const t = grid(n, 0, 10);
  const curves: readonly Curve[] = [
    ...pair("SGD", 0, t, sgd, 0.08),
    ...pair("SignSGD", 1, t, sign, 0.12),
    ...pair("AdamW", 2, t, adam, 0.06),
    { name: "SGD, exact", role: "theory", x: t, y: t.map(sgd) },
    { name: "upper bound", role: "bound", x: t, y: t.map((at) => 2 * sgd(at) + 0.03) },
  ];
  const caption =
    "Expected loss of SGD, SignSGD and AdamW (solid) and of their SDEs (dashed) on <i>f</i>(x) = ½ xᵀHx, d = 16, " +
    "η = 10⁻³; n = 2000 runs each, seed 7. Bands are 95 % confidence intervals of the mean. Dash-dotted: the bound " +
    "of Theorem 3.2, L<sub>0</sub>e<sup>−2μt</sup> + ηTr(HΣ)/4μ.";
  return figure({ panels: [{ x: time, y: { title: "E <i>f</i>(x)", type: "log" }, steps: 0.001, curves }], caption });
}

function phases(n: number): Figure {
  const t = grid(n, 0, 8);
  const shading = [
    { from: 0, to: 3.2, label: "phase 1: drift" },
    { from: 3.2, to: 3.7, label: "phase 2: mixed" },
    { from: 3.7, to: Infinity, label: "phase 3: stationary" },
  ];
  const curves = pair("SignSGD", 1, t, sign, 0.1);
  const panel: Panel = { x: time, y: { title: "loss", type: "log" }, curves, shading, steps: 0.01 };
  return figure({ title: "Phases of SignSGD", panels: [panel], caption: "|Y| ≫ 1, |Y| ≈ 1 & |Y| ≪ 1; n < 500." });
}

function residual(n: number): Figure {
  const t = grid(n, 0, 5);
  const limit = { name: "4 s.e.", role: "bound", x: [0, 5] } as const;
  const panels: Panel[] = [
    { x: time, y: { title: "loss" }, curves: pair("SGD", 3, t, (s) => Math.exp(-s) * Math.cos(3 * s) ** 2, 0.05) },
    {
      x: time,
      y: { title: "difference in standard errors", range: [-5, 5] },
      height: 0.35,
      curves: [
        { name: "discrete − SDE", role: "data", hue: 6, x: t, y: t.map((_, i) => 2 * wobble(i, 5)) },
        { ...limit, y: [4, 4] },
        { ...limit, y: [-4, -4] },
      ],
    },
  ];
  return figure({ panels, caption: "Above: the loss. Below: the difference of the means." });
}

function multiples(n: number): Figure {
  const titles = ["quadratic", "logistic regression", "phase retrieval", "double well"];
  const panels = titles.map((title, i): Panel => {
    const curves = pair("RMSprop", 2, grid(n, 0, 10), (s) => 10 ** (3 * i) * (Math.exp(-1.6 * s) + 0.05), 0.1);
    return {
      title: `(${"abcd"[i]}) ${title}`,
      x: time,
      y: { title: "loss", type: i % 2 === 0 ? "log" : "linear" },
      curves,
    };
  });
  return figure({ panels, columns: 2, caption: "Four objectives." });
}

function histogram(n: number): Figure {
  const normal: Scalar = (v) => Math.exp(-0.5 * v * v) / Math.sqrt(2 * Math.PI);
  const [x, fine] = [grid(41, -4, 4), grid(n, -4.1, 4.1)];
  const curves: readonly Curve[] = [
    { name: "SGD", role: "data", draw: "bars", x, y: x.map((v, i) => normal(v) * (1 + 0.1 * wobble(i, 3))) },
    { name: "stationary law N(0, ησ²/2μ)", role: "theory", x: fine, y: fine.map(normal) },
  ];
  const panel: Panel = { x: { title: "x<sub>1</sub> at t = 10" }, y: { title: "density" }, curves };
  return figure({ panels: [panel], width: 480, height: 340, caption: "" });
}

function order(): Figure {
  const x = [0.5, 0.25, 0.125, 0.0625, 0.03125];
  const y = x.map((eta, i) => 0.3 * eta * (1 + 0.15 * wobble(i, 2)));
  const low = y.map((error, i) => error * (i === 4 ? -0.2 : 0.7)); // the last interval reaches below zero
  const curves: readonly Curve[] = [
    {
      name: "|E g(x<sub>k</sub>) − E g(X<sub>kη</sub>)|",
      role: "data",
      x,
      y,
      low,
      high: y.map((error) => 1.3 * error),
    },
    { name: "slope 1", role: "theory", x, y: x.map((eta) => 0.3 * eta) },
  ];
  const panel: Panel = { x: { title: "η", type: "log" }, y: { title: "weak error", type: "log" }, curves };
  return figure({ panels: [panel], width: 480, caption: "Weak order one." });
}

function heatMap(): Figure {
  const scale = thresholdScale(5);
  const [etas, sigmas] = [
    [0.01, 0.1, 1],
    [0.5, 1, 2, 4],
  ];
  const gaps = sigmas.flatMap((sigma) => etas.map((eta) => (100 * eta * sigma) / 2));
  const classes = [...scale.classes, { name: "one diverged", color: "#525252" }];
  const panel: Panel = {
    x: { title: "η", type: "log", ticks: etas },
    y: { title: "σ", ticks: sigmas },
    cells: {
      x: [0.00316, 0.0316, 0.316, 3.16],
      y: [0.25, 0.75, 1.5, 3, 5],
      classes,
      of: gaps.map((gap, i) => (i === 11 ? 8 : i === 9 ? undefined : classOf(scale, gap))),
      labels: gaps.map((gap, i) => (i === 11 ? "opt." : String(Number(gap.toPrecision(2))))),
      hover: gaps.map((gap) => `gap ${gap} %`),
    },
    curves: [{ name: "η = 2/3", role: "theory", x: [2 / 3, 2 / 3], y: [0, 6] }],
  };
  return figure({ panels: [panel, colorBar(scale, "relative gap of E <i>f</i>, %")], caption: "Made-up gaps." });
}

const figures = { loss, phases, residual, multiples, histogram, order, heatMap };

describe.each(Object.entries(figures))("%s", (name, draw) => {
  it("looks as it did", async () => {
    const threeDigits = svg(draw(40)).replace(/-?\d+\.\d+/g, (number) => String(Number(Number(number).toPrecision(3))));
    await expect(threeDigits).toMatchFileSnapshot(`snapshots/${name}.svg`);
  });

  it("is light enough for a notebook", () => {
    const heavy = draw(5000);
    expect(Buffer.byteLength(JSON.stringify(heavy))).toBeLessThan(200_000);
    expect(png(heavy).length).toBeLessThan(150_000);
  });

  it("is in a notebook in parts of less than 200 kB each", () => {
    for (const [type, part] of Object.entries(figureBundle(draw(5000)))) {
      const text = typeof part === "string" ? part : JSON.stringify(part);
      expect(Buffer.byteLength(text), type).toBeLessThan(200_000);
    }
  });

  it("is the same PNG and PDF each time", () => {
    const [image, page] = [png(draw(40)), pdf(draw(40))];
    expect([...image.slice(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    expect(Buffer.from(image).equals(png(draw(40)))).toBe(true);
    expect(Buffer.from(page).toString("latin1")).toMatch(/^%PDF-1\.4\n.*%%EOF\n$/s);
    expect(Buffer.from(page).equals(pdf(draw(40)))).toBe(true);
  });
});

interface PlotlyPage {
  readonly Plotly: {
    validate: (data: unknown, layout: unknown) => readonly { readonly msg: string }[] | undefined;
    newPlot: (id: string, data: unknown, layout: unknown) => Promise<unknown>;
  };
  readonly document: { readonly querySelectorAll: (query: string) => { readonly length: number } };
}

const executablePath = "/usr/bin/chromium";
const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];

describe.runIf(optional("Chromium", existsSync(executablePath), "apt-get install chromium"))("Plotly", () => {
  it("accepts every figure, with and without its caption, and draws all curves", async () => {
    const browser = await chromium.launch({ executablePath, args });
    try {
      const page = await browser.newPage();
      await page.setContent('<div id="figure"></div>');
      await page.addScriptTag({ path: createRequire(import.meta.url).resolve("plotly.js-dist") });
      for (const draw of Object.values(figures)) {
        for (const { data, layout } of [draw(100), captioned(draw(100))]) {
          const drawn = await page.evaluate(
            async ({ data, layout }) => {
              const { Plotly, document } = globalThis as unknown as PlotlyPage;
              const faults = (Plotly.validate(data, layout) ?? []).map(({ msg }) => msg);
              await Plotly.newPlot("figure", data, layout);
              return { faults, curves: document.querySelectorAll("#figure .trace").length };
            },
            { data, layout },
          );
          expect(drawn).toEqual({ faults: [], curves: data.length });
        }
      }
    } finally {
      await browser.close();
    }
  });

  it("draws the saved page, which asks the network for nothing", async () => {
    const browser = await chromium.launch({ executablePath, args });
    try {
      const page = await browser.newPage();
      const faults: string[] = [];
      page.on("pageerror", (error) => faults.push(error.message));
      page.on("request", (request) => faults.push(request.url()));
      await page.setContent(html(phases(100)));
      expect(await page.locator("#figure .legend .traces").count()).toBe(2);
      expect(await page.locator("figcaption").textContent()).toContain("n < 500");
      expect(faults).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
