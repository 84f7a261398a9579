#include <cstdint>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "engine/montecarlo/kernel.h"
#include "engine/montecarlo/philox.h"

#define TC_LANE_BYTES 32

#if defined(__x86_64__)

namespace tc::engine::montecarlo::avx2 {
namespace {

// The fragments are the same text for each instruction set, see lanes.h.
#include "engine/montecarlo/lanes.h"
//
#include "engine/montecarlo/kernel_draw.h"
//
#include "engine/montecarlo/kernel_calendar.h"
//
#include "engine/montecarlo/kernel_passes.h"

}  // namespace

const Kernel k_kernel = {"avx2", uniforms, forward, backward};

}  // namespace tc::engine::montecarlo::avx2

#endif
