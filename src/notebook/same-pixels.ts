/** Whether two PNG files show the same picture, though different versions of zlib may have packed its bytes. */
import { inflateSync } from "node:zlib";

const signatureBytes = 8;

/** `a` and `b` are PNG files in base64. */
export function samePixels(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) => unpacked(Buffer.from(text, "base64")));
  return one !== undefined && other !== undefined && one.equals(other);
}

/** The file's chunks with the pixels unpacked and without checksums; undefined where it is no PNG. */
function unpacked(file: Buffer): Buffer | undefined {
  const parts: Buffer[] = [];
  const packed: Buffer[] = [];
  try {
    for (let at = signatureBytes; at < file.length; ) {
      const length = file.readUInt32BE(at);
      const name = file.toString("latin1", at + 4, at + 8);
      const content = file.subarray(at + 8, at + 8 + length);
      if (name === "IDAT") packed.push(content);
      else parts.push(Buffer.from(name, "latin1"), content);
      at += length + 12;
    }
    return Buffer.concat([...parts, inflateSync(Buffer.concat(packed))]);
  } catch {
    return undefined;
  }
}
