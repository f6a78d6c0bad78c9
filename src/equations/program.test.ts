import { describe, expect, it } from "vitest";
import { sdeProgram, updateProgram } from "./program.js";

const vocabulary = { owner: "AdamW", parameters: ["eta", "beta1", "beta2"], state: ["x", "m"] };
const update = (...lines: string[]) => updateProgram(lines, vocabulary);
const sde = (equations: string[], where: string[] = []) => sdeProgram({ where, equations }, vocabulary);

describe("the update", () => {
  it("accepts temporaries once they are assigned", () => {
    expect(update("u = norm(g)", "m = g/u", "x = x - η*m").lines).toHaveLength(3);
  });

  it.each([
    [["m = β1*m + (1 - bta2)*g", "x = x - η*m"], 'AdamW, line 1 of update: unknown name "bta2"; did you mean β2?'],
    [["m = g"], "AdamW, update: x is never written"],
    [
      ["a = norm(g)", "a = g", "m = g", "x = a"],
      "AdamW, line 2 of update: a was a scalar and cannot become a vector over d",
    ],
    [["m = g", "x = constructor(m)"], 'AdamW, line 2 of update: unknown function "constructor"'],
    [["m = g", "x = norm(g)"], "AdamW, line 2 of update: x must be given a vector, got a scalar"],
    [["m = g", "g = x", "x = m"], "AdamW, line 2 of update: g cannot be assigned"],
    [["m = g", "dt = x", "x = m"], "AdamW, line 2 of update: dt cannot be assigned"],
    [["m = g", "x = cdf(m)"], "AdamW, line 2 of update: cdf belongs to the SDE, not to the update"],
    [["m = g", "x = norm(η)*m"], "AdamW, line 2 of update: norm needs a vector, got a scalar"],
    [["m = g", "x = clipNorm(m, g)"], "clipNorm needs a vector and a scalar"],
    [["m = g", "x = η[1]*m"], "η[1] needs a vector, got a scalar"],
  ])("refuses %j", (lines, message) => {
    expect(() => update(...lines)).toThrow(message);
  });

  it.each([
    [{ parameters: ["eta", "t"] }, "AdamW: t has a meaning of its own"],
    [{ parameters: ["eta", "norm"] }, "AdamW: norm is a function"],
    [{ state: ["x", "G"] }, "AdamW: G has a meaning of its own"],
    [{ state: ["x", "eta"] }, "AdamW: η is both a parameter and a memory"],
    [{ state: ["x", "m-1"] }, 'AdamW: "m-1" is no name for an equation'],
  ])("refuses the vocabulary %j", (change, message) => {
    expect(() => updateProgram(["x = g"], { ...vocabulary, ...change })).toThrow(message);
  });

  it("refuses an empty list", () => {
    expect(() => update()).toThrow("must have at least one line");
  });
});

describe("the SDE", () => {
  it("gathers √Σ·dW wherever it stands in a product", () => {
    const program = sde(["dx = -m*dt", "dm = η*(sqrt(Σ)*dW)*β1 - m*dt/(1 + η)"]);
    expect(program.drivers).toEqual(["dW"]);
    expect(JSON.stringify(program.increments[1])).toContain("rootSigma");
  });

  it("leaves out a memory it does not use", () => {
    expect(sde(["dx = -G*dt"]).state).toEqual(["x"]);
  });

  it.each([
    [["dx = -G"], "AdamW, line 1 of sde: every term must carry one factor dt or dW"],
    [["dx = -G*dt + x"], "every term must carry one factor"],
    [["dx = -G*dt*dt"], "may stand only once in a product"],
    [["dx = G/dt"], "may not stand in a denominator"],
    [["dx = sqrt(dt)*G"], "may not stand inside sqrt"],
    [["dx = Σ*dt"], "Σ may only stand as sqrt(Σ)*dW"],
    [["dx = sqrt(Σ)*dt"], "Σ may only stand as sqrt(Σ)*dW"],
    [["dm = -m*dt"], "AdamW, sde: dx is missing"],
    [["dx = -m*dt"], "uses m but has no equation for dm"],
    [["dx = -G*dt", "dx = G*dt"], "dx is given twice"],
    [["dy = G*dt"], "must be the increment of a state variable (dx, dm), got dy"],
    [["dx = η*dt"], "x must be given a vector, got a scalar"],
  ])("refuses %j", (equations, message) => {
    expect(() => sde(equations)).toThrow(message);
  });

  it.each(["η = 2", "dt = 3", "dW = G", "dx = G", "f = 1"])(
    "refuses a coefficient that hides another name: %s",
    (line) => {
      expect(() => sde(["dx = -G*dt"], [line])).toThrow("is already defined");
    },
  );

  it("needs the equation of a memory that only a coefficient reads", () => {
    expect(() => sde(["dx = -G/P*dt"], ["P = 1 + m^2"])).toThrow("uses m but has no equation for dm");
  });

  it.each(["dx = -sqrt(Σ)*dW", "dx = η*Σ^(1/2)*dW", "dx = -η*-Σ^0.5*dW", "dx = 2*(sqrt(Σ)*dW)"])(
    "reads √Σ in %s",
    (line) => {
      expect(JSON.stringify(sde([line]).increments)).toContain("rootSigma");
    },
  );
});
