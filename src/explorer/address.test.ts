import { describe, expect, it } from "vitest";
import { methods } from "../methods/index.js";
import { addressOf, specificationAt } from "./address.js";
import { experimentOf } from "./experiment.js";
import { noiseChoices } from "./noise-choices.js";
import { objectiveChoices } from "./objective-choices.js";
import { usualSpecification, withNoise, withObjective } from "./specification.js";

describe("the address", () => {
  it("is readable", () => {
    expect(addressOf(usualSpecification())).toBe(
      "method=signSgd&eta=0.02&sde=plain&objective=quadratic&objective.h=2,1&noise=gaussian&noise.sigma=0.8" +
        "&start=1.5,-1&horizon=4&paths=500&seed=1&substeps=8&show=f&coordinate=1",
    );
  });

  it.each(Object.keys(methods))("leads back to the specification: %s", (method) => {
    for (const objective of Object.keys(objectiveChoices)) {
      for (const noise of Object.keys(noiseChoices)) {
        const specification = withNoise(withObjective(usualSpecification(method), objective), noise);
        expect(specificationAt(`#${addressOf(specification)}`)).toEqual(specification);
      }
    }
  });

  it("may leave out what is as usual", () => {
    expect(specificationAt("")).toEqual(usualSpecification());
    expect(specificationAt("#method=adam&sde=second order".replace(" ", "+")).sde).toBe("second order");
    expect(specificationAt("#objective=saddle").run.start).toEqual(objectiveChoices.saddle.start);
  });

  it.each([
    ["method=adma", 'address: no method "adma"; did you mean adam?'],
    ["sde=plian", 'address: no sde "plian"; did you mean plain?'],
    ["eta=fast", 'address: eta must be a number, got "fast"'],
    ["start=1,,2", 'address: start must be numbers with commas between them, got "1,,2"'],
    ["etta=0.1", 'address: unknown "etta"; did you mean eta?'],
    ["eta=1&eta=2", "address: eta is given twice"],
    ["eta", 'address: each part must be name=value, got "eta"'],
    ["show=%E0%A4%A", 'address: show must be percent-encoded text, got "%E0%A4%A"'],
    ["coordinate=0", 'address: coordinate must be an integer ≥ 1, got "0"'],
    ["noise=constructor", 'address: no noise "constructor"; known: gaussian'],
  ])("refuses %s", (address, message) => {
    expect(() => specificationAt(`#${address}`)).toThrow(message);
  });
});

describe("an experiment", () => {
  it.each(Object.keys(methods))("runs %s on every objective and noise, or says why its SDE does not hold", (method) => {
    for (const objective of Object.keys(objectiveChoices)) {
      const { chains, refusal } = experimentOf(withObjective(usualSpecification(method), objective));
      expect(chains.length === 2 || refusal !== undefined).toBe(true);
    }
    for (const noise of Object.keys(noiseChoices)) {
      const run = (): readonly unknown[] => {
        const { chains, refusal = [] } = experimentOf(withNoise(usualSpecification(method), noise));
        return [...chains, refusal].slice(0, 2);
      };
      // where v starts at E g², which must then be finite
      const needsVariance = noise === "alphaStable" && /rmsprop/i.test(method);
      if (needsVariance) expect(run).toThrow("the covariance of α-stable noise is infinite for α < 2, got α = 1.5");
      else expect(run()).toHaveLength(2);
    }
  });

  it("is refused where the optimizer cannot run", () => {
    expect(() => experimentOf(specificationAt("#eta=-1"))).toThrow("SignSGD: eta must be a positive number, got -1");
    expect(() => experimentOf(specificationAt("#start=1,2,3"))).toThrow("problem: start must");
    expect(() => experimentOf(specificationAt("#coordinate=3"))).toThrow("explorer: coordinate must");
    expect(() => experimentOf(specificationAt("#objective=expression&objective.f=x[1"))).toThrow("expression");
  });
});
