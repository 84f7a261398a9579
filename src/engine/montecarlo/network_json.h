#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "engine/montecarlo/network.h"

namespace tc::engine::montecarlo {

/// A network read from JSON. Lengths in the file are in units of `ticks_per_unit` ticks.
struct NamedNetwork {
  std::string name;
  Network network;
  double ticks_per_unit = 4800;
  std::vector<std::pair<double, double>> joint_points;  ///< Finish in units, cost.
};

/// Reads one network of a document: `{"networks": {NAME: {…}}}`, or the network itself. A network
/// has `acts` and `logic` (an expression of names, `+` for one after the other and `max(…)` for
/// side by side), or `activities` and `links`; see README. Without a name the document must hold a
/// single network. Refuses `simulation.network_unknown`, `simulation.network_needed`,
/// `simulation.bad_logic`, `simulation.bad_distribution`, `simulation.bad_reference`,
/// `simulation.bad_value`, `simulation.empty`.
[[nodiscard]] Result<NamedNetwork> read_network(const Json& document, std::string_view name);

/// Whether a document looks like one of networks.
[[nodiscard]] bool is_network_document(const Json& document);

/// A distribution as an array: `["tri", 8, 10, 15]`, `["normal", mean, sd, lowest, highest]`; see
/// README for all kinds. A number is a fixed value. Nothing where it is malformed.
[[nodiscard]] std::optional<Distribution> read_distribution(const Json& json);

}  // namespace tc::engine::montecarlo
