import type { KernelLayout } from "./kernel.js";
import type { WebAssemblyModule } from "./web-assembly.js";

/** What a run asks of every block. Plain data: it is handed to other threads. */
export interface RunSpecification {
  /** Recorded steps, ascending. */
  readonly steps: Int32Array;
  /** Five words per member for each stream, in the order of the layout's keys. */
  readonly keys: readonly Int32Array[];
  /** Where each state variable starts, in the order of the layout's state. */
  readonly start: readonly Float64Array[];
  /** Paths whose values are handed over one by one, from the first; the others only as sums. */
  readonly keep: number;
  /** Whether final states are handed over. */
  readonly final: boolean;
  /** Whether a path that leaves is not counted at all, or counted until then. */
  readonly whole: boolean;
  /** Beyond this modulus of a coordinate of x a path has left. */
  readonly limit: number;
}

/** What a block yields. */
export interface BlockResult {
  readonly block: number;
  /** Paths in it. */
  readonly paths: number;
  /** Per recorded time and observable: how many values count, a centre c, Σ(v − c), Σ(v − c)². */
  readonly sums: Float64Array;
  /** The step at which each path left, or −1. */
  readonly left: Int32Array;
  /** Per recorded time and observable the value of each kept path, NaN where it does not count. */
  readonly values: Float64Array;
  /** Per state variable and coordinate the last value of each path, NaN where it has left; empty unless asked for. */
  readonly final: Float64Array;
}

/** Runs blocks on one thread. */
export interface BlockRunner {
  /** Prepares for a run. */
  readonly begin: (specification: RunSpecification) => void;
  /**
   * Runs one block of so many paths; `pause` is asked between pieces of a few milliseconds whether to go on.
   *
   * @returns undefined when it was told to stop.
   */
  readonly run: (block: number, paths: number, pause: () => Promise<boolean>) => Promise<BlockResult | undefined>;
}

/**
 * Makes a runner of a compiled chain.
 *
 * The function refers to nothing outside itself, since worker threads are given its text.
 */
