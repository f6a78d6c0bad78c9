/**
 * The layout of a module's memory: first what never changes, with its initial bytes, then room to work in.
 */

/** Reserves memory; all addresses are multiples of 64. */
export interface Memory {
  /** Bytes that are there from the start; equal ones are kept once. */
  readonly data: (bytes: Uint8Array) => number;
  /** The same, of four words. */
  readonly words: (words: readonly number[]) => number;
  /** Room for so many bytes, initially zero. */
  readonly room: (bytes: number) => number;
  /** The initial bytes, from address 0; everything above is zero. */
  readonly image: () => Uint8Array;
  /** Bytes reserved in all. */
  readonly size: () => number;
}

/** Room and data are given out in the order they are asked for. */
export function memoryLayout(): Memory {
  const known = new Map<string, { readonly address: number; readonly bytes: Uint8Array }[]>();
  const addresses = new Map<string, number>();
  const parts: { readonly address: number; readonly bytes: Uint8Array }[] = [];
  let top = 64;
  const take = (bytes: number): number => {
    const address = top;
    top += Math.ceil(bytes / 64) * 64;
    return address;
  };
  const data = (bytes: Uint8Array): number => {
    const key = `${bytes.length}:${checksum(bytes)}`;
    const alike = known.get(key) ?? [];
    const found = alike.find((part) => part.bytes.every((byte, i) => byte === bytes[i]));
    if (found !== undefined) return found.address;
    const part = { address: take(bytes.length), bytes };
    parts.push(part);
    known.set(key, [...alike, part]);
    return part.address;
  };
  return {
    data,
    words(words) {
      const key = words.join();
      const address = addresses.get(key) ?? data(new Uint8Array(Int32Array.from(words).buffer));
      addresses.set(key, address);
      return address;
    },
    room: take,
    image() {
      const end = parts.reduce((most, { address, bytes }) => Math.max(most, address + bytes.length), 0);
      const image = new Uint8Array(end);
      for (const { address, bytes } of parts) image.set(bytes, address);
      return image;
    },
    size: () => top,
  };
}

/** A number that is likely to differ where bytes do (Fowler, Noll, Vo). */
function checksum(bytes: Uint8Array): number {
  let sum = 0x811c9dc5;
  for (const byte of bytes) sum = Math.imul(sum ^ byte, 0x01000193);
  return sum;
}
