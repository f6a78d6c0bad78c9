/**
 * Numbers with 128 binary places, as integers: the arithmetic that tables are built in. It is the same on every engine,
 * which Math.exp and its kin are not: of 400,000 values each, Math.pow of V8 13.6 (Node 24) differs from that of V8 11.3
 * and 12.4 (Node 20, 22) in one of ten, by one unit of the last place, and in Chromium 156 exp, log, log1p, expm1, sin,
 * cos, tanh and atan differ too. Sums, products, quotients and square roots of doubles do not.
 */

/** value · 2¹²⁸. */
export type Fixed = bigint;

const PLACES = 128n;
export const ONE: Fixed = 1n << PLACES;

/** A double, exactly; |x| a multiple of 2⁻¹²⁸. */
export function fixed(x: number): Fixed {
  const scaled = x * 2 ** 64;
  const head = Math.trunc(scaled);
  return (BigInt(head) << 64n) + BigInt((scaled - head) * 2 ** 64);
}

/** The double nearest to a value; below 10⁻²² fewer than 53 bits are there to round. */
export function toDouble(x: Fixed): number {
  return Number(x) * 2 ** -128;
}

export function times(a: Fixed, b: Fixed): Fixed {
  return (a * b) >> PLACES;
}

export function over(a: Fixed, b: Fixed): Fixed {
  return (a << PLACES) / b;
}

/** A value as a sum of doubles that hold so many bits each, largest first; the last is rounded to the nearest. */
export function parts(x: Fixed, bits: readonly number[]): readonly number[] {
  let rest = x;
  const sum = bits.map((n) => {
    const size = (rest < 0n ? -rest : rest).toString(2).length;
    const drop = BigInt(Math.max(0, size - n));
    const half = drop === 0n ? 0n : 1n << (drop - 1n);
    const part = ((rest + half) >> drop) << drop;
    rest -= part;
    return toDouble(part);
  });
  return [...sum, toDouble(rest)];
}

/** Σ of terms until they vanish. */
function series(first: Fixed, next: (term: Fixed, k: bigint) => Fixed): Fixed {
  let sum = 0n;
  let term = first;
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    sum += term;
    term = next(term, k);
  }
  return sum;
}

/** artanh q = q + q³/3 + q⁵/5 + …, |q| well below 1. */
function artanh(q: Fixed): Fixed {
  const q2 = times(q, q);
  let power = q;
  return series(q, (_, k) => {
    power = times(power, q2);
    return power / (2n * k + 1n);
  });
}

/** log 2 = 2 artanh ⅓. */
export const LOG_2: Fixed = 2n * artanh(ONE / 3n);

/** log x for x > 0: log x = k log 2 + 2 artanh((m − 1)/(m + 1)) with x = 2ᵏ m, ¾ ≤ m < 3/2. */
export function log(x: Fixed): Fixed {
  let m = x;
  let k = 0n;
  for (; m >= (3n * ONE) / 2n; k++) m >>= 1n;
  for (; m < (3n * ONE) / 4n; k--) m <<= 1n;
  return k * LOG_2 + 2n * artanh(over(m - ONE, m + ONE));
}

/** eˣ for x < 40, through the series at x/2⁸. */
export function exp(x: Fixed): Fixed {
  const small = x >> 8n;
  let power = series(ONE, (term, k) => times(term, small) / k);
  for (let i = 0; i < 8; i++) power = times(power, power);
  return power;
}

/** π = 16 arctan ⅕ − 4 arctan 1/239 (Machin 1706), with so many binary places. */
export function pi(places: bigint): bigint {
  const one = 1n << places;
  const arctan = (n: bigint): bigint => {
    let power = one / n;
    return series(power, (_, k) => {
      power /= -(n * n);
      return power / (2n * k + 1n);
    });
  };
  return 16n * arctan(5n) - 4n * arctan(239n);
}

export const PI: Fixed = pi(PLACES);

/** √x for x ≥ 0, by Newton's iteration from above. */
export function sqrt(x: Fixed): Fixed {
  const target = x << PLACES;
  let root = 1n << BigInt(Math.ceil(target.toString(2).length / 2));
  for (;;) {
    const next = (root + target / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
