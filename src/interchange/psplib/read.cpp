#include "interchange/psplib/read.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

namespace tc::interchange::psplib {
namespace {

Refusal malformed(std::int64_t line) {
  return refuse(RefusalKind::malformed, "psplib.malformed", "line " + std::to_string(line),
                {{"line", std::to_string(line)}});
}

Refusal too_large(std::int64_t limit) {
  return refuse(RefusalKind::too_large, "psplib.too_large", {}, {{"limit", std::to_string(limit)}});
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Walks over the lines and over the numbers in them.
class Text {
 public:
  explicit Text(std::string_view bytes) : rest_(bytes) {}

  /// The next line without blanks at its ends; nothing at the end of the text.
  std::optional<std::string_view> line() {
    if (rest_.empty()) return std::nullopt;
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    std::string_view text = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    ++line_;
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
  }
  /// Skips lines until one begins with `heading`, which is consumed.
  bool skip_to(std::string_view heading, std::string_view* found = nullptr) {
    while (const auto text = line()) {
      if (!text->starts_with(heading)) continue;
      if (found != nullptr) *found = *text;
      return true;
    }
    return false;
  }
  /// Skips lines that do not begin with a digit: column headings and rulers.
  void skip_headings() {
    while (!rest_.empty()) {
      const std::size_t first = rest_.find_first_not_of(" \t\r");
      if (first != std::string_view::npos && is_digit(rest_[first])) return;
      (void)line();
    }
  }
  /// The next number from 0 to `limit`, on this line or a later one.
  std::optional<std::int32_t> number(std::int32_t limit = INT32_MAX) {
    while (!rest_.empty() && (is_blank(rest_.front()) || rest_.front() == '\n')) {
      if (rest_.front() == '\n') ++line_;
      rest_.remove_prefix(1);
    }
    std::int32_t value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc() || value < 0 || value > limit) return std::nullopt;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    if (!rest_.empty() && !is_blank(rest_.front()) && rest_.front() != '\n') return std::nullopt;
    return value;
  }
  [[nodiscard]] bool only_blanks_left() const {
    return std::ranges::all_of(rest_, [](char c) { return is_blank(c) || c == '\n'; });
  }
  [[nodiscard]] Refusal refusal() const { return malformed(line_ + 1); }

 private:
  std::string_view rest_;
  std::int64_t line_ = 0;
};

/// The number after the colon of a heading: `  - renewable  :  4   R`.
std::optional<std::int32_t> after_colon(std::string_view text, std::int32_t limit) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  Text rest(text.substr(colon + 1));
  return rest.number(limit);
}

bool read_successors(Text& text, std::int32_t jobs, Job& job) {
  const auto count = text.number(jobs);
  if (!count) return false;
  for (std::int32_t at = 0; at < *count; ++at) {
    const auto to = text.number(jobs);
    if (!to || *to == 0) return false;
    job.successors.push_back(*to - 1);
  }
  return true;
}

bool read_mode(Text& text, std::size_t resources, Mode& mode) {
  const auto duration = text.number();
  if (!duration) return false;
  mode.duration = *duration;
  for (std::size_t at = 0; at < resources; ++at) {
    const auto units = text.number();
    if (!units) return false;
    mode.requests.push_back(*units);
  }
  return true;
}

/// `jobnr. #modes #successors successors`, one line per job.
bool read_precedences(Text& text, File& file) {
  const auto jobs = static_cast<std::int32_t>(file.jobs.size());
  std::int32_t modes_left = k_all_modes_max;
  for (std::int32_t row = 0; row < jobs; ++row) {
    const auto number = text.number();
    const auto modes = text.number(std::min(k_modes_max, modes_left));
    modes_left -= modes.value_or(0);
    if (!number || *number != row + 1 || !modes || *modes == 0) return false;
    Job& job = file.jobs[static_cast<std::size_t>(row)];
    job.modes.resize(static_cast<std::size_t>(*modes));
    if (!read_successors(text, jobs, job)) return false;
  }
  return true;
}

/// `jobnr. mode duration R 1 …`; the job's number stands at its first mode only.
bool read_requests(Text& text, File& file) {
  for (std::size_t row = 0; row < file.jobs.size(); ++row) {
    const auto number = text.number();
    if (!number || static_cast<std::size_t>(*number) != row + 1) return false;
    std::vector<Mode>& modes = file.jobs[row].modes;
    for (std::size_t at = 0; at < modes.size(); ++at) {
      const auto mode = text.number();
      if (!mode || static_cast<std::size_t>(*mode) != at + 1) return false;
      if (!read_mode(text, file.resources.size(), modes[at])) return false;
    }
  }
  return true;
}

bool read_capacities(Text& text, File& file) {
  for (Resource& resource : file.resources) {
    const auto capacity = text.number();
    if (!capacity) return false;
    resource.capacity = *capacity;
  }
  return true;
}

Result<File> read_progen(std::string_view bytes) {
  Text text(bytes);
  File file;
  std::string_view found;
  if (!text.skip_to("jobs", &found)) return text.refusal();
  const auto jobs = after_colon(found, INT32_MAX);
  if (!jobs) return text.refusal();
  if (*jobs > k_jobs_max) return too_large(k_jobs_max);
  file.jobs.resize(static_cast<std::size_t>(*jobs));
  constexpr std::array<std::string_view, 3> k_kinds = {"- renewable", "- nonrenewable",
                                                       "- doubly constrained"};
  for (std::size_t kind = 0; kind < k_kinds.size(); ++kind) {
    if (!text.skip_to(k_kinds[kind], &found)) return text.refusal();
    const auto count = after_colon(found, k_resources_max);
    // No instance of the library has doubly constrained resources.
    if (!count || (kind == 2 && *count > 0)) return text.refusal();
    file.resources.resize(file.resources.size() + static_cast<std::size_t>(*count),
                          Resource{0, kind == 0});
  }
  if (!text.skip_to("PRECEDENCE RELATIONS")) return text.refusal();
  text.skip_headings();
  if (!read_precedences(text, file)) return text.refusal();
  if (!text.skip_to("REQUESTS/DURATIONS")) return text.refusal();
  text.skip_headings();
  if (!read_requests(text, file)) return text.refusal();
  if (!text.skip_to("RESOURCEAVAILABILITIES")) return text.refusal();
  text.skip_headings();
  if (!read_capacities(text, file)) return text.refusal();
  return file;
}

/// Patterson: jobs and resources; capacities; per job duration, requests, successors.
Result<File> read_patterson(std::string_view bytes) {
  Text text(bytes);
  File file;
  const auto jobs = text.number();
  const auto resources = text.number(k_resources_max);
  if (!jobs || !resources) return text.refusal();
  if (*jobs > k_jobs_max) return too_large(k_jobs_max);
  file.resources.resize(static_cast<std::size_t>(*resources));
  if (!read_capacities(text, file)) return text.refusal();
  for (std::int32_t row = 0; row < *jobs; ++row) {
    Job& job = file.jobs.emplace_back();
    if (!read_mode(text, file.resources.size(), job.modes.emplace_back())) return text.refusal();
    if (!read_successors(text, *jobs, job)) return text.refusal();
  }
  if (!text.only_blanks_left()) return text.refusal();
  return file;
}

bool is_progen(std::string_view bytes) {
  return bytes.find("PRECEDENCE RELATIONS") != std::string_view::npos &&
         bytes.find("REQUESTS/DURATIONS") != std::string_view::npos;
}

}  // namespace

bool looks_like(std::string_view bytes) {
  if (bytes.size() > k_file_bytes_max) return false;
  if (is_progen(bytes)) return true;
  const bool numbers =
      std::ranges::all_of(bytes, [](char c) { return is_digit(c) || is_blank(c) || c == '\n'; });
  return numbers && std::ranges::any_of(bytes, is_digit);
}

Result<File> read(std::string_view bytes) {
  if (bytes.size() > k_file_bytes_max) return too_large(std::int64_t{k_file_bytes_max});
  return is_progen(bytes) ? read_progen(bytes) : read_patterson(bytes);
}

}  // namespace tc::interchange::psplib
