import { afterEach, describe, expect, it, vi } from "vitest";
import { optional } from "./optional.js";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("what a machine may lack", () => {
  it("is skipped in one line that says how to get it", () => {
    vi.stubEnv("MARUYAMA_REQUIRE_ALL", "");
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    expect(optional("Chromium", true, "apt-get install chromium")).toBe(true);
    expect(write).not.toHaveBeenCalled();
    expect(optional("Chromium", false, "apt-get install chromium")).toBe(false);
    expect(write).toHaveBeenCalledExactlyOnceWith(
      "skipped: Chromium is missing; get it with: apt-get install chromium\n",
    );
  });

  it("may not be skipped where all is required", () => {
    vi.stubEnv("MARUYAMA_REQUIRE_ALL", "1");
    expect(() => optional("Chromium", false, "apt-get install chromium")).toThrow("Chromium is missing; get it with:");
    expect(optional("Chromium", true, "apt-get install chromium")).toBe(true);
  });
});
