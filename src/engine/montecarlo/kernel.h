#pragma once

#include <cstdint>

/// The inner loops of the simulation: plain arrays in, plain arrays out. The same source is
/// compiled for several instruction sets; all give the same bits.
namespace tc::engine::montecarlo {

inline constexpr int k_lanes = 16;     ///< Iterations that pass through the network together.
inline constexpr int k_groups = 4;     ///< Of lanes in a block; one word of Philox each.
inline constexpr int k_block = 64;     ///< Iterations whose durations are drawn together.
inline constexpr int k_chunk = 1024;   ///< Iterations of one Latin hypercube, unit of threads.
inline constexpr int k_sobol_bits = 32;
inline constexpr std::int32_t k_never = -(1 << 30);  ///< Earlier than any instant.
inline constexpr std::int32_t k_always = 1 << 30;    ///< Later than any instant.

// --- Drawing -------------------------------------------------------------------------------------

enum class Sampling : std::uint8_t { plain, latin_hypercube, sobol };

/// Octaves of min(u, 1 − u) from 2^-24 to 1/2, each cut into equal parts: fine in both tails.
inline constexpr int k_table_octaves = 23;
inline constexpr int k_table_parts_log2 = 6;
inline constexpr int k_table_half = (k_table_octaves << k_table_parts_log2) + 2;
inline constexpr int k_table_size = 2 * k_table_half;  ///< Lower tail, then upper tail.

/// How a uniform number becomes a value.
struct Sampler {
  enum class Kind : std::uint8_t { fixed, triangular, pieces, table };
  Kind kind = Kind::fixed;
  std::int32_t piece_count = 0;
  float low = 0;    ///< fixed: the value; triangular: minimum; table: value at 0.
  float span = 0;   ///< triangular: maximum; table: value at 1 minus value at 0.
  float cut = 0;    ///< triangular: probability left of the mode.
  float left = 0;   ///< triangular: (max − min)(mode − min).
  float right = 0;  ///< triangular: (max − min)(max − mode).
  const float* table = nullptr;  ///< k_table_size values; or per piece: from, value, slope.
};

/// Where the uniform number of one random quantity comes from.
struct Variable {
  std::uint32_t stream = 0;     ///< Own counter word of Philox.
  std::int32_t sobol = -1;      ///< Dimension of the Sobol sequence, -1 = none.
  std::int32_t given = -1;      ///< Row of Workspace::given, for correlated quantities.
  std::uint32_t outer = 0;      ///< The two permutations whose product gives the strata.
  std::uint32_t inner = 0;
};

/// The random numbers of one chunk of iterations.
struct Draws {
  std::uint64_t seed = 0;
  Sampling sampling = Sampling::plain;
  std::uint32_t first_iteration = 0;  ///< Number of the chunk's first one.
  std::int32_t strata = 0;            ///< Iterations in the chunk.
  const std::int32_t* permutations = nullptr;   ///< Each k_chunk entries.
  const std::uint32_t* sobol_low = nullptr;     ///< Per dimension, k_lanes first points.
  const std::uint32_t* sobol_columns = nullptr; ///< Per dimension, k_sobol_bits directions.
  const std::uint32_t* sobol_shift = nullptr;   ///< Per dimension.
};

// --- The network ---------------------------------------------------------------------------------

/// One end of a link as the other end sees it.
struct Edge {
  std::int32_t node = 0;
  std::int32_t lag = 0;           ///< Ticks.
  std::int32_t lag_calendar = 0;  ///< Only of the wall-clock passes.
};

/// Links of one node, sorted: finish-start, start-start, finish-finish, start-finish.
struct Edges {
  std::int32_t begin = 0;
  std::int32_t count[4] = {};
};

/// What a node has beyond duration and links. Bounds are k_never / k_always where absent.
struct Bounds {
  std::int32_t finish_from = k_never;   ///< Finish no earlier than.
  std::int32_t start_until = k_always;  ///< Start pulled to this at the latest.
  std::int32_t finish_until = k_always;
  std::int32_t start_pin = k_never;     ///< Starts exactly here.
  std::int32_t finish_pin = k_never;
  std::int32_t gate = -1;
};

struct FlowNode {
  Edges in;
  Edges out;
  std::int32_t start_from = 0;  ///< No start earlier than this.
  std::int32_t bounds = -1;     ///< Into Program::bounds.
  std::int32_t calendar = 0;    ///< Only of the wall-clock passes.
  std::int32_t cost = -1;       ///< Into Program::costs.
  bool ends = false;            ///< Its finish counts for the project's.
  bool keeps_instant = false;   ///< Zero length: stays where its driver puts it.
  bool at_work_end = false;     ///< Zero length: at the end of work before its driver.
};

struct DrawnNode {
  std::int32_t node = 0;
  std::int32_t effect_begin = 0;  ///< Into Program::node_effects.
  std::int32_t effect_count = 0;
  std::int32_t gate = -1;         ///< A gate by chance that decides whether it exists.
  std::int32_t reference = 0;     ///< Ticks; moments are taken of the difference to it.
  Sampler sampler;
  Variable variable;
};

/// Something that happens in part of the iterations: where its occurrence's uniform number lies in
/// [from, to).
struct Chance {
  std::int32_t occurrence = -1;  ///< -1: always.
  float from = 0;
  float to = 1;
};

struct Effect {
  enum class Kind : std::uint8_t { factor, delay, cost };
  Kind kind = Kind::factor;
  bool parallel = false;  ///< Of an activity's parallel effects only the largest counts.
  std::int32_t gate = -1;
  Chance chance;
  Sampler amount;
  Variable variable;
};

struct Gate {
  bool conditional = false;  ///< Opens when `node` finishes later than `threshold`.
  bool negated = false;
  std::int32_t node = 0;
  std::int32_t threshold = 0;
  Chance chance;
};

struct Cost {
  float rate = 0;  ///< Per tick of duration.
  float fixed = 0;
  bool escalates = false;
};

/// A calendar cut into buckets that work entirely or not at all.
struct CalendarTable {
  std::int32_t bucket = 1;        ///< Ticks.
  std::uint32_t magic = 0;        ///< x / bucket = (x · magic) >> 32 >> shift.
  std::int32_t shift = 0;
  std::int32_t origin = 0;        ///< Instant of bucket 0.
  std::int32_t buckets = 0;
  std::int32_t work_buckets = 0;
  const std::int32_t* work = nullptr;   ///< Per bucket: 2 · work before it + (works ? 1 : 0).
  const std::int32_t* place = nullptr;  ///< Per working bucket: its instant; one more at the end.
  bool weather = false;                 ///< One table per realisation of the weather.
};

/// A network ready to run. Nodes stand in topological order.
struct Program {
  std::int32_t nodes = 0;
  std::int32_t origin = 0;  ///< Early bound of all instants.
  bool wall_clock = false;  ///< Instants on the clock and calendars, not working time.
  const FlowNode* flow = nullptr;
  const Edge* edges = nullptr;
  const Bounds* bounds = nullptr;
  std::int32_t drawn = 0;
  const DrawnNode* drawn_nodes = nullptr;
  const std::int32_t* node_effects = nullptr;
  std::int32_t occurrences = 0;
  const Variable* occurrence_variables = nullptr;
  std::int32_t effects = 0;
  const Effect* effect = nullptr;
  std::int32_t gates = 0;
  const Gate* gate = nullptr;
  const Cost* costs = nullptr;
  bool has_cost = false;
  const CalendarTable* calendars = nullptr;
  std::int32_t weather_realisations = 0;
  std::int32_t weather_occurrence = -1;
  const float* escalation = nullptr;  ///< Factor per 2^escalation_shift ticks after origin.
  std::int32_t escalation_rows = 0;
  std::int32_t escalation_shift = 0;
  std::int32_t finish_reference = 0;
};

/// Memory of one thread. Durations of fixed nodes are filled in once, before the first block.
struct Workspace {
  std::int32_t* duration = nullptr;   ///< [group][node][lane]
  std::int32_t* start = nullptr;      ///< [node][lane]; wall clock only.
  std::int32_t* finish = nullptr;     ///< [node][lane]
  std::int32_t* late_start = nullptr; ///< [node][lane]
  float* occurrence = nullptr;        ///< [occurrence][block]
  float* effect = nullptr;            ///< [effect][block]
  std::int32_t* gate = nullptr;       ///< [gate][block], all ones = open.
  float* given = nullptr;             ///< [row][block], filled by the caller.
  std::int32_t* weather = nullptr;    ///< [block] realisation.
  std::int32_t* project_finish = nullptr;  ///< [block]
  double* project_cost = nullptr;          ///< [block]
  std::int32_t* critical = nullptr;        ///< [node] iterations in which it was critical.
  double* moments = nullptr;  ///< [drawn][3]: sums of x, x², x·(project finish − reference).
};

struct Kernel {
  const char* name;
  /// The uniform numbers of a variable in one block.
  void (*uniforms)(const Draws& draws, const Variable& variable, std::int32_t block, float* out);
  /// Occurrences, effects, gates by chance, durations of one block.
  void (*draw)(const Program& program, const Draws& draws, std::int32_t block, Workspace& work);
  /// Early dates of one group of lanes, project finish and cost.
  void (*forward)(const Program& program, std::int32_t group, Workspace& work);
  /// Late starts of one group, counts critical nodes in the lanes of `valid`.
  void (*backward)(const Program& program, std::int32_t group, std::uint32_t valid,
                   Workspace& work);
  /// Adds the first `count` iterations of the block to the moments.
  void (*moments)(const Program& program, std::int32_t count, Workspace& work);
};

enum class InstructionSet : std::uint8_t { portable, avx2, avx512 };

/// The best one that this processor has.
[[nodiscard]] InstructionSet best_instruction_set();
/// Nothing where this processor (or this program) lacks the instruction set.
[[nodiscard]] const Kernel* kernel_for(InstructionSet set);

namespace portable {
extern const Kernel k_kernel;
}
namespace avx2 {
extern const Kernel k_kernel;
}
namespace avx512 {
extern const Kernel k_kernel;
}

}  // namespace tc::engine::montecarlo
