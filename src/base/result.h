#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/failure.h"

namespace tc {

/// What kind of refusal this is; `http` maps it to a status and `cli` to an exit code.
enum class RefusalKind {
  malformed,     ///< Unreadable input, unknown field, field not permitted.
  unauthorized,  ///< Not signed in.
  forbidden,     ///< Visible, but the verb is not granted.
  not_found,     ///< Absent, or invisible to the caller.
  conflict,      ///< The same request is still running.
  stale,         ///< The version the caller saw is no longer the present one.
  version_missing,
  too_large,
  rule,  ///< A rule, a lifecycle step, a bad line of a file.
  rate,
  overload,
  disk_full,
};

struct Argument {
  std::string name;
  std::string value;
};

/// Why something was not done. `code` is public and names the rule; `field` is a JSON pointer or
/// the place in a file; `arguments` fill the message pattern of the code.
struct Refusal {
  RefusalKind kind = RefusalKind::rule;
  std::string code;
  std::string field;
  std::vector<Argument> arguments;
};

using Refusals = std::vector<Refusal>;

[[nodiscard]] inline Refusal refuse(RefusalKind kind, std::string_view code,
                                    std::string_view field = {},
                                    std::vector<Argument> arguments = {}) {
  return {kind, std::string(code), std::string(field), std::move(arguments)};
}

/// A value, or every reason why there is none. Never ignored.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}                      // NOLINT: implicit
  Result(Refusal refusal) : value_(Refusals{std::move(refusal)}) {}  // NOLINT: implicit
  Result(Refusals refusals) : value_(std::move(refusals)) {          // NOLINT: implicit
    TC_ASSERT(!std::get<1>(value_).empty());
  }

  [[nodiscard]] bool ok() const { return value_.index() == 0; }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] T& value() & {
    TC_ASSERT(ok());
    return std::get<0>(value_);
  }
  [[nodiscard]] const T& value() const& {
    TC_ASSERT(ok());
    return std::get<0>(value_);
  }
  [[nodiscard]] T&& value() && {
    TC_ASSERT(ok());
    return std::get<0>(std::move(value_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  [[nodiscard]] const Refusals& refusals() const {
    TC_ASSERT(!ok());
    return std::get<1>(value_);
  }

 private:
  std::variant<T, Refusals> value_;
};

/// The answer of something that only succeeds or is refused.
struct Done {};
using Status = Result<Done>;

}  // namespace tc
