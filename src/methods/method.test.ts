import { describe, expect, it } from "vitest";
import { adamW } from "./adam-w.js";
import { clippedDistributedSgd } from "./clipped-distributed-sgd.js";
import { explain } from "./explain.js";
import { methods } from "./index.js";
import { method } from "./method.js";
import { rmsprop } from "./rmsprop.js";
import { sgd } from "./sgd.js";

describe("parameters", () => {
  it.each([
    [() => sgd({ eta: -1 }), "SGD: eta must be a positive number, got -1"],
    [() => sgd({ eta: Number.NaN }), "SGD: eta must be a positive number, got NaN"],
    [() => adamW({ beta1: 1 }), "AdamW: beta1 must be a number in [0, 1), got 1"],
    [() => adamW({ beta2: -0.1 }), "AdamW: beta2 must be a number in [0, 1), got -0.1"],
    [() => adamW({ eps: -1e-8 }), "AdamW: eps must be a number ≥ 0, got -1e-8"],
    [() => adamW({ lambda: -1 }), "AdamW: lambda must be a number ≥ 0, got -1"],
    [() => rmsprop({ bta: 0.9 } as object), 'RMSprop: unknown option "bta"; did you mean beta?'],
    [() => sgd({ eta: "0.1" } as never), 'SGD: eta must be a positive number, got "0.1"'],
    [() => clippedDistributedSgd({ N: 0 }), "clipped distributed SGD: N must be an integer ≥ 1, got 0"],
    [() => clippedDistributedSgd({ I: 1.5 }), "clipped distributed SGD: I must be an integer ≥ 1, got 1.5"],
    [() => clippedDistributedSgd({ c: 0 }), "clipped distributed SGD: c must be a positive number, got 0"],
    [() => sgd([] as never), "SGD: options must be an object"],
  ])("%#", (build, message) => {
    expect(build).toThrow(message);
  });
});

describe("one's own method", () => {
  const definition = {
    name: "Toy",
    source: "test",
    parameters: { eta: 0.1, beta: 0.9 },
    memory: { m: 0 },
    update: ["m = β*m + g", "x = x - η*m"],
  };

  it("reads Greek parameter names as their ASCII", () => {
    expect(method(definition)({ eta: 0.2 }).parameters).toEqual({ eta: 0.2, beta: 0.9 });
  });

  it.each([
    [{ parameters: { beta: 0.9 } }, "Toy: parameters must contain eta"],
    [{ parameters: { eta: 0.1, beta: 0.9, gamma: 1 } }, "Toy: the parameter gamma has no effect"],
    [{ memory: { m: 0, v: 0 } }, "Toy, update: v is never written"],
    [{ memory: { m: "G^" } }, "Toy, start of m: cannot read"],
    [{ name: "" }, "method: name must be a text"],
    [{ parameters: undefined }, "Toy: parameters must be an object of defaults"],
    [{ domains: { beta: "postive" } }, "Toy: the domain of beta must be one of positive"],
    [{ workers: { count: "N", every: "beta" } }, "Toy: workers must name parameters"],
    [{ memory: { G: 0 } }, "Toy: G has a meaning of its own"],
    [{ source: undefined }, "Toy: source must be a text, got undefined"],
    [{ parameters: { eta: Number.NaN, beta: 0.9 } }, "Toy: eta must be a positive number, got NaN"],
    [{ parameters: { eta: "0.01", beta: 0.9 } }, 'Toy: eta must be a positive number, got "0.01"'],
    [{ memory: null }, "Toy: memory must be an object of starts, got null"],
    [{ functions: null }, "Toy: functions must be an object of tables, or what makes it, got null"],
    [{ theory: [3] }, "Toy: theory must be a list of functions, got [3]"],
    [{ theory: "a" }, 'Toy: theory must be a list of functions, got "a"'],
    [{ draws: null }, "Toy, draws: options must be an object, got null"],
    [{ workers: {} }, "Toy: workers must name parameters, got undefined; known: eta, beta"],
    [{ workers: null }, "Toy, workers: options must be an object, got null"],
    [{ sde: null }, "Toy (plain): options must be an object, got null"],
    [{ variants: null }, "Toy: variants must be an object of SDEs, got null"],
    [{ variants: { other: null } }, "Toy (other): options must be an object, got null"],
    [
      { sde: { equations: ["dx = -G*dt"] }, variants: { plain: { equations: ["dx = -2*G*dt"] } } },
      'Toy: variants must not be named "plain", which is the name of sde',
    ],
    [{ sde: {} }, "Toy (plain): where and equations must be lists of lines"],
    [{ sde: { equations: ["dx = -G*dt"], burnin: 1 } }, 'Toy (plain): unknown option "burnin"; did you mean burnIn?'],
    [{ sde: { equations: ["dx = -G*dt"], positive: ["q"] } }, 'Toy (plain): positive must name memories, got "q"'],
    [{ upate: [] }, 'method: unknown option "upate"; did you mean update?'],
    [
      { sde: { equations: ["dx = -m*dt"], source: "test", standing: "derived" } },
      "Toy (plain), sde: uses m but has no equation",
    ],
  ])("refuses %j", (change, message) => {
    expect(() => method({ ...definition, ...change } as never)).toThrow(message);
  });
});

it("workers are counted in whole numbers, whatever their names", () => {
  const shared = method({
    name: "Local SGD",
    source: "test",
    parameters: { eta: 0.1, many: 2, often: 3 },
    workers: { count: "many", every: "often" },
    update: ["x = x - η*g"],
  });
  expect(() => shared({ many: 2.5 })).toThrow("Local SGD: many must be an integer ≥ 1, got 2.5");
  expect(() => shared({ often: 0 })).toThrow("Local SGD: often must be an integer ≥ 1, got 0");
});

describe("explain", () => {
  it("prints update and SDE with the indices and capitals of a paper", () => {
    const { update, sdes } = explain(rmsprop());
    expect(update).toEqual([
      "v_{k+1} = \\beta\\,v_{k} + \\left(1 - \\beta\\right)\\,g_{k}^{2}",
      "x_{k+1} = x_{k} - \\frac{\\eta\\,g_{k}}{\\sqrt{v_{k+1}} + \\varepsilon}",
    ]);
    expect(sdes.plain.equations).toEqual([
      "\\mathrm{d}X = -\\frac{\\nabla f(X)\\,\\mathrm{d}t + \\sqrt{\\eta}\\,\\Sigma^{1/2}\\,\\mathrm{d}W}{\\sqrt{V} + \\varepsilon}",
      "\\mathrm{d}V = \\rho\\,\\left(\\nabla f(X)^{2} + \\sigma^{2} - V\\right)\\,\\mathrm{d}t",
    ]);
    expect(sdes.plain.where).toEqual(["\\rho = \\frac{1 - \\beta}{\\eta}"]);
  });

  it.each(Object.keys(methods))("sets out %s in LaTeX that KaTeX reads", async (name) => {
    const { default: katex } = await import("katex");
    const { update, sdes } = explain(methods[name]());
    const lines = [...update, ...Object.values(sdes).flatMap(({ equations, where }) => [...equations, ...where])];
    for (const line of lines) expect(() => katex.renderToString(line, { strict: "error" })).not.toThrow();
  });
});
