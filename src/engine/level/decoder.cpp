#include "engine/level/decoder.h"

#include <algorithm>
#include <queue>

#include "base/row.h"

namespace tc::engine::level {
Decoder::Decoder(const Problem& problem) : problem_(problem) {
  free_.resize(row_of(problem.horizon + 1) * problem.capacity.size());
  counts_.resize(row_of(problem.horizon + 2));
  clear(problem.horizon + 1);
}

void Decoder::clear(std::int32_t until) {
  const std::size_t words = problem_.capacity.size();
  for (std::size_t word = 0; word < words; ++word) {
    const std::uint64_t all = problem_.capacity[word] | problem_.guard[word];
    for (std::size_t slot = word; slot < row_of(until) * words; slot += words) free_[slot] = all;
  }
  dirty_ = 0;
}

template <bool single>
std::int32_t Decoder::earliest(std::int32_t from, std::int32_t row) const {
  const std::int32_t duration = problem_.duration[row_of(row)];
  const std::size_t words = single ? 1 : problem_.capacity.size();
  const std::uint64_t* request = problem_.request.data() + row_of(row) * words;
  const std::uint64_t* guard = problem_.guard.data();
  const std::uint64_t* free = free_.data();
  const auto suffices = [&](std::int32_t period) {
    if constexpr (single) return ((free[period] - *request) & *guard) == *guard;
    const std::uint64_t* slot = free + row_of(period) * words;
    for (std::size_t word = 0; word < words; ++word) {
      if (((slot[word] - request[word]) & guard[word]) != guard[word]) return false;
    }
    return true;
  };
  // Looked through from its end, a window that fails moves on as far as possible; what lies
  // before `known` is known to suffice.
  std::int32_t known = from;
  std::int32_t period = from + duration - 1;
  while (period >= known) {
    if (suffices(period)) {
      --period;
      continue;
    }
    known = from + duration;
    from = period + 1;
    if (known < from) known = from;
    period = from + duration - 1;
  }
  return from;
}

template <bool single>
void Decoder::occupy(std::int32_t from, std::int32_t row) {
  const std::size_t words = single ? 1 : problem_.capacity.size();
  const std::uint64_t* request = problem_.request.data() + row_of(row) * words;
  std::uint64_t* slot = free_.data() + row_of(from) * words;
  for (std::int32_t left = problem_.duration[row_of(row)]; left > 0; --left) {
    for (std::size_t word = 0; word < words; ++word) *slot++ -= request[word];
  }
}

template <bool single>
std::int32_t Decoder::serial_impl(Side side, std::span<const std::int32_t> list,
                                  std::span<std::int32_t> start, std::int32_t limit,
                                  std::size_t kept, Repeats* repeats) {
  const Neighbours& earlier = problem_.earlier(side);
  const std::int32_t* begin = earlier.begin.data();
  const std::int32_t* node = earlier.node.data();
  const std::int32_t* duration = problem_.duration.data();
  std::int32_t* out = start.data();
  const std::int32_t* rest = problem_.rest(side).data();
  placed_ = 0;
  dirty_ = 0;
  for (const std::int32_t row : list.first(kept)) {
    occupy<single>(out[row], row);
    dirty_ = std::max(dirty_, out[row] + duration[row]);
  }
  if (repeats != nullptr) repeats->begin(side, list, kept, start);
  for (const std::int32_t row : list.subspan(kept)) {
    ++placed_;
    std::int32_t from = 0;
    for (std::int32_t entry = begin[row]; entry < begin[row + 1]; ++entry)
      from = std::max(from, out[node[entry]] + duration[node[entry]]);
    if (duration[row] > 0) {
      from = earliest<single>(from, row);
      occupy<single>(from, row);
    }
    out[row] = from;
    dirty_ = std::max(dirty_, from + duration[row]);
    if (from + rest[row] > limit) return from + rest[row];
    if (repeats != nullptr && repeats->place(row, from)) return INT32_MAX;
  }
  return dirty_;
}

std::int32_t Decoder::serial(Side side, std::span<const std::int32_t> list,
                             std::span<std::int32_t> start, std::int32_t limit, std::size_t kept,
                             Repeats* repeats) {
  clear(dirty_);
  return problem_.words == 1 ? serial_impl<true>(side, list, start, limit, kept, repeats)
                             : serial_impl<false>(side, list, start, limit, kept, repeats);
}

std::int32_t Decoder::parallel(Side side, std::span<const std::int32_t> list,
                               std::span<std::int32_t> start) {
  clear(dirty_);
  const Neighbours& earlier = problem_.earlier(side);
  const Neighbours& later = problem_.later(side);
  std::vector<std::int32_t> rank(list.size());
  for (std::size_t place = 0; place < list.size(); ++place)
    rank[row_of(list[place])] = static_cast<std::int32_t>(place);
  std::vector<std::int32_t> waiting(list.size());
  std::vector<std::int32_t> eligible;  // Ranks, ascending.
  std::priority_queue<std::pair<std::int32_t, std::int32_t>,
                      std::vector<std::pair<std::int32_t, std::int32_t>>, std::greater<>>
      running;  // Finish, activity.
  const auto release = [&](std::int32_t row) {
    const std::int32_t place = rank[row_of(row)];
    eligible.insert(std::ranges::lower_bound(eligible, place), place);
  };
  for (std::int32_t row = 0; row < problem_.count; ++row) {
    waiting[row_of(row)] = static_cast<std::int32_t>(earlier.last(row) - earlier.first(row));
    if (waiting[row_of(row)] == 0) release(row);
  }
  std::int32_t now = 0;
  while (!eligible.empty() || !running.empty()) {
    while (!running.empty() && running.top().first <= now) {
      const std::int32_t row = running.top().second;
      running.pop();
      for (const auto* to = later.first(row); to != later.last(row); ++to) {
        if (--waiting[row_of(*to)] == 0) release(*to);
      }
    }
    bool instant = false;
    for (std::size_t place = 0; place < eligible.size();) {
      const std::int32_t row = list[row_of(eligible[place])];
      const std::int32_t duration = problem_.duration[row_of(row)];
      // What runs at `now` only gets less later: a start that fits now fits throughout.
      if (duration > 0 && earliest<false>(now, row) != now) {
        ++place;
        continue;
      }
      start[row_of(row)] = now;
      occupy<false>(now, row);
      running.emplace(now + duration, row);
      instant |= duration == 0;
      eligible.erase(eligible.begin() + static_cast<std::ptrdiff_t>(place));
    }
    if (!instant && !running.empty()) now = running.top().first;
  }
  dirty_ = now;
  return now;
}

void Decoder::justifying_list(Side side, std::span<const std::int32_t> start,
                              std::span<std::int32_t> list) {
  const std::int32_t* duration = problem_.duration.data();
  std::int32_t last = 0;
  for (std::int32_t row = 0; row < problem_.count; ++row)
    last = std::max(last, start[row_of(row)] + duration[row]);
  std::int32_t* counts = counts_.data();
  std::fill(counts, counts + last + 2, 0);
  for (std::int32_t row = 0; row < problem_.count; ++row)
    ++counts[last - (start[row_of(row)] + duration[row]) + 1];
  for (std::int32_t time = 0; time < last; ++time) counts[time + 1] += counts[time];
  // Of equal finishes the later in the network comes first: a successor of length zero.
  for (std::int32_t step = 0; step < problem_.count; ++step) {
    const std::int32_t row = side == Side::forward ? problem_.count - 1 - step : step;
    list[row_of(counts[last - (start[row_of(row)] + duration[row])]++)] = row;
  }
}

}  // namespace tc::engine::level
