#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engine/schedule/schedule.h"
#include "interchange/common/outcome.h"
#include "plan/plan.h"

/// What the command line does with one plan file, from bytes to the text of the answer.
namespace tc::functions::time {

struct PlanFileOptions {
  std::optional<plan::Profile> profile;  ///< Nothing: what the file's program uses.
  PlanTime status_date = k_no_time;
  bool chinese = false;  ///< Language of messages.
  /// Milliseconds on a clock that only goes forward; without it times are null.
  std::function<double()> clock_ms;
};

/// A file that was read and computed.
struct ScheduledFile {
  interchange::ReadOutcome file;
  engine::schedule::Schedule schedule;
  std::optional<double> read_ms;
  std::optional<double> schedule_ms;
  std::optional<double> write_ms;  ///< Filled by who writes a file from it.
};

/// Reads any supported plan file (told by content, gzip unpacked) and computes it. Refuses what
/// the readers and `engine::schedule::compute_schedule` refuse.
[[nodiscard]] Result<ScheduledFile> schedule_plan_file(std::string_view bytes,
                                                       const PlanFileOptions& options);

/// Replaces the stored results of the plan by the computed ones, so that a writer gives them out.
void adopt_schedule(const engine::schedule::Schedule& schedule, plan::Plan& plan);

/// The JSON answer of `plan schedule` as the contract shows it; one line, no line break at its end.
[[nodiscard]] std::string schedule_answer(const ScheduledFile& scheduled,
                                          const PlanFileOptions& options);

/// The JSON answer of `plan show`: the neutral plan. Refuses what the readers refuse.
[[nodiscard]] Result<std::string> show_plan_file(std::string_view bytes,
                                                 const PlanFileOptions& options);

/// The words of a refusal of the readers or the scheduling engine; the code where none are known.
[[nodiscard]] std::string message_of(const Refusal& refusal, bool chinese);

}  // namespace tc::functions::time
