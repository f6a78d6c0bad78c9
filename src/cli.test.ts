import { execFile, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Cell } from "./notebook/document.js";
import { formatNotebook } from "./notebook/document-text.js";
import type { Output } from "./notebook/outputs.js";
import { code, markdown, sampleFolder, sampleNotebook } from "./notebook/sample.js";

const root = fileURLToPath(new URL("../", import.meta.url));
/** The program as it is built, inside the project so that it finds its dependencies. */
const built = join(root, "out", `cli-${process.pid}`);
mkdirSync(built, { recursive: true });
const project = sampleFolder(
  {
    "notebooks/bad": [code("throw new RangeError('bad: on purpose');")],
    "notebooks/good": [markdown("# Good"), code("1 + 1")],
    "notebooks/loop": [code("while (true) {}")],
    "notebooks/slow": [code("console.log(1); await new Promise(() => setInterval(() => {}, 1000));")],
  },
  built,
);
const temporary = sampleFolder();

beforeAll(() => {
  const configuration = {
    extends: join(root, "tsconfig.build.json"),
    compilerOptions: { rootDir: join(root, "src"), outDir: join(built, "dist") },
  };
  writeFileSync(join(built, "tsconfig.json"), JSON.stringify(configuration));
  execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", built]);
});
afterAll(() => {
  for (const path of [built, temporary]) rmSync(path, { recursive: true });
});

const program = join(built, "dist", "cli.js");
const environment = { ...process.env, TMPDIR: temporary, JUPYTER_DATA_DIR: join(temporary, "jupyter") };

