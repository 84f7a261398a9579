#pragma once

#include <string>

#include "kernel/kernel.h"

/// How declarations and rows look as JSON (docs/reference/api-shapes.md).
namespace tc::kernel {

/// A row as the caller may see it: hidden fields absent, titles of links beside them. `only`:
/// names of fields wanted, empty = all.
[[nodiscard]] Json row_to_json(const Row& row, Reader& reader,
                               const std::vector<std::string>& only = {});
/// Adds what the caller may do with it now: `allowed` and `refused` with reasons.
void add_allowed(Json& json, const Row& row, Reader& reader);
[[nodiscard]] Json history_to_json(const Row& row, Reader& reader);
/// `custom`: the fields that the organisation added, when it is asked for a caller.
[[nodiscard]] Json schema_to_json(const Registry& registry, const CustomFields* custom = nullptr);
[[nodiscard]] Json fields_to_json(std::span<const Field> fields);
[[nodiscard]] Json refusals_to_json(const Registry& registry, const Refusals& refusals, bool zh);
/// What one code means: permission, rules, steps, subscriptions, places in the source; null when
/// nothing has this name.
[[nodiscard]] Json explain_to_json(const Registry& registry, std::string_view code);
[[nodiscard]] Json openapi_to_json(const Registry& registry, std::string_view version);

}  // namespace tc::kernel
