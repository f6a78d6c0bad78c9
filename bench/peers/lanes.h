/*
 * Vectors of BYTES = 16, 32 or 64 bytes, and the functions of them that the workloads need. States are float where
 * SINGLE is 1, double where it is 0.
 *
 * Arithmetic is written with the operators of GCC's vector extension; intrinsics stand where it has none.
 */
#ifndef LANES_H
#define LANES_H

#include <immintrin.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#if SINGLE
typedef float real;
#else
typedef double real;
#endif

typedef float floats __attribute__((vector_size(BYTES), aligned(BYTES)));
typedef double doubles __attribute__((vector_size(BYTES), aligned(BYTES)));
typedef int32_t ints __attribute__((vector_size(BYTES), aligned(BYTES)));
typedef uint32_t words __attribute__((vector_size(BYTES), aligned(BYTES)));
typedef int64_t longs __attribute__((vector_size(BYTES), aligned(BYTES)));
typedef real reals __attribute__((vector_size(BYTES), aligned(BYTES)));

enum { WORDS = BYTES / 4, LANES = BYTES / sizeof(real) };
/* Standard normals are made in groups: two vectors of floats, which are 2 or 4 vectors of reals. */
enum { GROUP = 2 * WORDS, VECTORS = GROUP / LANES };

#define INLINE static inline __attribute__((always_inline))

INLINE floats as_floats(ints x) { return (floats)x; }

#if BYTES == 64
INLINE floats root_f(floats x) { return (floats)_mm512_sqrt_ps((__m512)x); }
INLINE doubles root_d(doubles x) { return (doubles)_mm512_sqrt_pd((__m512d)x); }
INLINE floats atleast_f(floats x, floats low) { return (floats)_mm512_max_ps((__m512)x, (__m512)low); }
INLINE floats atmost_f(floats x, floats high) { return (floats)_mm512_min_ps((__m512)x, (__m512)high); }
INLINE doubles atleast_d(doubles x, doubles low) { return (doubles)_mm512_max_pd((__m512d)x, (__m512d)low); }
INLINE doubles atmost_d(doubles x, doubles high) { return (doubles)_mm512_min_pd((__m512d)x, (__m512d)high); }
INLINE doubles low_half(floats x) { return (doubles)_mm512_cvtps_pd(_mm512_castps512_ps256((__m512)x)); }
INLINE doubles high_half(floats x) { return (doubles)_mm512_cvtps_pd(_mm512_extractf32x8_ps((__m512)x, 1)); }
#elif BYTES == 32
INLINE floats root_f(floats x) { return (floats)_mm256_sqrt_ps((__m256)x); }
INLINE doubles root_d(doubles x) { return (doubles)_mm256_sqrt_pd((__m256d)x); }
INLINE floats atleast_f(floats x, floats low) { return (floats)_mm256_max_ps((__m256)x, (__m256)low); }
INLINE floats atmost_f(floats x, floats high) { return (floats)_mm256_min_ps((__m256)x, (__m256)high); }
INLINE doubles atleast_d(doubles x, doubles low) { return (doubles)_mm256_max_pd((__m256d)x, (__m256d)low); }
INLINE doubles atmost_d(doubles x, doubles high) { return (doubles)_mm256_min_pd((__m256d)x, (__m256d)high); }
INLINE doubles low_half(floats x) { return (doubles)_mm256_cvtps_pd(_mm256_castps256_ps128((__m256)x)); }
INLINE doubles high_half(floats x) { return (doubles)_mm256_cvtps_pd(_mm256_extractf128_ps((__m256)x, 1)); }
#else
INLINE floats root_f(floats x) { return (floats)_mm_sqrt_ps((__m128)x); }
INLINE doubles root_d(doubles x) { return (doubles)_mm_sqrt_pd((__m128d)x); }
INLINE floats atleast_f(floats x, floats low) { return (floats)_mm_max_ps((__m128)x, (__m128)low); }
INLINE floats atmost_f(floats x, floats high) { return (floats)_mm_min_ps((__m128)x, (__m128)high); }
INLINE doubles atleast_d(doubles x, doubles low) { return (doubles)_mm_max_pd((__m128d)x, (__m128d)low); }
INLINE doubles atmost_d(doubles x, doubles high) { return (doubles)_mm_min_pd((__m128d)x, (__m128d)high); }
INLINE doubles low_half(floats x) { return (doubles)_mm_cvtps_pd((__m128)x); }
INLINE doubles high_half(floats x) { return (doubles)_mm_cvtps_pd(_mm_movehl_ps((__m128)x, (__m128)x)); }
#endif

#define root(x) _Generic((x), floats: root_f, doubles: root_d)(x)
#define atleast(x, low) _Generic((x), floats: atleast_f, doubles: atleast_d)(x, low)
#define atmost(x, high) _Generic((x), floats: atmost_f, doubles: atmost_d)(x, high)

/*
 * √x for x > 0 to the last bit but one or two. Where a root of 64 bytes occupies the divider for some thirty cycles, a
 * seed of 14 bits and two steps of Newton and Goldschmidt take a third less time in a loop that divides as well; else
 * the root itself.
 */
#if BYTES == 64 && SINGLE
INLINE floats quick_root(floats x) {
  floats y = (floats)_mm512_rsqrt14_ps((__m512)x);
  floats r = x * y;
  return r + 0.5f * y * (x - r * r);
}
#elif BYTES == 64
INLINE doubles quick_root(doubles x) {
  doubles y = (doubles)_mm512_rsqrt14_pd((__m512d)x);
  doubles r = x * y, half = 0.5 * y;
  doubles error = 0.5 - r * half;
  r += r * error;
  half += half * error;
  return r + half * (x - r * r);
}
#else
#define quick_root root
#endif

/* The sum of the lanes, in double. */
INLINE double total(reals x) {
  double sum = 0;
  for (int lane = 0; lane < LANES; lane++) sum += x[lane];
  return sum;
}

#endif
