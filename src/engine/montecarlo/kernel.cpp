#include "engine/montecarlo/kernel.h"

namespace tc::engine::montecarlo {

InstructionSet best_instruction_set() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
    return InstructionSet::avx512;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt"))
    return InstructionSet::avx2;
#endif
  return InstructionSet::portable;
}

const Kernel* kernel_for(InstructionSet set) {
  if (set > best_instruction_set()) return nullptr;
#if defined(__x86_64__)
  if (set == InstructionSet::avx512) return &avx512::k_kernel;
  if (set == InstructionSet::avx2) return &avx2::k_kernel;
#endif
  return &portable::k_kernel;
}

}  // namespace tc::engine::montecarlo
