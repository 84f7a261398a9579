#include "engine/montecarlo/philox.h"

#include <gtest/gtest.h>

#include <vector>

#include "engine/montecarlo/draws.h"
#include "engine/montecarlo/kernel.h"

namespace tc::engine::montecarlo {
namespace {

/// Known answers of Random123's kat_vectors, philox4x32 10.
TEST(Philox, KnownAnswers) {
  EXPECT_EQ(philox({0, 0, 0, 0}, 0), (PhiloxWords{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, 0xffffffffffffffffU),
            (PhiloxWords{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0x299f31d0a4093822U),
            (PhiloxWords{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

/// Every instruction set draws the numbers that the plain formula gives.
TEST(Philox, LanesEqualTheFormula) {
  int sets = 0;
  for (const InstructionSet set :
       {InstructionSet::portable, InstructionSet::avx2, InstructionSet::avx512}) {
    const Kernel* kernel = kernel_for(set);
    if (kernel == nullptr) continue;
    ++sets;
    DrawPlan plan(Sampling::plain, 0x1234567890abcdefU, 4096, {1, 1, 1, 1, 1, 1});
    std::vector<float> memory;
    const Draws draws = plan.draws(2, memory);
    float u[k_block];
    kernel->uniforms(draws, plan.variables()[5], 3, u);
    for (std::uint32_t at = 0; at < k_block; ++at) {
      const std::uint32_t lane = at % k_lanes, group = at / k_lanes;
      const std::uint32_t iteration = 2 * k_chunk + 3 * k_block;
      const std::uint32_t word =
          philox({iteration / 4 + lane, 5, 0, 0}, 0x1234567890abcdefU)[group];
      EXPECT_EQ(u[at], (static_cast<float>(word >> 9U) + 0.5F) / 8388608.0F);
    }
  }
  std::printf("  %d instruction sets\n", sets);
}

}  // namespace
}  // namespace tc::engine::montecarlo
