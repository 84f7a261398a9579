#pragma once

#include <cstdint>

/// The inner loops of the simulation: plain arrays in, plain arrays out. The same source is
/// compiled for several instruction sets; all give the same bits.
namespace tc::engine::montecarlo {

inline constexpr int k_block = 64;    ///< Iterations that pass through the network together.
inline constexpr int k_groups = 4;    ///< Of lanes in a block; one word of Philox each.
inline constexpr int k_lanes = 16;    ///< Iterations of one group.
inline constexpr int k_chunk = 1024;  ///< Iterations of one Latin hypercube, unit of threads.
inline constexpr int k_row_stride = 2 * k_chunk + k_block;  ///< Of Draws::rows.
inline constexpr std::int32_t k_never = -(1 << 30);         ///< Earlier than any instant.
inline constexpr std::int32_t k_always = 1 << 30;           ///< Later than any instant.

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
  float low = 0;                 ///< fixed: the value; triangular: minimum; table: value at 0.
  float span = 0;                ///< triangular: maximum; table: value at 1 minus value at 0.
  float cut = 0;                 ///< triangular: probability left of the mode.
  float left = 0;                ///< triangular: (max − min)(mode − min).
  float right = 0;               ///< triangular: (max − min)(max − mode).
  const float* table = nullptr;  ///< k_table_size values; or per piece: from, value, slope.
};

/// Where the uniform number of one random quantity comes from.
struct Variable {
  std::uint32_t stream = 0;  ///< Own counter word of Philox.
  std::int32_t given = -1;   ///< Row of Workspace::given, for correlated quantities.
  std::int32_t row = 0;      ///< Of Draws::rows, read from
  std::uint32_t shift = 0;   ///< this place on (a part of the chunk, as a fraction of 2^32).
};

/// The random numbers of one chunk of iterations.
struct Draws {
  std::uint64_t seed = 0;
  std::uint32_t first_iteration = 0;  ///< Number of the chunk's first one.
  std::int32_t size = 0;              ///< Iterations in the chunk.
  /// Uniform numbers: `size` per row, twice over; rows are k_row_stride apart. Null: by Philox.
  const float* rows = nullptr;
};

// --- The network ---------------------------------------------------------------------------------

/// One end of a link as the other end sees it.
struct Edge {
  std::int32_t node = 0;
  std::int32_t lag = 0;  ///< Ticks.
};

/// How links of a node are sorted: first those whose lag and other end lie on the node's own
/// calendar, so that positions can be compared; then those that meet on the clock.
inline constexpr int k_link_kinds = 4;  ///< Finish-start, start-start, finish-finish, start-finish.
inline constexpr int k_link_classes = 8;  ///< Each kind on the calendar, then each on the clock.

/// What few nodes have. Bounds are positions; k_never / k_always where absent.
struct Detail {
  std::int32_t in_end[k_link_classes] = {};  ///< Ends of the classes of links, into the edges.
  std::int32_t out_end[k_link_classes] = {};
  std::int32_t finish_from = k_never;   ///< Finish no earlier than.
  std::int32_t start_until = k_always;  ///< Start pulled to this at the latest.
  std::int32_t finish_until = k_always;
  std::int32_t start_pin = k_never;  ///< Starts exactly here.
  std::int32_t finish_pin = k_never;
  std::int32_t gate = -1;
  bool is_bounded = false;       ///< By any of the four bounds before.
  bool keeps_instant = false;    ///< Zero length: stays where its driver puts it.
  bool at_work_end = false;      ///< Zero length: at the end of work before its driver.
  bool start_on_clock = false;   ///< Others ask for its start as an instant.
  bool finish_on_clock = false;  ///< Or for its finish,
  bool late_on_clock = false;    ///< or for its late start.
};

/// A node: most have only finish-start links on their own calendar.
struct FlowNode {
  std::int32_t in_begin = 0;
  std::int32_t in_end = 0;  ///< Of the first class.
  std::int32_t out_begin = 0;
  std::int32_t out_end = 0;
  std::int32_t start_from = 0;  ///< No start earlier than this position.
  std::int32_t drawn = -1;      ///< Into Program::drawn_nodes; -1: the duration is fixed.
  std::int32_t detail = -1;     ///< Into Program::details.
  std::int32_t cost = -1;       ///< Into Program::costs.
  std::int32_t calendar = 0;
  bool ends = false;     ///< Nothing must finish after it: counts for the project finish.
  bool bounded = false;  ///< No link keeps its late finish below the project finish.
};

