/**
 * A pass as a function: for each coordinate of its range, for each group of vectors of paths, everything that belongs
 * together, from memory to memory.
 */
import type { Block } from "./block.js";
import { emitter } from "./emit.js";
import { type FunctionBuilder, functionBuilder } from "./function-builder.js";
import { type Node, REACH } from "./graph.js";
import type { ModuleHome } from "./home.js";
import { type Pass, reader, VECTOR_BYTES } from "./reader.js";
import type { Root } from "./schedule.js";

export interface PassOptions {
  readonly name: string;
  readonly pass: Pass;
  readonly block: Block;
  readonly home: ModuleHome;
  /** The range of a node, or "". */
  readonly rangeOf: (node: Node) => string;
  /** Beyond this modulus of x a path has left; without it nothing is checked. */
  readonly limit?: number;
}

/** Above this many operations per path, fewer vectors are interleaved: their values would not fit the registers. */
export const MANY_OPERATIONS = 90;

/** Values that one function may hold: WebAssembly's limit is 50 000. */
const MOST_VALUES = 45_000;

/** How many vectors of paths are interleaved. @throws RangeError when one alone has too many operations. */
function copiesOf(operations: number, perPath: number): number {
  const copies = [4, 2, 1].filter((count) => count < 4 || perPath <= MANY_OPERATIONS);
  const fitting = copies.find((count) => operations + (count - 1) * perPath <= MOST_VALUES);
  if (fitting !== undefined) return fitting;
  throw new RangeError(
    `compiler: what is computed at once must have at most ${MOST_VALUES} operations, got ${operations}; ` +
      'shorten the lines, record fewer observables, or ask for executor: "reference"',
  );
}

export function passFunction({ name, pass, block, home, rangeOf, limit }: PassOptions): FunctionBuilder {
  const { precision, rowBytes, cells } = block;
  const isDouble = precision === "f64x2";
  const builder = functionBuilder(name, []);
  const perPath = pass.nodes.filter(({ reach }) => reach === REACH.path);
  const copies = copiesOf(pass.nodes.length, perPath.length);
  const rows = pass.over === "" ? 1 : block.sizes[pass.over];
  const coordinate = builder.local("i32");
  /** Offsets of the current vectors within a row, and within an array. */
  const lane = builder.local("i32");
  const at = builder.local("i32");
  const stateOffset = builder.local("i32");

  const pushState = (name: string): FunctionBuilder =>
    block.isOwn(name) ? builder.get(at).get(stateOffset).op("i32.add") : builder.get(at);
  const read = reader({ builder, pass, block, rangeOf, coordinate, lane, at, stateOffset });
  const { compute, push } = emitter(builder, copies, { memory: home.memory, functionIndex: home.functionIndex, read });

  const each = (work: (copy: number) => void): void => {
    for (let copy = 0; copy < copies; copy++) work(copy);
  };

  const inside = limit === undefined ? undefined : checkInside(builder, precision, copies, limit, home);

  const leave = (root: Root): void => {
    const { kind, node } = root;
    const offset = (copy: number): number => VECTOR_BYTES * copy;
    if (kind === "keep") {
      const address = block.nodeAt(node);
      each((copy) => {
        builder.get(rangeOf(node) === "" ? lane : at);
        push(node, copy);
        builder.store(address + offset(copy));
      });
    } else if (kind === "accumulate") {
      const address = block.nodeAt(node);
      each((copy) => {
        builder
          .get(lane)
          .get(lane)
          .load(address + offset(copy));
        push(node.arguments[0], copy);
        builder.op(`${precision}.${node.operation === "reduce:max" ? "max" : "add"}`).store(address + offset(copy));
      });
    } else if (pass.over !== "") {
      const address = block.stateAt(root.name);
      each((copy) => {
        pushState(root.name);
        push(node, copy);
        builder.store(address + offset(copy));
      });
      if (root.name === "x") inside?.check((copy) => push(node, copy));
    } else if (block.isRow(root.name)) {
      each((copy) => {
        builder.get(lane);
        push(node, copy);
        builder.store(block.stateAt(root.name) + offset(copy));
      });
    } else leaveNumber(node, block.resultAt(root.name));
  };

  /** A number per path is left in double precision. */
  const leaveNumber = (node: Node, address: number): void => {
    each((copy) => {
      if (isDouble) {
        builder.get(lane);
        push(node, copy);
        builder.store(address + VECTOR_BYTES * copy);
        return;
      }
      for (const half of [0, 1]) {
        builder.get(lane).i32(1).op("i32.shl");
        push(node, copy);
        if (half === 1) {
          push(node, copy);
          builder.shuffle(Array.from({ length: 16 }, (_, k) => (k + 8) % 16));
        }
        builder.op("f64x2.promote_low_f32x4").store(address + VECTOR_BYTES * (2 * copy + half));
      }
    });
  };

  builder.i32(0).loadScalar("i32", cells.memberOffset).set(stateOffset);
  for (const { kind, node } of pass.roots) {
    if (kind === "accumulate") clearRow(builder, lane, block, node, home);
  }
  compute(pass.nodes.filter(({ reach }) => reach <= REACH.step));
  builder.i32(0).set(coordinate).i32(0).set(at);
  builder.block("loop", () => {
    compute(pass.nodes.filter(({ reach }) => reach === REACH.row));
    for (const draw of pass.draws) {
      builder.get(coordinate).i32(block.drawAt(draw)).i32(block.keyAt(draw)).call(block.drawFunction(draw));
    }
    builder.i32(0).set(lane);
    builder.block("loop", () => {
      compute(perPath);
      pass.roots.forEach(leave);
      builder
        .get(at)
        .i32(VECTOR_BYTES * copies)
        .op("i32.add")
        .set(at);
      builder
        .get(lane)
        .i32(VECTOR_BYTES * copies)
        .op("i32.add")
        .tee(lane);
      builder.i32(rowBytes).op("i32.lt_u").jumpIf(0);
    });
    builder.get(coordinate).i32(1).op("i32.add").tee(coordinate).i32(rows).op("i32.lt_u").jumpIf(0);
  });
  inside?.finish(() => builder.i32(0).i32(1).storeScalar("i32", cells.left));
  return builder;
}

