/** Bytes that grow at the end. */
export interface ByteWriter {
  readonly byte: (value: number) => void;
  /** An unsigned number in base 128. */
  readonly unsigned: (value: number) => void;
  /** A signed number of 32 bits in base 128. */
  readonly signed: (value: number) => void;
  readonly bytes: (values: ArrayLike<number>) => void;
  readonly written: () => Uint8Array;
}

export function byteWriter(): ByteWriter {
  let buffer = new Uint8Array(256);
  let length = 0;
  const makeRoom = (more: number): void => {
    if (length + more <= buffer.length) return;
    const longer = new Uint8Array(Math.max(2 * buffer.length, length + more));
    longer.set(buffer);
    buffer = longer;
  };
  const byte = (value: number): void => {
    makeRoom(1);
    buffer[length++] = value;
  };
  return {
    byte,
    unsigned(value) {
      let rest = value;
      while (rest >= 0x80) {
        byte((rest & 0x7f) | 0x80);
        rest >>>= 7;
      }
      byte(rest);
    },
    signed(value) {
      let rest = value | 0;
      while (rest < -0x40 || rest >= 0x40) {
        byte((rest & 0x7f) | 0x80);
        rest >>= 7;
      }
      byte(rest & 0x7f);
    },
    bytes(values) {
      makeRoom(values.length);
      buffer.set(values, length);
      length += values.length;
    },
    written: () => buffer.subarray(0, length),
  };
}
