/** A complex number, real part first. */
export type Complex = readonly [number, number];

export function times([a, b]: Complex, [c, d]: Complex): Complex {
  return [a * c - b * d, a * d + b * c];
}

export function inverse([a, b]: Complex): Complex {
  const square = a * a + b * b;
  return [a / square, -b / square];
}

/** The root of positive real part, for a number that is not negative. */
export function root([a, b]: Complex): Complex {
  const modulus = Math.sqrt(Math.hypot(a, b));
  const angle = Math.atan2(b, a) / 2;
  return [modulus * Math.cos(angle), modulus * Math.sin(angle)];
}