export function blockRunner(module: WebAssemblyModule, image: Uint8Array, layout: KernelLayout): BlockRunner {
  const { blockPaths, dimension, observables, state, copies, stateAt, stateBytes } = layout;
  const platform = (globalThis as unknown as { WebAssembly: { Instance: new (m: unknown) => { exports: unknown } } })
    .WebAssembly;
  const code = new platform.Instance(module).exports as {
    readonly memory: { readonly buffer: ArrayBuffer };
    readonly advance: (k: number) => void;
    readonly observe: () => void;
    readonly record: (listAt: number, count: number, keep: number) => void;
    readonly sum: (to: number) => void;
  };
  const { buffer } = code.memory;
  new Uint8Array(buffer).set(image);
  const isDouble = layout.precision === "f64x2";
  const bytes = isDouble ? 8 : 4;
  const numbers = isDouble ? new Float64Array(buffer) : new Float32Array(buffer);
  const words = new Int32Array(buffer);
  const sumsInMemory = new Float64Array(buffer, layout.sumsAt, layout.sumsRoom * observables * 4);
  const valuesInMemory = new Float64Array(buffer, layout.valuesAt, layout.sumsRoom * observables * blockPaths);
  const results = new Float64Array(buffer, layout.resultsAt, observables * blockPaths);
  const mask = new Int32Array(buffer, layout.maskAt, 2 * blockPaths);
  const stateMemory = new Uint8Array(buffer, stateAt, copies * stateBytes);
  const saved = new Uint8Array(copies * stateBytes);
  const kAt = layout.kAt / 4;
  const leftAt = layout.leftAt / 4;
  const counted = new Float64Array(buffer, layout.countedAt, 1);
  /** Milliseconds that a piece between two pauses should take: it is made longer or shorter as it goes, which changes no bit. */
  const [shortest, longest] = [4, 16];
  let stride = 8;
  let recordsAtOnce = 4;
  let specification: RunSpecification;

  /** The index in `numbers` of coordinate i of state variable s, in one copy of the state. */
  const rowOf = (s: number, i: number, copy: number): number =>
    (state[s].at + copy * stateBytes) / bytes + i * blockPaths;

  const setLane = (lane: number): void => {
    for (let copy = 0; copy < copies; copy++) {
      for (let s = 0; s < state.length; s++) {
        for (let i = 0; i < dimension; i++) numbers[rowOf(s, i, copy) + lane] = specification.start[s][i];
      }
    }
  };

  const count = (lane: number, counts: boolean): void => {
    mask[2 * lane] = counts ? -1 : 0;
    mask[2 * lane + 1] = counts ? -1 : 0;
    if (!counts) words[layout.maskedAt / 4] = 1;
  };

  const isOutside = (lane: number): boolean => {
    const first = copies === 1 ? 0 : 1;
    for (let copy = first; copy < copies; copy++) {
      for (let i = 0; i < dimension; i++) {
        if (!(Math.abs(numbers[rowOf(0, i, copy) + lane]) < specification.limit)) return true;
      }
    }
    return false;
  };

  /** Marks the paths that have left; what they do from here on is not looked at. */
  const settle = (k: number, left: Int32Array): void => {
    for (let lane = 0; lane < blockPaths; lane++) {
      if (!isOutside(lane)) continue;
      if (lane < left.length && left[lane] < 0) left[lane] = k;
      count(lane, false);
      setLane(lane);
    }
    words[leftAt] = 0;
    chooseCentre();
  };

  /** Notes the first path that counts: sums are taken about its values. */
  const chooseCentre = (): void => {
    let lane = 0;
    while (lane < blockPaths - 1 && mask[2 * lane] === 0) lane++;
    words[layout.centreAt / 4] = 8 * lane;
  };

  /** Sums one observable over the paths whose value is a finite number. */
  const sumFinite = (o: number, to: Float64Array, at: number): void => {
    let n = 0;
    let centre = 0;
    let first = 0;
    let second = 0;
    for (let lane = 0; lane < blockPaths; lane++) {
      const value = results[o * blockPaths + lane];
      if (mask[2 * lane] === 0 || !Number.isFinite(value)) continue;
      if (n === 0) centre = value;
      n++;
      first += value - centre;
      second += (value - centre) * (value - centre);
    }
    to[at] = n;
    to[at + 1] = centre;
    to[at + 2] = first;
    to[at + 3] = second;
  };

  const finalState = (paths: number, left: Int32Array): Float64Array => {
    const final = new Float64Array(state.length * dimension * paths);
    let at = 0;
    for (let s = 0; s < state.length; s++) {
      for (let i = 0; i < dimension; i++) {
        for (let lane = 0; lane < paths; lane++)
          final[at++] = left[lane] < 0 ? numbers[rowOf(s, i, 0) + lane] : Number.NaN;
      }
    }
    return final;
  };

  return {
    begin(next) {
      specification = next;
      next.keys.forEach((key, i) => {
        words.set(key, layout.keys[i].at / 4);
      });
    },
    async run(block, paths, pause) {
      const { steps, keep, whole } = specification;
      const times = steps.length;
      const kept = Math.max(0, Math.min(paths, keep - block * blockPaths));
      const sums = new Float64Array(times * observables * 4);
      const values = new Float64Array(times * observables * kept).fill(Number.NaN);
      const left = new Int32Array(paths).fill(-1);
      let active = paths;
      let r = 0;

      const countActive = (): void => {
        active = left.reduce((n, k) => (k < 0 ? n + 1 : n), 0);
        counted[0] = active;
      };

      const start = (): void => {
        for (let copy = 0; copy < copies; copy++) {
          for (let s = 0; s < state.length; s++) {
            for (let i = 0; i < dimension; i++) {
              const row = rowOf(s, i, copy);
              numbers.fill(specification.start[s][i], row, row + blockPaths);
            }
          }
        }
        words[layout.maskedAt / 4] = 0;
        for (let lane = 0; lane < blockPaths; lane++) count(lane, lane < paths && left[lane] < 0);
        countActive();
        chooseCentre();
        words[kAt] = 0;
        words[leftAt] = 0;
        words[layout.firstPathAt / 4] = block * blockPaths;
        values.fill(Number.NaN);
        sums.fill(0);
        r = 0;
      };

      /** Takes the first sums in memory as those of cells from `first` on. */
      const takeSums = (first: number, cells: number): void => {
        sums.set(sumsInMemory.subarray(0, 4 * cells), 4 * first);
      };

      const takeValues = (from: Float64Array, offset: number, time: number): void => {
        for (let o = 0; o < observables; o++) {
          for (let lane = 0; lane < kept; lane++) {
            const value = from[offset + o * blockPaths + lane];
            if (mask[2 * lane] !== 0 && Number.isFinite(value)) values[(time * observables + o) * kept + lane] = value;
          }
        }
      };

      /** Records the present step as time number `time`, value by value where a value is not finite. */
      const recordNow = (time: number): void => {
        code.observe();
        code.sum(layout.sumsAt);
        words[leftAt] = 0;
        takeSums(time * observables, observables);
        for (let o = 0; o < observables; o++) {
          const at = (time * observables + o) * 4;
          if (!Number.isFinite(sums[at + 3])) sumFinite(o, sums, at);
        }
        takeValues(results, 0, time);
      };

      /** Repeats a piece step by step, to see which paths left and when. */
      const repeat = (to: number): void => {
        stateMemory.set(saved);
        while (active > 0 && (words[kAt] < to || (r < times && steps[r] <= to))) {
          while (r < times && steps[r] === words[kAt]) recordNow(r++);
          if (words[kAt] >= to) break;
          code.advance(words[kAt] + 1);
          if (words[leftAt] !== 0) settle(words[kAt], left);
          countActive();
        }
      };

      start();
      while (r < times && active > 0) {
        const k = words[kAt];
        const began = performance.now();
        saved.set(stateMemory);
        const most = Math.min(recordsAtOnce, layout.sumsRoom);
        let many = 0;
        while (many < most && r + many < times && steps[r + many] <= k + stride) many++;
        const to = many === 0 ? k + stride : steps[r + many - 1];
        if (many === 0) code.advance(to);
        else {
          words.set(steps.subarray(r, r + many), layout.listAt / 4);
          code.record(layout.listAt, many, kept > 0 ? 1 : 0);
        }
        if (words[leftAt] === 0) {
          takeSums(r * observables, many * observables);
          if (kept > 0) for (let m = 0; m < many; m++) takeValues(valuesInMemory, m * observables * blockPaths, r + m);
          r += many;
        } else {
          words[kAt] = k;
          words[leftAt] = 0;
          const before = active;
          repeat(to);
          // a path that left is not counted at any time: begin again without it
          if (whole && active < before) start();
        }
        const took = performance.now() - began;
        const factor = took < shortest ? 2 : took > longest ? 0.5 : 1;
        stride = Math.max(1, Math.min(1e8, Math.ceil(stride * factor)));
        recordsAtOnce = Math.max(1, Math.min(1e4, Math.ceil(recordsAtOnce * factor)));
        if (!(await pause())) return undefined;
      }
      return {
        block,
        paths,
        sums,
        left,
        values,
        final: specification.final ? finalState(paths, left) : new Float64Array(),
      };
    },
  };
}
