/* Words and normals of src/compiler/random.ts, written again in C from its description, for the golden values of
   random.test.ts. Contraction into fused multiply-adds would change the last bit:
     cc -O2 -ffp-contract=off reference.c -o reference -lm && ./reference
   prints: seed stream member path step coordinate variate word normal */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef uint32_t word;
static const int ROTATION[8][2] = {{10, 26}, {11, 21}, {13, 27}, {23, 5}, {6, 20}, {17, 11}, {25, 10}, {18, 20}};

static word rotated(word x, int n) { return x << n | x >> (32 - n); }
static float real_of(word i) { float f; memcpy(&f, &i, 4); return f; }
static word bits_of(float f) { word i; memcpy(&i, &f, 4); return i; }

static void threefry12(const word key[4], const word counter[4], word x[4]) {
  word k[5] = {key[0], key[1], key[2], key[3], 0x1BD11BDA ^ key[0] ^ key[1] ^ key[2] ^ key[3]};
  for (int i = 0; i < 4; i++) x[i] = counter[i] + k[i];
  for (int r = 0; r < 12; r++) {
    int to = r % 2 == 0 ? 1 : 3;
    x[0] += x[to], x[to] = rotated(x[to], ROTATION[r % 8][0]) ^ x[0];
    x[2] += x[4 - to], x[4 - to] = rotated(x[4 - to], ROTATION[r % 8][1]) ^ x[2];
    if (r % 4 != 3) continue;
    int s = r / 4 + 1;
    for (int i = 0; i < 4; i++) x[i] += k[(s + i) % 5];
    x[3] += s;
  }
}

static float normal(const word x[4], int j) {
  word a = x[j & 2], b = x[(j & 2) + 1];
  float u = (float)(a >> 1) * 0x1p-31f + 0x1p-32f;
  int32_t k = (int32_t)(bits_of(u) - 0x3f3504f3) >> 23;
  float m = real_of(bits_of(u) - ((word)k << 23));
  float s = (m - 1) / (m + 1), z = s * s;
  float p = 0.412028939f * z + 0.666556001f;
  p = (p * z + 2) * s;
  p = ((float)k * 0.693147181f + p) * -2;
  float radius = real_of(bits_of(sqrtf(p > 0 ? p : 0)) ^ a << 31);
  float w = (float)(int32_t)b * 0x1p-31f, q = w * w, c;
  if (j & 1) {
    c = 0.000857680338f * q + -0.0208095163f;
    c = c * q + 0.25364995f;
    c = c * q + -1.23369801f;
    return (c * q + 0.99999994f) * radius;
  }
  c = 0.000153154557f * q + -0.00467746984f;
  c = c * q + 0.079692401f;
  c = c * q + -0.645964444f;
  return (c * q + 1.57079637f) * w * radius;
}

int main(void) {
  static const uint64_t ADDRESSES[][7] = {
      {0, 1, 0, 0, 0, 0, 0},           {7, 1, 0, 3, 5, 2, 0},       {7, 1, 0, 4, 5, 2, 0},
      {7, 1, 0, 8, 5, 2, 0},           {7, 1, 0, 12, 5, 2, 0},      {7, 1, 0, 21, 5, 2, 1},
      {4294967297, 2, 3, 1000003, 4000000000, 99, 0},
      {9007199254740991, 4, 2, 17179869183, 123456789, 4000000000, 5},
  };
  for (size_t n = 0; n < sizeof ADDRESSES / sizeof *ADDRESSES; n++) {
    const uint64_t *at = ADDRESSES[n], path = at[3];
    word key[4] = {(word)at[0], (word)(at[0] >> 32), (word)at[1], (word)at[2]}, x[4];
    word counter[4] = {(word)at[4], (word)(4 * (path / 16) + path % 4), (word)at[5], (word)(2 * at[6])};
    threefry12(key, counter, x);
    int j = path / 4 % 4;
    for (int i = 0; i < 7; i++) printf("%llu ", (unsigned long long)at[i]);
    printf("%u %.9g\n", x[j], normal(x, j));
  }
}
