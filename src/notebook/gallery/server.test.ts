import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleFolder } from "../sample.js";
import { type RunningServer, serveFolder } from "./server.js";

const outside = sampleFolder({ secret: [] });
const folder = sampleFolder({ page: [] });
writeFileSync(join(folder, "index.html"), "<p>hello</p>");
symlinkSync(join(outside, "secret.ipynb"), join(folder, "link.ipynb"));

let server: RunningServer;
beforeAll(async () => {
  server = await serveFolder(folder, 0);
});
afterAll(async () => {
  await server.close();
  for (const path of [folder, outside]) rmSync(path, { recursive: true });
});

/** By hand, because fetch tidies the path before it sends it. */
function get(
  path: string,
  method = "GET",
): Promise<{ status: number | undefined; body: string; type: string | undefined }> {
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port: server.port, path, method }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk) => (body += chunk));
      response.on("end", () => resolve({ status: response.statusCode, body, type: response.headers["content-type"] }));
    })
      .on("error", reject)
      .end();
  });
}

describe("the server", () => {
  it("serves files and the index, with their types", async () => {
    expect(await get("/")).toEqual({ status: 200, body: "<p>hello</p>", type: "text/html; charset=utf-8" });
    expect(await get("/index.html?x=1")).toMatchObject({ status: 200 });
    expect(await get("/page.ipynb")).toMatchObject({ status: 200, type: "application/x-ipynb+json; charset=utf-8" });
    expect(await get("/", "HEAD")).toMatchObject({ status: 200, body: "" });
  });

  it.each([
    "/../package.json",
    "/..%2f..%2f..%2fetc%2fpasswd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "//etc/passwd",
    "/....//....//etc/passwd",
    "/..%5c..%5cetc%5cpasswd",
    "/%00",
    "/%zz",
    "/link.ipynb",
    "/none",
  ])("gives nothing for %s", async (path) => {
    expect(await get(path)).toMatchObject({ status: 404, body: "There is no such page.\n" });
  });

  it("only reads", async () => {
    expect(await get("/", "POST")).toMatchObject({ status: 405 });
  });

  it("takes the next port when one is in use", async () => {
    const next = await serveFolder(folder, server.port);
    expect(next.port).toBeGreaterThan(server.port);
    expect(next.url).toBe(`http://127.0.0.1:${next.port}/`);
    await next.close();
  });

  it("says when no port can be had", async () => {
    // Whoever has the last port, there is none after it.
    const last = await serveFolder(folder, 65535).catch(() => undefined);
    await expect(serveFolder(folder, 65535)).rejects.toThrow(
      "the gallery cannot be served: one of the ports 65535 to 65535 must be free, got none",
    );
    await last?.close();
    await expect(serveFolder(folder, -1)).rejects.toThrow(/^the gallery cannot be served on port -1: /);
  });
});
