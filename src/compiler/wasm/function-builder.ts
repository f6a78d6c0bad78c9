/**
 * Functions of WebAssembly, instruction by instruction. Source: WebAssembly Core Specification 2.0, chapter 5.
 */
import { type ByteWriter, byteWriter } from "./byte-writer.js";
import { PLAIN, SIMD, TYPE_CODES, type ValueType } from "./instructions.js";

/** A function under construction; every method appends instructions and returns the builder. */
export interface FunctionBuilder {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
  /** A new local variable; parameters are locals 0, 1, …. */
  readonly local: (type: ValueType) => number;
  readonly get: (local: number) => FunctionBuilder;
  readonly set: (local: number) => FunctionBuilder;
  readonly tee: (local: number) => FunctionBuilder;
  readonly i32: (value: number) => FunctionBuilder;
  readonly f64: (value: number) => FunctionBuilder;
  /** An instruction without operands, by its name in the specification. */
  readonly op: (name: string) => FunctionBuilder;
  /** An instruction with a lane: extract_lane. */
  readonly lane: (name: string, lane: number) => FunctionBuilder;
  /** i8x16.shuffle with its sixteen byte indices. */
  readonly shuffle: (bytes: readonly number[]) => FunctionBuilder;
  /** A load or store on 128 bits, at the address on the stack plus an offset. */
  readonly load: (offset?: number, name?: string, lane?: number) => FunctionBuilder;
  readonly store: (offset?: number) => FunctionBuilder;
  readonly loadScalar: (type: "i32" | "f64", offset?: number) => FunctionBuilder;
  readonly storeScalar: (type: "i32" | "f64", offset?: number) => FunctionBuilder;
  readonly block: (kind: "block" | "loop", body: () => void) => FunctionBuilder;
  /** Runs `yes` where the number on the stack is not 0; `result` is what both branches leave. */
  readonly branch: (yes: () => void, no?: () => void, result?: ValueType) => FunctionBuilder;
  /** To the start of the loop, or the end of the block, `depth` levels out. */
  readonly jump: (depth: number) => FunctionBuilder;
  readonly jumpIf: (depth: number) => FunctionBuilder;
  readonly call: (index: number) => FunctionBuilder;
  /** memory.fill or memory.copy on the three numbers on the stack. */
  readonly bulk: (name: "fill" | "copy") => FunctionBuilder;
  readonly body: () => ByteWriter;
}

/** The longest function that engines accept. */
const MOST_BYTES = 7_600_000;

export function functionBuilder(
  name: string,
  parameters: readonly ValueType[],
  results: readonly ValueType[] = [],
): FunctionBuilder {
  const locals: ValueType[] = [];
  const code = byteWriter();
  const { byte, unsigned, signed } = code;
  const real = new Float64Array(1);
  const realBytes = new Uint8Array(real.buffer);
  const simd = (id: string): void => {
    const instruction = SIMD[id];
    if (instruction === undefined) throw new TypeError(`bytes: no instruction ${id}`);
    byte(0xfd);
    unsigned(instruction);
  };
  const withLocal = (instruction: number, local: number): FunctionBuilder => {
    byte(instruction);
    unsigned(local);
    return builder;
  };
  /** An access of 2^align bytes at an offset. */
  const access = (align: number, offset: number): FunctionBuilder => {
    byte(align);
    unsigned(offset);
    return builder;
  };
  const builder: FunctionBuilder = {
    name,
    parameters,
    results,
    local(type) {
      locals.push(type);
      return parameters.length + locals.length - 1;
    },
    get: (local) => withLocal(0x20, local),
    set: (local) => withLocal(0x21, local),
    tee: (local) => withLocal(0x22, local),
    i32(value) {
      byte(0x41);
      signed(value);
      return builder;
    },
    f64(value) {
      real[0] = value;
      byte(0x44);
      code.bytes(realBytes);
      return builder;
    },
    op(id) {
      const instruction = PLAIN[id];
      if (instruction === undefined) simd(id);
      else byte(instruction);
      return builder;
    },
    lane(id, lane) {
      simd(id);
      byte(lane);
      return builder;
    },
    shuffle(bytes) {
      simd("i8x16.shuffle");
      code.bytes(bytes);
      return builder;
    },
    load(offset = 0, id = "", lane = -1) {
      if (id === "") {
        byte(0xfd);
        byte(0);
        return access(4, offset);
      }
      simd(id);
      access(id.includes("32") ? 2 : 3, offset);
      if (lane >= 0) byte(lane);
      return builder;
    },
    store(offset = 0) {
      byte(0xfd);
      byte(0x0b);
      return access(4, offset);
    },
    loadScalar(type, offset = 0) {
      byte(type === "i32" ? 0x28 : 0x2b);
      return access(type === "i32" ? 2 : 3, offset);
    },
    storeScalar(type, offset = 0) {
      byte(type === "i32" ? 0x36 : 0x39);
      return access(type === "i32" ? 2 : 3, offset);
    },
    block(kind, body) {
      byte(kind === "block" ? 0x02 : 0x03);
      byte(0x40);
      body();
      byte(0x0b);
      return builder;
    },
    branch(yes, no, result) {
      byte(0x04);
      byte(result === undefined ? 0x40 : TYPE_CODES[result]);
      yes();
      if (no !== undefined) {
        byte(0x05);
        no();
      }
      byte(0x0b);
      return builder;
    },
    jump: (depth) => withLocal(0x0c, depth),
    jumpIf: (depth) => withLocal(0x0d, depth),
    call: (index) => withLocal(0x10, index),
    bulk(id) {
      code.bytes(id === "fill" ? [0xfc, 11, 0] : [0xfc, 10, 0, 0]);
      return builder;
    },
    body() {
      const declarations = byteWriter();
      const runs: [number, ValueType][] = [];
      for (const type of locals) {
        const last = runs[runs.length - 1];
        if (last?.[1] === type) last[0]++;
        else runs.push([1, type]);
      }
      declarations.unsigned(runs.length);
      for (const [count, type] of runs) {
        declarations.unsigned(count);
        declarations.byte(TYPE_CODES[type]);
      }
      const size = code.written().length;
      if (size > MOST_BYTES) {
        throw new RangeError(
          `compiler: the code of one function must be at most ${MOST_BYTES} bytes, got ${size}; ` +
            'shorten the lines, record fewer observables, or ask for executor: "reference"',
        );
      }
      const all = byteWriter();
      all.unsigned(declarations.written().length + code.written().length + 1);
      all.bytes(declarations.written());
      all.bytes(code.written());
      all.byte(0x0b);
      return all;
    },
  };
  return builder;
}
