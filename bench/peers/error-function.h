/*
 * erf on vectors. |error| < 6e-12 in double, 5e-7 in single precision.
 *
 * Double: polynomials on equal pieces of [0, 5], interpolated at Chebyshev nodes, odd symmetry for x < 0. With 16 or 32
 * bytes 641 pieces of degree 3, one row of memory per lane; with 64 bytes 16 pieces of degree 8 that live in registers.
 * Single: with 64 bytes 16 pieces of degree 5; else the rational approximation of Eigen (unsupported/SpecialFunctions).
 */
#ifndef ERROR_FUNCTION_H
#define ERROR_FUNCTION_H

#include "lanes.h"

#if BYTES == 64
enum { ERF_PIECES = 16, ERF_DEGREE = SINGLE ? 5 : 8 };
static real erf_table[ERF_DEGREE + 1][ERF_PIECES] __attribute__((aligned(64)));
static const double ERF_END = SINGLE ? 4 : 5, ERF_SCALE = 15.5 / (SINGLE ? 4 : 5); /* pieces per unit of x */
#else
enum { ERF_PIECES = 641, ERF_DEGREE = 3 };
static double erf_table[ERF_PIECES][ERF_DEGREE + 1] __attribute__((aligned(64)));
static const double ERF_SCALE = 128;
#endif

/*
 * Coefficients in t = x·scale − piece, |t| ≤ ½, of the polynomial through erf at the Chebyshev nodes: Newton's form,
 * expanded.
 */
static void erf_piece(int piece, double *coefficients) {
  enum { COUNT = ERF_DEGREE + 1 };
  double node[COUNT], difference[COUNT];
  for (int i = 0; i < COUNT; i++) {
    node[i] = 0.5 * cos(M_PI * (i + 0.5) / COUNT);
    difference[i] = erf((piece + node[i]) / ERF_SCALE);
  }
  for (int order = 1; order < COUNT; order++) {
    for (int i = COUNT - 1; i >= order; i--) {
      difference[i] = (difference[i] - difference[i - 1]) / (node[i] - node[i - order]);
    }
  }
  memset(coefficients, 0, sizeof(double) * COUNT);
  for (int i = COUNT - 1; i >= 0; i--) {
    for (int power = COUNT - 1; power > 0; power--)
      coefficients[power] = coefficients[power - 1] - node[i] * coefficients[power];
    coefficients[0] = difference[i] - node[i] * coefficients[0];
  }
}

/* Fills the table; call before the first erf. */
static void prepare_erf(void) {
  for (int piece = 0; piece < ERF_PIECES; piece++) {
    double coefficients[ERF_DEGREE + 1];
    erf_piece(piece, coefficients);
#if BYTES == 64
    for (int power = 0; power <= ERF_DEGREE; power++) erf_table[power][piece] = (real)coefficients[power];
#else
    memcpy(erf_table[piece], coefficients, sizeof coefficients);
#endif
  }
}

#if BYTES == 64 && SINGLE
INLINE floats piece_of(int power, ints piece) {
  return (floats)_mm512_permutexvar_ps((__m512i)piece, _mm512_load_ps(erf_table[power]));
}

INLINE floats erf_of(floats x) {
  ints sign = (ints)x & INT32_MIN;
  floats a = atmost_f(as_floats((ints)x ^ sign) * (float)ERF_SCALE, 15.499f - (floats){0});
  floats shifted = a + 0x1.8p23f; /* the piece is in the low bits */
  floats t = a - (shifted - 0x1.8p23f);
  floats p = piece_of(ERF_DEGREE, (ints)shifted);
  for (int power = ERF_DEGREE - 1; power >= 0; power--) p = p * t + piece_of(power, (ints)shifted);
  return as_floats((ints)p ^ sign);
}
#elif SINGLE
INLINE floats erf_of(floats x) {
  floats y = atmost_f(atleast_f(x, -4.0f - (floats){0}), 4.0f - (floats){0});
  floats z = y * y;
  floats p = -2.72614225801306e-10f * z + 2.77068142495902e-08f;
  p = p * z - 2.10102402082508e-06f;
  p = p * z - 5.69250639462346e-05f;
  p = p * z - 7.34990630326855e-04f;
  p = p * z - 2.95459980854025e-03f;
  p = p * z - 1.60960333262415e-02f;
  floats q = -1.45660718464996e-05f * z - 2.13374055278905e-04f;
  q = q * z - 1.68282697438203e-03f;
  q = q * z - 7.37332916720468e-03f;
  q = q * z - 1.42647390514189e-02f;
  return y * p / q;
}
#else
INLINE doubles erf_of(doubles x) {
  longs sign = (longs)x & INT64_MIN;
  doubles a = (doubles)((longs)x ^ sign);
#if BYTES == 64
  a = atmost_d(a * ERF_SCALE, 15.499 - (doubles){0});
  const double shift = 0x1.8p52;
#else
  a = atmost_d(a, 5.0 - (doubles){0});
  const double shift = 0x1.8p45; /* its last bit is 1/128 */
#endif
  doubles shifted = a + shift; /* the piece is in the low bits */
  doubles t = a - (shifted - shift);
#if BYTES == 64
#define PIECE(power) \
  (doubles)          \
      _mm512_permutex2var_pd(_mm512_load_pd(erf_table[power]), (__m512i)shifted, _mm512_load_pd(erf_table[power] + 8))
  doubles p = PIECE(ERF_DEGREE);
  for (int power = ERF_DEGREE - 1; power >= 0; power--) p = p * t + PIECE(power);
#elif BYTES == 32
  t = t * ERF_SCALE;
  ints piece = (ints)shifted;
  __m256d r0 = _mm256_load_pd(erf_table[piece[0]]), r1 = _mm256_load_pd(erf_table[piece[2]]);
  __m256d r2 = _mm256_load_pd(erf_table[piece[4]]), r3 = _mm256_load_pd(erf_table[piece[6]]);
  __m256d low01 = _mm256_unpacklo_pd(r0, r1), high01 = _mm256_unpackhi_pd(r0, r1);
  __m256d low23 = _mm256_unpacklo_pd(r2, r3), high23 = _mm256_unpackhi_pd(r2, r3);
  doubles c0 = (doubles)_mm256_permute2f128_pd(low01, low23, 0x20),
          c2 = (doubles)_mm256_permute2f128_pd(low01, low23, 0x31);
  doubles c1 = (doubles)_mm256_permute2f128_pd(high01, high23, 0x20),
          c3 = (doubles)_mm256_permute2f128_pd(high01, high23, 0x31);
  doubles p = ((c3 * t + c2) * t + c1) * t + c0;
#else
  t = t * ERF_SCALE;
  ints piece = (ints)shifted;
  const double *row0 = erf_table[piece[0]], *row1 = erf_table[piece[2]];
  __m128d q = (__m128d)(t * t); /* (c₀, c₁) + t² (c₂, c₃), then even + t odd */
  __m128d p0 = _mm_add_pd(_mm_load_pd(row0), _mm_mul_pd(_mm_unpacklo_pd(q, q), _mm_load_pd(row0 + 2)));
  __m128d p1 = _mm_add_pd(_mm_load_pd(row1), _mm_mul_pd(_mm_unpackhi_pd(q, q), _mm_load_pd(row1 + 2)));
  doubles p = (doubles)_mm_unpacklo_pd(p0, p1) + t * (doubles)_mm_unpackhi_pd(p0, p1);
#endif
  return (doubles)((longs)p ^ sign);
}
#endif

#endif