struct DrawnNode {
  std::int32_t node = 0;
  std::int32_t effect_begin = 0;  ///< Into Program::node_effects: factors, delays,
  std::int32_t factor_count = 0;
  std::int32_t delay_count = 0;
  std::int32_t parallel_count = 0;  ///< then parallel ones of both kinds.
  std::int32_t gate = -1;           ///< A gate by chance that decides whether it exists.
  std::int32_t reference = 0;       ///< Ticks; moments are taken of the difference to it.
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
  std::int32_t threshold = 0;  ///< Position on the calendar of `node`.
  Chance chance;
};

struct Cost {
  float rate = 0;  ///< Per tick of duration.
  float fixed = 0;
  bool escalates = false;
};

/// A number to divide by: x / value = (x · magic) >> 32 >> shift for all x from 0 to 2^31 − 1.
struct Divisor {
  std::int32_t value = 2;  ///< At least 2.
  std::uint32_t magic = 0;
  std::int32_t shift = 0;
};

/// A calendar cut into buckets that either all work by the same shifts or do not work at all: days,
/// where all working days are alike, else pieces of days.
struct CalendarTable {
  Divisor bucket;                ///< Ticks.
  Divisor work_each;             ///< Ticks of work in a working bucket.
  std::int32_t first_start = 0;  ///< The shifts of a working bucket, in ticks after its start;
  std::int32_t first_end = 0;    ///< the second one may be empty.
  std::int32_t second_start = 0;
  std::int32_t second_end = 0;
  std::int32_t origin = 0;  ///< Instant of bucket 0.
  std::int32_t buckets = 0;
  std::int32_t work_buckets = 0;
  const std::int32_t* work = nullptr;   ///< Per bucket: 2 · work before it + (works ? 1 : 0).
  const std::int32_t* place = nullptr;  ///< Per working bucket: instant of its first shift.
  bool weather = false;                 ///< One table per realisation of the weather.
};

/// A network ready to run. Nodes stand in topological order. Dates are positions: working ticks on
/// the calendar of the node. With one calendar the project finish is a position too, else an
/// instant on the clock.
struct Program {
  std::int32_t nodes = 0;
  std::int32_t origin = 0;  ///< Early bound of the project finish.
  bool on_clock = false;
  const FlowNode* flow = nullptr;
  const Edge* edges = nullptr;
  const std::int32_t* lag_calendars = nullptr;  ///< Per edge, of those that meet on the clock.
  const Detail* details = nullptr;
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

/// Memory of one thread; rows of k_block values. Durations of fixed nodes are filled in once,
/// before the first block.
struct Workspace {
  std::int32_t* duration = nullptr;     ///< [node]
  std::int32_t* finish = nullptr;       ///< [node] position; after the backward pass late starts.
  std::int32_t* clock_start = nullptr;  ///< [node] instants, where Detail says so.
  std::int32_t* clock_finish = nullptr;
  std::int32_t* clock_late = nullptr;
  float* occurrence = nullptr;      ///< [occurrence]
  float* effect = nullptr;          ///< [effect]
  std::int32_t* gate = nullptr;     ///< [gate] all ones = open.
  float* given = nullptr;           ///< [row], filled by the caller.
  std::int32_t* weather = nullptr;  ///< Realisation.
  std::int32_t* project_finish = nullptr;
  float* cost_part = nullptr;  ///< Of the last few nodes, not yet in the total.
  double* project_cost = nullptr;
  std::int32_t* critical = nullptr;  ///< Per node: iterations in which it was critical.
  double* moments = nullptr;  ///< [drawn][3]: sums of x, x², x·(project finish − reference).
};

struct Kernel {
  const char* name;
  /// The uniform numbers of a variable in one block.
  void (*uniforms)(const Draws& draws, const Variable& variable, std::int32_t block, float* out);
  /// Durations, early dates, project finish and cost of one block.
  void (*forward)(const Program& program, const Draws& draws, std::int32_t block, Workspace& work);
  /// Late dates; adds the first `count` iterations of the block to critical and moments.
  void (*backward)(const Program& program, std::int32_t count, Workspace& work);
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
