#pragma once

#include <optional>
#include <span>

#include "kernel/kernel.h"
#include "project/external.h"
#include "project/plan_book.h"

namespace tc::functions::time {

/// Which dates the answer to `field` follows: `start`, `finish`, `late_start`, `late_finish`,
/// `total_float`, `free_float` or `critical` (its float); nothing for another name.
[[nodiscard]] std::optional<engine::schedule::Field> why_field(std::string_view field);

/// The activity whose dates decide those of a row: itself, or, of a summary, the first one below it
/// with its start, finish or least float.
[[nodiscard]] plan::Index deciding_activity(const project::LoadedPlan& loaded, plan::Index activity,
                                            engine::schedule::Field field);

struct WhyQuestion {
  plan::Index activity = plan::k_none;
  std::string_view field;
  bool zh = false;
  /// What may be told of the rows of other projects.
  std::span<const project::ExternalRow> others = {};
};
/// The chain of reasons of the deciding activity as the API tells it, each with its numbers and
/// what would have to change (docs/reference/api-shapes.md, "Plan").
[[nodiscard]] Json why_json(const project::LoadedPlan& loaded, const WhyQuestion& question,
                            const std::vector<engine::schedule::Reason>& reasons);

}  // namespace tc::functions::time
