/// <reference lib="dom" />
/** The explorer's page: controls, address, and figures that follow them. */
import type { Comparison } from "../../compare/comparison.js";
import { comparisonFigure } from "../../compare/comparison-figure.js";
import { tableHtml } from "../../compare/table.js";
import type { Figure } from "../../figures/figure.js";
import { svg } from "../../figures/svg.js";
import { plainText } from "../../figures/text.js";
import { addressOf, specificationAt } from "../address.js";
import { cellOf } from "../cell.js";
import { distributionFigure } from "../distribution-figure.js";
import { type EquationLines, equationLines } from "../equations.js";
import { type Experiment, experimentOf, messageOf, runExperiment } from "../experiment.js";
import { landscapeFigure } from "../landscape-figure.js";
import { latest } from "../latest.js";
import { type Specification, usualSpecification } from "../specification.js";
import { copyText } from "./clipboard.js";
import { createControls } from "./controls.js";
import { byId, element } from "./element.js";

/** Milliseconds that a run is given before a newer one takes its place. */
const PATIENCE = 200;
/** Widths beyond which figures do not grow, and below which they do not shrink, in pixels. */
const WIDEST = 900;
const NARROWEST = 280;
/** Of the frame around a figure. */
const PADDING = 8;

let current: Specification;
/** What was drawn last, to be drawn anew at another width. */
let drawn:
  | { readonly specification: Specification; readonly experiment: Experiment; readonly result: Comparison }
  | undefined;

const controls = createControls(byId("controls"), (specification, isSettled) => {
  complain("");
  follow(specification);
  if (isSettled) remember(specification);
});

const runs = latest<Specification>(run, PATIENCE);

function follow(specification: Specification): void {
  current = specification;
  markBusy(true);
  runs.ask(specification);
}

/** Results that belong to an earlier specification are dimmed, and not read out. */
function markBusy(isBusy: boolean): void {
  for (const id of ["result", "hashes"]) byId(id).setAttribute("aria-busy", String(isBusy));
}

/** Makes the address that of the specification; the way back leads to the one before. */
function remember(specification: Specification): void {
  const address = `#${addressOf(specification)}`;
  if (location.hash !== address) history.pushState(null, "", address);
}

async function run(specification: Specification, signal: AbortSignal): Promise<void> {
  const began = performance.now();
  try {
    const experiment = experimentOf(specification);
    say("refusal", experiment.refusal === undefined ? "" : `No SDE: ${experiment.refusal}`);
    describe(specification, experiment);
    await runExperiment(experiment, signal, {
      progress(chain, finished, paths) {
        say("state", `computing ${chain.name}: ${finished} of ${paths} paths`);
      },
      show(result, isWhole) {
        drawn = { specification, experiment, result };
        byId("figures").classList.remove("stale");
        draw();
        const time = `${Math.round(performance.now() - began)} ms`;
        say("state", isWhole ? `computed in ${time}` : `first ${result.reference.paths} paths; computing the others`);
        if (isWhole) conclude(result);
      },
    });
  } catch (reason) {
    say("refusal", messageOf(reason));
    say("state", "nothing computed: see the line above");
    for (const id of ["result", "hashes", "cell"]) say(id, "");
    byId("figures").classList.add("stale");
    markBusy(false);
  }
}

/** Equations and cell of what is being computed. */
function describe(specification: Specification, experiment: Experiment): void {
  const { method } = experiment;
  const box = byId("equations");
  const shown = JSON.stringify([specification.method, specification.sde, method.workers]);
  if (box.dataset.shown !== shown) {
    box.dataset.shown = shown;
    box.replaceChildren(...equationLines(method, specification.sde).map(equationSection));
  }
  say("cell", cellOf(specification, experiment));
}

function equationSection({ title, source, lines }: EquationLines): HTMLElement {
  const rows = lines.map((line) => {
    const row = element("div", { class: "equation" });
    row.innerHTML = line;
    return row;
  });
  return element("section", {}, [element("h3", {}, [title]), element("p", {}, [source]), ...rows]);
}

function draw(): void {
  if (drawn === undefined) return;
  const { specification, experiment, result } = drawn;
  const { show, coordinate } = specification;
  const means = picture("means", (width) => comparisonFigure(result, { observable: show, width }));
  say("caption", plainText(means.caption));
  picture("distribution", (width) => distributionFigure(result, coordinate, width));
  const isPlane = experiment.problem.objective.dimension === 2;
  byId("landscape").hidden = !isPlane;
  if (isPlane) picture("landscape", (width) => landscapeFigure(result, experiment.options.keep ?? 0, width));
}

/** Draws into a figure's box, at its width; the caption is left to the page. */
function picture(id: string, drawing: (width: number) => Figure): Figure {
  const box = byId(id);
  const { clientWidth } = box.parentElement as HTMLElement;
  const figure = drawing(Math.max(NARROWEST, Math.min(WIDEST, clientWidth - 2 * PADDING)));
  box.innerHTML = svg({ ...figure, caption: "" });
  return figure;
}

/** What a whole result says in words, and its hashes. */
function conclude(result: Comparison): void {
  const ensembles = [result.reference, ...result.others];
  const alone = `${result.reference.chain.name} alone.`;
  say("result", result.verdict === "" ? alone : result.verdict);
  markBusy(false);
  byId("differences").innerHTML = tableHtml(result.table);
  byId("hashes").replaceChildren(
    ...ensembles.flatMap(({ chain, hash }) => [
      element("dt", {}, [chain.name]),
      element("dd", {}, [element("code", {}, [hash])]),
    ]),
  );
}

function say(id: string, text: string): void {
  const box = byId(id);
  if (box.textContent !== text) box.textContent = text;
}

/** What is wrong with the address, or nothing. */
function complain(text: string): void {
  say("complaint", text);
}

/** Follows the address: at the start, and when one goes back and forth. */
function visit(): void {
  let specification = usualSpecification();
  try {
    specification = location.hash === "" ? specification : specificationAt(location.hash);
    complain("");
  } catch (reason) {
    complain(`${messageOf(reason)}. This is what the explorer begins with.`);
  }
  controls.show(specification);
  follow(specification);
}

byId("copy").addEventListener("click", async () => {
  const isCopied = await copyText(byId("cell"));
  say("copied", isCopied ? "copied" : "could not be copied: select the text below");
});
byId("reset").addEventListener("click", () => {
  const specification = usualSpecification(current.method);
  controls.show(specification);
  follow(specification);
  remember(specification);
});
// the part of the address after # is the specification, so this link must leave it alone
byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  byId("content").focus();
});
addEventListener("popstate", visit);

let drawnWidth = 0;
new ResizeObserver(() => {
  // figures that are drawn change the height themselves
  const { clientWidth } = byId("figures");
  if (clientWidth === drawnWidth) return;
  drawnWidth = clientWidth;
  draw();
}).observe(byId("figures"));
visit();
