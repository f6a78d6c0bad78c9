/**
 * Lines of equal value of a function on a grid, by marching squares: each edge of the grid that a level crosses is cut
 * where the values, interpolated linearly, reach it, and the cuts of a square are joined.
 */

/** Values on a grid, row by row: `values[j * x.length + i]` is at (x[i], y[j]). */
export interface GridValues {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly values: ArrayLike<number>;
}

/** An open or closed line. */
export interface Line {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** The lines on which the function has the value `level`. Squares with a corner that is not finite have none. */
export function contourLines(grid: GridValues, level: number): readonly Line[] {
  const cuts = new Map<string, readonly [number, number]>();
  const joints = new Map<string, string[]>();
  for (let j = 0; j + 1 < grid.y.length; j++) {
    for (let i = 0; i + 1 < grid.x.length; i++) {
      for (const [from, to] of segmentsOf(grid, level, i, j)) {
        for (const edge of [from, to]) cuts.set(edge.key, edge.at);
        joints.set(from.key, [...(joints.get(from.key) ?? []), to.key]);
        joints.set(to.key, [...(joints.get(to.key) ?? []), from.key]);
      }
    }
  }
  return chained(joints).map((keys) => {
    const points = keys.map((key) => cuts.get(key) as readonly [number, number]);
    return { x: points.map(([x]) => x), y: points.map(([, y]) => y) };
  });
}

/** An edge of the grid, by name, and where the level cuts it. */
interface Cut {
  readonly key: string;
  readonly at: readonly [number, number];
}

/** The segments of the level in the square whose lower left corner is (i, j). */
function segmentsOf({ x, y, values }: GridValues, level: number, i: number, j: number): readonly [Cut, Cut][] {
  const value = (a: number, b: number): number => values[(j + b) * x.length + i + a];
  const corners = [value(0, 0), value(1, 0), value(1, 1), value(0, 1)];
  if (!corners.every(Number.isFinite)) return [];
  const cut = (a: number, b: number, c: number, d: number): Cut | undefined => {
    const [first, second] = [value(a, b), value(c, d)];
    if (first > level === second > level) return undefined;
    const share = (level - first) / (second - first);
    const [left, low] = [i + a, j + b];
    return {
      key: `${left},${low},${a === c ? "up" : "right"}`,
      at: [x[left] + share * (x[i + c] - x[left]), y[low] + share * (y[j + d] - y[low])],
    };
  };
  const [bottom, right, top, left] = [cut(0, 0, 1, 0), cut(1, 0, 1, 1), cut(0, 1, 1, 1), cut(0, 0, 0, 1)];
  const found = [bottom, right, top, left].filter((one) => one !== undefined);
  if (found.length === 2) return [[found[0], found[1]]];
  if (bottom === undefined || right === undefined || top === undefined || left === undefined) return [];
  // a saddle: the mean of the corners says which two belong together
  const isHigh = corners.reduce((sum, one) => sum + one, 0) / 4 > level;
  return isHigh === corners[0] > level
    ? [
        [bottom, right],
        [left, top],
      ]
    : [
        [bottom, left],
        [right, top],
      ];
}

/** Chains of neighbours: from loose ends first, then around what is closed. */
function chained(joints: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const used = new Set<string>();
  const walk = (first: string): readonly string[] => {
    const line: string[] = [];
    let at: string | undefined = first;
    while (at !== undefined) {
      line.push(at);
      used.add(at);
      at = joints.get(at)?.find((next) => !used.has(next));
    }
    const isClosed = line.length > 2 && joints.get(line[line.length - 1])?.includes(first);
    return isClosed ? [...line, first] : line;
  };
  const keys = [...joints.keys()];
  const ends = keys.filter((key) => joints.get(key)?.length === 1);
  return [...ends, ...keys].flatMap((key) => (used.has(key) ? [] : [walk(key)]));
}
