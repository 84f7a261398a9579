#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/function.h"

namespace tc::app {

inline constexpr std::string_view k_version = "0.1.0";

using Arguments = std::span<const std::string_view>;

/// Everything the program declares, in the order of the navigation.
[[nodiscard]] std::span<const kernel::Function* const> all_functions();

/// The whole program: finds the command and runs it. Returns the exit code.
int run(Arguments arguments);

/// Prints what is wrong, or that nothing is; `answer` is what `--json` tells beside. The exit code.
int print_problems(const std::vector<std::string>& problems, bool json, Json answer);

// Commands that need a data directory or a server.
int serve(Arguments arguments);
int doctor(Arguments arguments);
int audit(Arguments arguments);
int backup(Arguments arguments);
int restore(Arguments arguments);
int migrate(Arguments arguments);

}  // namespace tc::app
