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
import { type Ending, latest } from "../latest.js";
import { type Specification, usualSpecification } from "../specification.js";
import { copyText } from "./clipboard.js";
import { createControls } from "./controls.js";
import { byId, element } from "./element.js";

/** Widths beyond which figures do not grow, and below which they do not shrink, in pixels. */
const WIDEST = 900;
const NARROWEST = 280;
/** Of the frame around a figure. */
const PADDING = 8;

/** What is on the page. */
interface Shown {
  readonly specification: Specification;
  readonly experiment: Experiment;
  readonly result: Comparison;
}

let current: Specification;
/** What was drawn last, to be drawn anew at another width. */
let drawn: Shown | undefined;

const controls = createControls(byId("controls"), (specification, isSettled) => {
  complain("");
  follow(specification);
  if (isSettled) remember(specification);
});

const runs = latest<Specification>(run);

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

/** What is left to do at the end, comparing and drawing, is done while the next run is computed. */
async function run(specification: Specification, signal: AbortSignal): Promise<Ending | undefined> {
  const began = performance.now();
  try {
    const experiment = experimentOf(specification);
    const compared = await runExperiment(experiment, signal, {
      progress: (finished, paths) => say("state", `computing: ${finished} of ${paths} paths`),
      preview(result) {
        present({ specification, experiment, result }, !signal.aborted);
        say("state", `first ${result.reference.paths} paths; computing the others`);
      },
    });
    const took = performance.now() - began;
    return compared && orRefusal((isLast) => conclude({ specification, experiment, result: compared() }, took, isLast));
  } catch (reason) {
    return (isLast) => refuse(messageOf(reason), isLast);
  }
}

/** An ending that says what went wrong in it. */
function orRefusal(ending: Ending): Ending {
  return (isLast) => {
    try {
      ending(isLast);
    } catch (reason) {
      refuse(messageOf(reason), isLast);
    }
  };
}

/** Draws a result, with the equations and the cell that it is of. */
function present(shown: Shown, isLast: boolean): void {
  const { specification, experiment } = shown;
  drawn = shown;
  say("refusal", experiment.refusal === undefined ? "" : `No SDE: ${experiment.refusal}`);
  byId("figures").classList.remove("stale");
  describe(specification, experiment);
  draw(isLast);
}

function refuse(reason: string, isLast: boolean): void {
  say("refusal", reason);
  say("state", "nothing computed: see the line above");
  for (const id of ["result", "hashes", "cell"]) say(id, "");
  byId("figures").classList.add("stale");
  if (isLast) markBusy(false);
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

/** The boxes of figures that are in the window, by id. */
const inSight = new Set<string>();

/** Draws all figures, or those in the window: while a control moves the others would be drawn for nobody. */
function draw(isAll: boolean): void {
  if (drawn === undefined) return;
  const { specification, experiment, result } = drawn;
  const isPlane = experiment.problem.objective.dimension === 2;
  byId("landscape").hidden = !isPlane;
  const drawings: Readonly<Record<string, (width: number) => Figure>> = {
    means: (width) => comparisonFigure(result, { observable: specification.show, width }),
    distribution: (width) => distributionFigure(result, specification.coordinate, width),
    ...(isPlane && { landscape: (width) => landscapeFigure(result, experiment.options.keep ?? 0, width) }),
  };
  // all widths are read before anything is written, so that the page is laid out once
  const seen = Object.keys(drawings).filter((id) => isAll || inSight.has(id));
  const widths = seen.map(widthOf);
  seen.forEach((id, i) => {
    const figure = drawings[id](widths[i]);
    byId(id).innerHTML = svg({ ...figure, caption: "" });
    // the others have none
    if (figure.caption !== "") say("caption", plainText(figure.caption));
  });
}

/** The width that a figure has in its box. */
function widthOf(id: string): number {
  const { clientWidth } = byId(id).parentElement as HTMLElement;
  return Math.max(NARROWEST, Math.min(WIDEST, clientWidth - 2 * PADDING));
}

/** Shows a whole result; what it says in words, and its hashes, when no other is on its way. */
function conclude(shown: Shown, took: number, isLast: boolean): void {
  const { result } = shown;
  present(shown, isLast);
  say("state", `computed in ${Math.round(took)} ms`);
  if (!isLast) return;
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
  draw(true);
}).observe(byId("figures"));

const sight = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) inSight.add(target.id);
    else inSight.delete(target.id);
  }
});
for (const box of document.querySelectorAll(".drawing")) sight.observe(box);
visit();