interface Ending {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const maruyama = (...args: string[]): Promise<Ending> => maruyamaIn(project, ...args);

function maruyamaIn(folder: string, ...args: string[]): Promise<Ending> {
  return new Promise((resolve) => {
    const options = { cwd: join(folder, "notebooks"), env: environment };
    execFile(process.execPath, [program, ...args], options, (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });
}

describe("maruyama", () => {
  it("can be run as a program, and says what it can do", async () => {
    expect(readFileSync(program, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
    const { stdout } = await maruyama("--help");
    for (const command of ["start", "execute", "check", "lab", "doctor", "kernelspec", "kernel"])
      expect(stdout).toContain(`maruyama ${command}`);
  });

  it.each([
    [["stat"], 'maruyama: unknown command "stat"; did you mean start?\n'],
    [["start", "--timout", "3"], "start: unknown option --timout; did you mean --timeout?\n"],
    [["start", "--timeout"], "start: --timeout must be given a value\n"],
    [["start", "--timeout", "soon"], 'start: --timeout must be a number of seconds in (0, 2147483], got "soon"\n'],
    [
      ["start", "--timeout", "3000000"],
      'start: --timeout must be a number of seconds in (0, 2147483], got "3000000"\n',
    ],
    [["start", "--port", "70000"], 'start: --port must be an integer in 0..65535, got "70000"\n'],
    [["start", "--no-serve=1"], 'start: --no-serve takes no value, got "1"\n'],
    [["execute", "goo"], 'notebooks: unknown notebook "goo"; did you mean good?\n'],
    [["lab", "x"], 'lab: no names are taken, got "x"\n'],
  ])("refuses %j in one line", async (args, line) => {
    expect(await maruyama(...args)).toEqual({ status: 1, stdout: "", stderr: line });
  });

  it("executes notebooks and writes the gallery, with a status that tells of failures", async () => {
    const good = await maruyama("start", "good", "--no-serve");
    expect(good.status).toBe(0);
    expect(good.stdout).toBe(`gallery: ${join(project, "out", "index.html")}\n`);
    const bad = await maruyama("start", "bad", "--no-serve", "--timeout", "30");
    expect(bad.status).toBe(1);
    expect(bad.stderr).toContain(
      "bad.ipynb  cell 1/1  failed: RangeError: bad: on purpose\n  line 1: throw new RangeError",
    );
    expect(bad.stderr).toContain("failed, 1 of 1: bad\n");
    expect(readFileSync(join(project, "out", "index.html"), "utf8")).toContain("stopped at an error");
    expect(readFileSync(join(project, "out", "notebooks", "bad.html"), "utf8")).toContain(
      "<strong>RangeError</strong>",
    );
  });

  it("executes again only what changed, or all when told to", async () => {
    const source = join(project, "notebooks", "changing.ipynb");
    const write = (...cells: Cell[]): void => writeFileSync(source, formatNotebook(sampleNotebook(cells)));
    const page = (): string => readFileSync(join(project, "out", "notebooks", "changing.html"), "utf8");
    const unchanged = "1 notebook unchanged since its last run; --all executes it again\n";
    const again = (...args: string[]): Promise<Ending> => maruyama("start", "changing", "--no-serve", ...args);
    write(markdown("# One"), code("1 + 1"));
    expect((await again()).stderr).toContain("1 of 1 cells");
    expect(await again()).toMatchObject({ status: 0, stderr: unchanged });
    // Prose is shown as it is now, above the outputs of the last run.
    write(markdown("# Two"), code("1 + 1"));
    expect(await again()).toMatchObject({ status: 0, stderr: unchanged });
    expect(page()).toMatch(/Two[\s\S]*<pre class="stream stdout">2<\/pre>/);
    expect((await again("--all")).stderr).toContain("1 of 1 cells");
    write(markdown("# Two"), code("throw new Error('three')"));
    for (const run of [await again(), await again()]) {
      expect(run).toMatchObject({ status: 1, stderr: expect.stringContaining("failed: Error: three\n") });
    }
    rmSync(source);
  });

  it("says what is installed and works, and what to do where it does not", async () => {
    const { status, stdout } = await maruyama("doctor");
    const rows = stdout.trimEnd().split("\n");
    expect(rows).toContain(`ok      Node.js               ${process.versions.node}`);
    expect(stdout).toMatch(/^ok {6}kernel {16}ready after [\d.]+ s, answered after [\d.]+ s$/m);
    // The data folder of these tests holds no kernelspec.
    expect(stdout).toMatch(
      /^absent {2}kernel in Jupyter {5}not registered\n {30}→ node dist\/cli\.js kernelspec --user$/m,
    );
    for (const [i, row] of rows.entries()) {
      expect(row).toMatch(/^(ok {6}|absent {2}| {30}→ )/);
      if (row.startsWith("absent")) expect(rows[i + 1]).toContain("→ ");
    }
    expect(status).toBe(0);
  });

  it("tells where outputs that are kept differ from those of a fresh run", async () => {
    const source = join(project, "notebooks", "kept.ipynb");
    const print = (text: string): Output[] => [{ output_type: "stream", name: "stdout", text }];
    const write = (kept: string): void =>
      writeFileSync(source, formatNotebook(sampleNotebook([code("console.log('a\\nb')", print(kept))])));
    write("a\nb\n");
    expect(await maruyama("check", "kept", "--outputs")).toMatchObject({
      status: 0,
      stdout: "outputs as committed: kept\n",
    });
    write("a\nc\n");
    expect(await maruyama("check", "kept", "--outputs")).toMatchObject({
      status: 1,
      stdout:
        "kept cell 1 output 1 stdout line 2\n  committed  c\n  fresh      b\n" +
        "outputs differ in 1 of 1; fresh ones are kept with: npm run execute -- kept\n",
    });
    expect(await maruyama("check", "bad", "--outputs")).toMatchObject({
      status: 1,
      stdout: "bad: did not run to its end\n",
    });
    rmSync(source);
  });

  it("has a clear line for what cannot be read, goes on with the others, and shows bytes that are no text", async () => {
    const bytes = "process.stdout.write(Buffer.from([0x61, 0xff, 0xfe, 0x62, 0x0a]));";
    const ill = sampleFolder({ "notebooks/bytes": [code(`${bytes} console.log("\\ud800");`)] }, built);
    const put = (name: string, text: string): void => writeFileSync(join(ill, "notebooks", `${name}.ipynb`), text);
    const empty = formatNotebook(sampleNotebook([]));
    put("torn", "{");
    put("old", empty.replace('"nbformat": 4', '"nbformat": 3'));
    put("foreign", empty.replace(/"name": "\w+"/, '"name": "tslap"'));
    const { status, stderr } = await maruyamaIn(ill, "start", "--no-serve");
    expect(status).toBe(1);
    const at = (name: string): string => `${name}.ipynb  failed: ${join(ill, "notebooks", `${name}.ipynb`)}: `;
    expect(stderr).toContain(`${at("torn")}a notebook must be JSON: `);
    expect(stderr).toContain(`${at("old")}nbformat must be 4, got 3; Jupyter converts older ones\n`);
    expect(stderr).toContain(
      `${at("foreign")}the kernel must be one that is known, got "tslap"; did you mean tslab?\n`,
    );
    expect(stderr).toContain("failed, 3 of 4: foreign, old, torn\n");
    const page = readFileSync(join(ill, "out", "notebooks", "bytes.html"), "utf8");
    expect(page).toContain('<pre class="stream stdout">a\ufffd\ufffdb\n');
    expect(page).not.toContain("\ud800");
  });

  it("ends a cell that never ends, synchronous or not", async () => {
    const { status, stderr } = await maruyama("start", "slow", "loop", "--no-serve", "--timeout", "1");
    expect(status).toBe(1);
    for (const name of ["slow", "loop"]) {
      expect(stderr).toContain(`${name}.ipynb  cell 1/1  failed: Timeout: the cell did not end within 1 s\n`);
    }
  });

  it("checks notebooks", async () => {
    expect(await maruyama("check", "bad")).toMatchObject({ status: 0, stdout: "checked: bad\n" });
  });

  it("registers the kernel", async () => {
    const file = join(temporary, "jupyter", "kernels", "maruyama", "kernel.json");
    expect(await maruyama("kernelspec")).toEqual({ status: 0, stdout: `kernelspec: ${file}\n`, stderr: "" });
    expect(existsSync(file)).toBe(true);
    expect(await maruyama("kernelspec", "--user", "--prefix", "x")).toMatchObject({ status: 1 });
  });

  it("takes its kernel along when it is interrupted", async () => {
    const child = spawn(process.execPath, [program, "start", "slow", "--no-serve"], { cwd: project, env: environment });
    const kernels = (): string[] => readdirSync(temporary).filter((name) => name.startsWith("maruyama-kernel-"));
    await new Promise<void>((resolve) => {
      child.stderr.on("data", (chunk: Buffer) => chunk.includes("kernel") && resolve());
    });
    const [connection] = kernels();
    child.kill("SIGINT");
    const status = await new Promise((resolve) => child.once("close", resolve));
    expect(status).toBe(130);
    expect(kernels()).toEqual([]);
    const processes = execFileSync("ps", ["-eo", "args"], { encoding: "utf8" });
    expect(processes).not.toContain(connection);
  });

  it("serves the gallery until it is interrupted, on the next port when one is in use", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as AddressInfo;
    const child = spawn(process.execPath, [program, "start", "good", "--port", `${port}`], {
      cwd: project,
      env: environment,
    });
    const [, url, note] = await new Promise<RegExpExecArray>((resolve) => {
      let text = "";
      child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
        const match = /serving (\S+)(.*); Ctrl-C ends it\n/.exec(text);
        if (match !== null) resolve(match);
      });
    });
    expect(note).toBe(` (port ${port} is in use)`);
    expect(await (await fetch(url)).text()).toContain("<h3>Good</h3>");
    child.kill("SIGINT");
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(0);
    other.close();
  });
});
