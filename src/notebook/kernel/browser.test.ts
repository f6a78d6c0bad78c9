/** The kernel in JupyterLab and in the classic Notebook, as a reader meets it in a browser. */
import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { optional } from "../../conformance/optional.js";
import { sampleFolder } from "../sample.js";
import { programs } from "./jupyter-programs.js";
import { type JupyterServer, jupyterServer } from "./jupyter-server.js";

const browserPath = process.env.MARUYAMA_CHROMIUM ?? "/usr/bin/chromium";
const hasBrowser = optional("Chromium", existsSync(browserPath), "apt-get install chromium");
const labs = hasBrowser ? programs("jupyter-lab") : [];
const classics = hasBrowser
  ? programs("jupyter-notebook").filter((program) => versionOf(program).startsWith("6."))
  : [];
optional("JupyterLab", labs.length > 0, "python3 -m venv .venv && .venv/bin/pip install jupyterlab jupyter-console");
optional("classic Jupyter Notebook", classics.length > 0, "apt-get install jupyter-notebook");

function versionOf(program: string): string {
  return spawnSync(program, ["--version"], { encoding: "utf8" }).stdout;
}

/** Where the two have what a reader uses. */
interface Interface {
  readonly program: string;
  readonly where: string;
  readonly cell: string;
  readonly output: string;
  readonly picture: string;
  readonly stop: string;
  readonly completion: string;
  readonly tooltip: string;
  /** The way through menus. */
  readonly runAll: readonly string[];
  readonly restart: readonly string[];
  readonly shutDown: readonly string[];
}

const lab = {
  where: "lab/tree",
  cell: ".jp-Notebook .jp-Cell",
  output: ".jp-OutputArea-output",
  picture: ".jp-RenderedImage img",
  stop: "[data-command='notebook:interrupt-kernel']",
  completion: ".jp-Completer-item",
  tooltip: ".jp-Tooltip",
  runAll: ["text=Run", "text=Run All Cells"],
  restart: ["text=Kernel", "text=Restart Kernel…", ".jp-Dialog button >> text=Restart"],
  shutDown: ["text=Kernel", "text=Shut Down Kernel"],
};
const classic = {
  where: "notebooks",
  cell: "#notebook-container .cell",
  output: ".output_area",
  picture: ".output_png img",
  stop: "[data-jupyter-action='jupyter-notebook:interrupt-kernel']",
  completion: "#complete option",
  tooltip: "#tooltip",
  runAll: ["#celllink", "#run_all_cells"],
  restart: ["#kernellink", "#restart_kernel", ".modal-dialog button.btn-danger"],
  shutDown: ["#kernellink", "#shutdown_kernel", ".modal-dialog button.btn-danger"],
};
const interfaces: readonly Interface[] = [
  ...labs.map((program) => ({ program, ...lab })),
  ...classics.map((program) => ({ program, ...classic })),
];

const cells = [
  `import * as maruyama from "maruyama";
import { show } from "maruyama";
const problem = maruyama.problem({ objective: maruyama.quadratic([1, 2]), noise: maruyama.gaussian(0.5), start: [1, 0.5] });
const signSgd = maruyama.signSgd({ eta: 0.01 });
const compared = await maruyama.compare(signSgd, problem, { horizon: 1, paths: 100, seed: 1 });
show(maruyama.comparisonFigure(compared));`,
  'console.log("printed");\n6 * 7',
  '// the second line\nthrow new RangeError("f: bad");',
  'let turns = 0;\nawait null;\nconsole.log("looping");\nwhile (true) turns++;',
  '["turns", turns > 0]',
  `const partial = await maruyama.ensemble(maruyama.optimizer(signSgd, problem), {
  horizon: 1000,
  paths: 1e8,
  progress: maruyama.progressBar("long"),
});
console.log("stopped:", partial.stopped, partial.paths > 0);`,
  "maruyama.si",
];
const FIGURE = 0;
const VALUE = 1;
const ERROR = 2;
const LOOP = 3;
const AFTER = 4;
const ENSEMBLE = 5;
const HALF = 6;

const known = interfaces.length > 0 ? interfaces : [{ program: "JupyterLab", ...lab }];
describe.runIf(interfaces.length > 0).each(known)("$program", (its) => {
  const folder = sampleFolder();
  let server: JupyterServer;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  beforeAll(async () => {
    server = await jupyterServer(its.program, folder, cells);
    browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu"] });
    page = await browser.newPage({ viewport: { width: 1300, height: 1400 } });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.setDefaultTimeout(30_000);
    await page.goto(server.url.replace("WHERE", its.where));
    await cell(HALF).waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await server.end();
    expect(server.kernels()).toEqual([]);
    rmSync(folder, { recursive: true });
  });
  const cell = (index: number): Locator => page.locator(its.cell).nth(index);
  const says = (index: number, text: string): Promise<void> =>
    cell(index).locator(its.output).getByText(text).first().waitFor();
  async function follow(way: readonly string[]): Promise<void> {
    for (const step of way) await page.locator(`${step} >> visible=true`).first().click();
  }
  async function run(index: number): Promise<void> {
    await cell(index).click();
    await page.keyboard.press("Shift+Enter");
  }

  it("runs all cells: a figure, shown once, a text, a value and an error with its line", async () => {
    await follow(its.runAll);
    await says(ERROR, "cell 3, line 2");
    expect(await cell(ERROR).locator(its.output).first().innerText()).toMatch(
      /RangeError: f: bad\s+cell 3, line 2[\s\S]*→ +2 throw new RangeError[\s\S]*at cell 3:2:7/,
    );
    expect(await cell(FIGURE).locator(its.picture).count()).toBe(1);
    expect(await cell(FIGURE).locator(its.output).count()).toBe(1);
    expect(await cell(VALUE).locator(its.output).allInnerTexts()).toEqual([
      expect.stringContaining("printed"),
      expect.stringContaining("42"),
    ]);
    expect(await cell(LOOP).locator(its.output).count()).toBe(0);
  });

  it("stops a loop, and keeps what it computed", async () => {
    await run(LOOP);
    await says(LOOP, "looping");
    await page.locator(its.stop).first().click();
    await says(LOOP, "the cell was stopped");
    await run(AFTER);
    await says(AFTER, "[ 'turns', true ]");
  });

  it("stops an ensemble, and shows what it has finished", async () => {
    await run(ENSEMBLE);
    await says(ENSEMBLE, "long");
    await page.waitForTimeout(1000);
    await page.locator(its.stop).first().click();
    await says(ENSEMBLE, "stopped: true true");
  });

  it("completes at Tab, and explains at Shift-Tab", async () => {
    await cell(HALF).getByText("maruyama").click();
    await page.keyboard.press("End");
    await page.keyboard.press("Tab");
    await page.locator(its.completion).getByText("signSgd").first().waitFor();
    await page.keyboard.press("Escape");
    await cell(HALF).getByText("maruyama").click();
    await page.keyboard.press("End");
    await page.keyboard.type("gnSgd");
    await page.keyboard.press("Shift+Tab");
    await page.locator(its.tooltip).getByText("signSgd").first().waitFor();
    await page.keyboard.press("Escape");
  });

  it("restarts with nothing known, and shuts down to no process", async () => {
    const [before] = server.kernels();
    await follow(its.restart);
    await expect.poll(() => server.kernels().includes(before), { timeout: 30_000 }).toBe(false);
    await run(AFTER);
    await says(AFTER, "Cannot find name 'turns'.");
    await follow(its.shutDown);
    await expect.poll(() => server.kernels(), { timeout: 30_000 }).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
