#pragma once

// Without a namespace of its own: each kernel_*.cpp includes this inside its
// own namespace, with TC_LANE_BYTES set. Nothing of the standard library is called here, so that
// no inline function compiled for a newer processor can be picked by the linker for all.

typedef std::int32_t I __attribute__((vector_size(TC_LANE_BYTES)));
typedef std::uint32_t U __attribute__((vector_size(TC_LANE_BYTES)));
typedef std::uint64_t W __attribute__((vector_size(TC_LANE_BYTES)));
typedef float F __attribute__((vector_size(TC_LANE_BYTES)));
typedef std::int32_t LooseI __attribute__((vector_size(TC_LANE_BYTES), aligned(4), may_alias));
typedef float LooseF __attribute__((vector_size(TC_LANE_BYTES), aligned(4), may_alias));
typedef std::uint16_t LooseS __attribute__((vector_size(TC_LANE_BYTES / 2), aligned(2), may_alias));

constexpr int k_width = TC_LANE_BYTES / 4;
#define TC_INLINE [[gnu::always_inline]] inline
/// Seldom needed and large: kept out of the loops.
#define TC_APART [[gnu::noinline]]

TC_INLINE I load(const std::int32_t* from) { return *reinterpret_cast<const LooseI*>(from); }
TC_INLINE F load(const float* from) { return *reinterpret_cast<const LooseF*>(from); }
TC_INLINE I load(const std::uint16_t* from) {
  return __builtin_convertvector(*reinterpret_cast<const LooseS*>(from), I);
}
TC_INLINE void store(std::int32_t* to, I value) { *reinterpret_cast<LooseI*>(to) = value; }
TC_INLINE void store(float* to, F value) { *reinterpret_cast<LooseF*>(to) = value; }
TC_INLINE I splat(std::int32_t value) { return I{} + value; }
TC_INLINE U splat(std::uint32_t value) { return U{} + value; }
TC_INLINE F splat(float value) { return F{} + value; }
TC_INLINE I max(I a, I b) { return a > b ? a : b; }
TC_INLINE I min(I a, I b) { return a < b ? a : b; }
TC_INLINE F to_float(I value) { return __builtin_convertvector(value, F); }
TC_INLINE I truncated(F value) { return __builtin_convertvector(value, I); }
TC_INLINE I bits_of(F value) { return reinterpret_cast<I>(value); }

/// 0, 1, 2, … in the lanes.
TC_INLINE I lane_numbers() {
#if TC_LANE_BYTES == 64
  return I{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
#elif TC_LANE_BYTES == 32
  return I{0, 1, 2, 3, 4, 5, 6, 7};
#else
  return I{0, 1, 2, 3};
#endif
}

/// Product of the lower half of each 64-bit lane.
TC_INLINE W wide_product(W a, W b) {
#if TC_LANE_BYTES == 64
  return reinterpret_cast<W>(
      _mm512_mul_epu32(reinterpret_cast<__m512i>(a), reinterpret_cast<__m512i>(b)));
#elif TC_LANE_BYTES == 32
  return reinterpret_cast<W>(
      _mm256_mul_epu32(reinterpret_cast<__m256i>(a), reinterpret_cast<__m256i>(b)));
#elif defined(__SSE2__)
  return reinterpret_cast<W>(
      _mm_mul_epu32(reinterpret_cast<__m128i>(a), reinterpret_cast<__m128i>(b)));
#else
  return (a & 0xffffffffU) * (b & 0xffffffffU);
#endif
}

struct Product {
  U high;
  U low;
};
TC_INLINE Product multiply(U a, std::uint32_t factor) {
  const W wide = reinterpret_cast<W>(a);
  const W factors = W{} + factor;
  const W even = wide_product(wide, factors);
  const W odd = wide_product(wide >> 32, factors);
  return {reinterpret_cast<U>((even >> 32) | (odd & 0xffffffff00000000U)),
          reinterpret_cast<U>((even & 0xffffffffU) | (odd << 32))};
}
TC_INLINE U multiply_high(U a, std::uint32_t factor) { return multiply(a, factor).high; }

TC_INLINE F square_root(F value) {
#if TC_LANE_BYTES == 64
  return reinterpret_cast<F>(_mm512_sqrt_ps(reinterpret_cast<__m512>(value)));
#elif TC_LANE_BYTES == 32
  return reinterpret_cast<F>(_mm256_sqrt_ps(reinterpret_cast<__m256>(value)));
#elif defined(__SSE2__)
  return reinterpret_cast<F>(_mm_sqrt_ps(reinterpret_cast<__m128>(value)));
#else
  for (int lane = 0; lane < k_width; ++lane) value[lane] = __builtin_sqrtf(value[lane]);
  return value;
#endif
}

TC_INLINE I gather(const std::int32_t* table, I index) {
#if TC_LANE_BYTES == 64
  return reinterpret_cast<I>(_mm512_i32gather_epi32(reinterpret_cast<__m512i>(index), table, 4));
#elif TC_LANE_BYTES == 32
  return reinterpret_cast<I>(_mm256_i32gather_epi32(table, reinterpret_cast<__m256i>(index), 4));
#else
  I result{};
  for (int lane = 0; lane < k_width; ++lane) result[lane] = table[index[lane]];
  return result;
#endif
}
TC_INLINE F gather(const float* table, I index) {
#if TC_LANE_BYTES == 64
  return reinterpret_cast<F>(_mm512_i32gather_ps(reinterpret_cast<__m512i>(index), table, 4));
#elif TC_LANE_BYTES == 32
  return reinterpret_cast<F>(_mm256_i32gather_ps(table, reinterpret_cast<__m256i>(index), 4));
#else
  F result{};
  for (int lane = 0; lane < k_width; ++lane) result[lane] = table[index[lane]];
  return result;
#endif
}

/// One bit per lane of a mask (all ones or all zeros).
TC_INLINE std::uint32_t mask_bits(I mask) {
#if TC_LANE_BYTES == 64
  return _mm512_movepi32_mask(reinterpret_cast<__m512i>(mask));
#elif TC_LANE_BYTES == 32
  return static_cast<std::uint32_t>(_mm256_movemask_ps(reinterpret_cast<__m256>(mask)));
#elif defined(__SSE2__)
  return static_cast<std::uint32_t>(_mm_movemask_ps(reinterpret_cast<__m128>(mask)));
#else
  std::uint32_t bits = 0;
  for (int lane = 0; lane < k_width; ++lane) bits |= mask[lane] != 0 ? 1U << lane : 0U;
  return bits;
#endif
}
