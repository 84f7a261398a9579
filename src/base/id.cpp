#include "base/id.h"

#include <algorithm>

namespace tc {
namespace {

constexpr std::string_view k_alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t k_text_size = 13;
constexpr Moment k_epoch_2020_ms = 1'577'836'800'000;
constexpr std::int32_t k_counter_max = 4095;

}  // namespace

std::string id_text(Id id) {
  if (id == 0) return {};
  std::string text(k_text_size, '0');
  for (std::size_t i = k_text_size; i-- > 0; id >>= 5) {
    text[i] = k_alphabet[static_cast<std::size_t>(id & 31)];
  }
  return text;
}

std::optional<Id> parse_id(std::string_view text) {
  if (text.size() != k_text_size) return std::nullopt;
  std::uint64_t id = 0;
  for (const char c : text) {
    const std::size_t digit = k_alphabet.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    id = id << 5 | digit;
  }
  // 13 digits hold 65 bits; the first may only carry three.
  if (k_alphabet.find(text.front()) > 7 || id == 0) return std::nullopt;
  return static_cast<Id>(id);
}

Moment id_moment(Id id) { return (id >> 22) + k_epoch_2020_ms; }

Id IdSource::next(Moment now) {
  const std::lock_guard lock(mutex_);
  const std::int64_t ms = std::max<std::int64_t>(now - k_epoch_2020_ms, 1);
  if (ms > last_ms_) {
    last_ms_ = ms;
    counter_ = 0;
  } else if (++counter_ > k_counter_max) {
    ++last_ms_;  // Borrow from the future rather than wait or repeat.
    counter_ = 0;
  }
  return last_ms_ << 22 | std::int64_t{slot_} << 12 | counter_;
}

std::int64_t IdSource::last_ms() const {
  const std::lock_guard lock(mutex_);
  return last_ms_;
}

}  // namespace tc
