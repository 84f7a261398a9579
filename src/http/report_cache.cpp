#include "http/report_cache.h"

#include <algorithm>

namespace tc::http {
namespace {

constexpr std::size_t k_bytes_max = 16 << 20;
/// More events than these are not looked through: computing anew is as cheap.
constexpr std::int64_t k_events_max = 500;

}  // namespace

std::list<ReportCache::Entry>::iterator ReportCache::entry_of(const std::string& key) {
  return std::ranges::find(entries_, key, &Entry::key);
}

std::optional<std::string> ReportCache::find(const std::string& key, kernel::Reader& reader) {
  const std::int64_t newest = reader.snapshot().last_event();
  const std::lock_guard lock(mutex_);
  const auto entry = entry_of(key);
  if (entry == entries_.end() || entry->upto > newest || newest - entry->upto >= k_events_max)
    return std::nullopt;
  if (entry->upto < newest) {
    const std::vector<kernel::Event> events =
        reader.snapshot().events_after(entry->upto, k_events_max);
    const bool concerned = std::ranges::any_of(events, [&](const kernel::Event& event) {
      return event.seq <= newest && entry->records.contains(event.record);
    });
    if (concerned) return std::nullopt;
    entry->upto = newest;
  }
  entries_.splice(entries_.begin(), entries_, entry);
  return entry->body;
}

void ReportCache::keep(const std::string& key, kernel::Reader& reader, const std::string& body) {
  if (reader.used_clock() || body.size() > k_bytes_max / 4) return;
  const std::int64_t newest = reader.snapshot().last_event();
  const std::lock_guard lock(mutex_);
  if (const auto old = entry_of(key); old != entries_.end()) {
    bytes_ -= old->body.size();
    entries_.erase(old);
  }
  entries_.push_front({key, newest, reader.records_read(), body});
  bytes_ += body.size();
  while (bytes_ > k_bytes_max) {
    bytes_ -= entries_.back().body.size();
    entries_.pop_back();
  }
}

}  // namespace tc::http
