import { execFile, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { code, markdown, sampleFolder } from "./notebook/sample.js";

const root = fileURLToPath(new URL("../", import.meta.url));
/** The program as it is built, inside the project so that it finds its dependencies. */
const built = join(root, "out", `cli-${process.pid}`);
mkdirSync(built, { recursive: true });
const project = sampleFolder(
  {
    "notebooks/bad": [code("throw new RangeError('bad: on purpose');")],
    "notebooks/good": [markdown("# Good"), code("1 + 1")],
    "notebooks/slow": [code("console.log(1); await new Promise(() => setInterval(() => {}, 1000));")],
  },
  built,
);
const temporary = sampleFolder();

beforeAll(() => {
  const configuration = {
    extends: join(root, "tsconfig.build.json"),
    compilerOptions: { rootDir: join(root, "src"), outDir: join(built, "dist") },
    files: [join(root, "src", "cli.ts")],
    include: [],
  };
  writeFileSync(join(built, "tsconfig.json"), JSON.stringify(configuration));
  execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", built]);
});
afterAll(() => {
  for (const path of [built, temporary]) rmSync(path, { recursive: true });
});

const program = join(built, "dist", "cli.js");
const environment = { ...process.env, TMPDIR: temporary, JUPYTER_DATA_DIR: join(temporary, "jupyter") };

function maruyama(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const options = { cwd: join(project, "notebooks"), env: environment };
    execFile(process.execPath, [program, ...args], options, (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });
}

describe("maruyama", () => {
  it("can be run as a program, and says what it can do", async () => {
    expect(readFileSync(program, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
    const { stdout } = await maruyama("--help");
    for (const command of ["start", "execute", "check", "kernelspec", "lab"])
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
  });

  it("checks notebooks", async () => {
    expect(await maruyama("check", "bad")).toMatchObject({ status: 0, stdout: "checked: bad\n" });
  });

  it("registers the kernel", async () => {
    const file = join(temporary, "jupyter", "kernels", "tslab", "kernel.json");
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

  it("serves the gallery until it is interrupted", async () => {
    const child = spawn(process.execPath, [program, "start", "good", "--port", "0"], {
      cwd: project,
      env: environment,
    });
    const url = await new Promise<string>((resolve) => {
      let text = "";
      child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
        const match = /serving (\S+);/.exec(text);
        if (match !== null) resolve(match[1]);
      });
    });
    expect(await (await fetch(url)).text()).toContain("<h3>Good</h3>");
    child.kill("SIGINT");
    expect(await new Promise((resolve) => child.once("close", resolve))).toBe(0);
  });
});