/** Sets the row of a reduction to its neutral value. */
function clearRow(builder: FunctionBuilder, lane: number, block: Block, node: Node, { memory }: ModuleHome): void {
  const neutral = node.operation === "reduce:max" ? -Infinity : 0;
  const bytes = block.precision === "f64x2" ? Float64Array.of(neutral, neutral) : new Float32Array(4).fill(neutral);
  const constant = memory.data(new Uint8Array(bytes.buffer));
  builder.i32(0).set(lane);
  builder.block("loop", () => {
    builder.get(lane).i32(0).load(constant).store(block.nodeAt(node));
    builder.get(lane).i32(VECTOR_BYTES).op("i32.add").tee(lane).i32(block.rowBytes).op("i32.lt_u").jumpIf(0);
  });
}

interface InsideCheck {
  /** Checks the interleaved vectors; `pushValue` pushes one of them. */
  readonly check: (pushValue: (copy: number) => void) => void;
  readonly finish: (leave: () => void) => void;
}

/**
 * Watches that |x| stays below a limit; NaN does not. Squares are compared: x² takes one instruction, |x| two, and what
 * rounding makes of a square near the limit is looked at again, path by path.
 */
function checkInside(
  builder: FunctionBuilder,
  precision: Block["precision"],
  copies: number,
  limit: number,
  { memory }: ModuleHome,
): InsideCheck {
  const isDouble = precision === "f64x2";
  const square = limit * limit;
  const [bound, mark] = [builder.local("v128"), builder.local("v128")];
  const bytes = isDouble ? Float64Array.of(square, square) : new Float32Array(4).fill(square);
  builder
    .i32(0)
    .load(memory.data(new Uint8Array(bytes.buffer)))
    .set(bound);
  builder
    .i32(0)
    .load(memory.data(new Uint8Array(16).fill(255)))
    .set(mark);
  return {
    check(pushValue) {
      for (let copy = 0; copy < copies; copy++) {
        pushValue(copy);
        pushValue(copy);
        builder.op(`${precision}.mul`).get(bound).op(`${precision}.lt`);
        if (copy > 0) builder.op("v128.and");
      }
      builder.get(mark).op("v128.and").set(mark);
    },
    finish(leave) {
      builder
        .get(mark)
        .op(isDouble ? "i64x2.all_true" : "i32x4.all_true")
        .op("i32.eqz")
        .branch(leave);
    },
  };
}
