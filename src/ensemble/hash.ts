import { sha256 } from "@noble/hashes/sha2.js";

/** SHA-256, in hexadecimal, of numbers and bytes in their order. */
export function hashOf(parts: readonly (ArrayBufferView | string)[]): string {
  const hash = sha256.create();
  for (const part of parts) {
    hash.update(
      typeof part === "string"
        ? new TextEncoder().encode(part)
        : new Uint8Array(part.buffer, part.byteOffset, part.byteLength),
    );
  }
  return [...hash.digest()].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
