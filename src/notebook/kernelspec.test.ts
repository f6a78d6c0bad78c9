import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { environmentDataFolder, prefixDataFolder, tslabKernel, userDataFolder, writeKernelspec } from "./kernelspec.js";
import { findJupyter } from "./lab.js";
import { sampleFolder } from "./sample.js";

const folder = sampleFolder();
afterAll(() => rmSync(folder, { recursive: true }));

describe("the kernelspec", () => {
  it("starts our kernel by absolute paths, and stops it by message", () => {
    const file = writeKernelspec(prefixDataFolder(folder));
    expect(file).toBe(join(folder, "share", "jupyter", "kernels", "maruyama", "kernel.json"));
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
      argv: [
        process.execPath,
        "--disable-warning=ExperimentalWarning",
        "--no-force-async-hooks-checks",
        expect.stringMatching(/^\/.*dist\/cli\.js$/),
        "kernel",
        "{connection_file}",
      ],
      display_name: "TypeScript (Maruyama)",
      language: "typescript",
      interrupt_mode: "message",
    });
  });

  it("of stock tslab can be written as well", () => {
    const file = writeKernelspec(prefixDataFolder(folder), tslabKernel());
    expect(file).toBe(join(folder, "share", "jupyter", "kernels", "tslab", "kernel.json"));
    const { argv } = JSON.parse(readFileSync(file, "utf8"));
    const program = expect.stringMatching(/tslab.bin.tslab$/);
    expect(argv).toEqual([process.execPath, program, "kernel", "--config-path", "{connection_file}"]);
  });

  it.each([
    ["linux", {}, join("/home/k", ".local", "share", "jupyter")],
    ["linux", { XDG_DATA_HOME: "/data" }, join("/data", "jupyter")],
    ["linux", { JUPYTER_DATA_DIR: "/own" }, "/own"],
    ["darwin", {}, join("/home/k", "Library", "Jupyter")],
    ["win32", { APPDATA: "/roaming" }, join("/roaming", "jupyter")],
  ] as const)("goes on %s with %o to %s", (platform, variables, expected) => {
    expect(userDataFolder({ platform, variables, home: "/home/k" })).toBe(expected);
  });

  it("goes into the active Python environment, if there is one", () => {
    const environment = { platform: "linux", home: "/home/k" } as const;
    const variables = { VIRTUAL_ENV: folder };
    expect(environmentDataFolder({ ...environment, variables })).toBe(join(folder, "share", "jupyter"));
    expect(() => environmentDataFolder({ ...environment, variables: {} })).toThrow("--sys-prefix must be used in");
  });

  it("is of no use to a machine without Jupyter, which is found out first", () => {
    expect(findJupyter(folder, { PATH: folder })).toBeUndefined();
  });
});
