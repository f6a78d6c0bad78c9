/*
 * Standard normals: xoshiro128+ in every 32-bit lane (Blackman, Vigna 2021), then Box and Muller 1958 in single
 * precision, without branches, promoted where states are double. Tails reach 6.66; relative error about 2e-7.
 *
 *   u = (a mod 2³¹)/2³¹ + 2⁻³²,  w = b/2³¹ in [−1, 1),  R = ±√(−2 log u), the sign being the top bit of a           (1)
 *   Z₁ = R sin(πw/2),  Z₂ = R cos(πw/2)                                                                        (2)
 *
 * The lowest bits of xoshiro128+ are weak; here they are the lowest bits of u and w, which rounding to float drops.
 * Polynomials are Chebyshev fits: sine within 7e-9, cosine 5e-8, log m on [√½, √2] within 2.4e-7 relative.
 */
#ifndef NORMALS_H
#define NORMALS_H

#include "lanes.h"

typedef struct {
  words s0, s1, s2, s3;
} Generator;

/* SplitMix64 (Steele, Lea, Flood 2014) fills the states of all lanes from the seed and the block. */
static Generator generator_of(uint64_t seed, uint64_t block) {
  Generator generator;
  uint32_t *state = (uint32_t *)&generator;
  uint64_t counter = seed * 0xd1342543de82ef95u + block * 0x2545f4914f6cdd1du;
  for (int i = 0; i < 4 * WORDS; i++) {
    uint64_t z = counter += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    state[i] = (uint32_t)((z ^ (z >> 31)) >> 32);
  }
  return generator;
}

INLINE words next(Generator *g) {
  words result = g->s0 + g->s3;
  words t = g->s1 << 9;
  g->s2 ^= g->s0;
  g->s3 ^= g->s1;
  g->s1 ^= g->s2;
  g->s0 ^= g->s3;
  g->s2 ^= t;
  g->s3 = (g->s3 << 11) | (g->s3 >> 21);
  return result;
}

/* log u for u in (0, 1.5]: u = m 2ᵏ with m in [√½, √2), log m = 2 artanh((m − 1)/(m + 1)). */
INLINE floats logarithm(floats u) {
  ints k = ((ints)u - 0x3f3504f3) >> 23;
  floats m = as_floats((ints)u - (k << 23));
  floats s = (m - 1.0f) / (m + 1.0f);
  floats z = s * s;
  floats series = (0.4129490918f * z + 0.6665226673f) * z + 2.000000236f;
  return __builtin_convertvector(k, floats) * 0.693147181f + series * s;
}

/* A group of standard normals. */
INLINE void normals(Generator *g, reals z[VECTORS]) {
  ints a = (ints)next(g);
  ints b = (ints)next(g);
  floats u = __builtin_convertvector(a & 0x7fffffff, floats) * 0x1p-31f + 0x1p-32f;
  floats p = atleast_f(logarithm(u) * -2.0f, (floats){0});
  floats R = as_floats((ints)root_f(p) ^ (a & INT32_MIN)); /* (1) */
  floats w = __builtin_convertvector(b, floats) * 0x1p-31f;
  floats q = w * w;
  floats sine =
      (((1.516717037e-4f * q - 4.674143838e-3f) * q + 7.968991833e-2f) * q - 6.459637596e-1f) * q + 1.57079632f;
  floats cosine =
      (((8.581344671e-4f * q - 2.08105152e-2f) * q + 2.536506744e-1f) * q - 1.233698201f) * q + 0.999999953f;
  floats z1 = sine * w * R, z2 = cosine * R; /* (2) */
#if SINGLE
  z[0] = z1;
  z[1] = z2;
#else
  z[0] = low_half(z1);
  z[1] = high_half(z1);
  z[2] = low_half(z2);
  z[3] = high_half(z2);
#endif
}

#endif
