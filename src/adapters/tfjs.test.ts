import { describe, expect, it } from "vitest";
import { tfjs } from "./tfjs.js";

const failing = (message: string, code?: string) => () => Promise.reject(Object.assign(new Error(message), { code }));

describe("tfjs", () => {
  it("says how to add the package where it is absent", async () => {
    const absent = failing("Cannot find module '@tensorflow/tfjs-node'", "MODULE_NOT_FOUND");
    const line = /^tfjs: @tensorflow\/tfjs-node is not installed; add it with: npm run add:tfjs$/;
    await expect(tfjs(absent)).rejects.toThrow(line);
    await expect(tfjs(() => ({ standIn: true }))).rejects.toThrow(line);
  });

  it("says so where the package lacks its native library", async () => {
    const bare = failing(
      "The Node.js native addon module (tfjs_binding.node) can not be found at path: /x\nPlease run …",
    );
    await expect(tfjs(bare)).rejects.toThrow(
      /^tfjs: @tensorflow\/tfjs-node is installed without its native library; add it with: npm run add:tfjs$/,
    );
  });

  it("passes on any other fault in one line", async () => {
    await expect(tfjs(failing("libtensorflow: bad\nstack"))).rejects.toThrow(
      /^tfjs: @tensorflow\/tfjs-node does not load: libtensorflow: bad$/,
    );
  });

  it("returns the module where it works", async () => {
    const found = await tfjs(() => ({ getBackend: () => "tensorflow" }));
    expect(found.getBackend()).toBe("tensorflow");
  });

  it("on this machine either computes or says in one line why not", async () => {
    const found = await tfjs().catch((error: Error) => error);
    if (found instanceof Error) expect(found.message).toMatch(/^tfjs: .*; add it with: npm run add:tfjs$/);
    else expect(Array.from(found.tensor([1, 2]).dataSync())).toEqual([1, 2]);
  });
});
