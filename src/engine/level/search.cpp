#include "engine/level/search.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "engine/level/decoder.h"
#include "engine/level/random.h"

namespace tc::engine::level {
namespace {

std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }

double param(const char* name, double def) {
  const char* v = std::getenv(name);
  return v ? std::atof(v) : def;
}

struct Member {
  std::vector<std::int32_t> list;   // for the opposite side
  std::vector<std::int32_t> place;  // inverse
  std::vector<std::int32_t> start;
  std::int32_t makespan = INT32_MAX;
  std::int64_t second = 0;
  std::uint64_t hash = 0;
  bool better(const Member& o) const {
    return makespan != o.makespan ? makespan < o.makespan : second < o.second;
  }
};

class Search {
 public:
  Search(const Problem& p, const SearchLimits& l, Progress& pr)
      : p_(p), l_(l), pr_(pr), dec_(p), rnd_(l.seed) {
    size_ = static_cast<int>(param("POP", 0));
    if (size_ == 0) {
      double f = static_cast<double>(l.schedules_max);
      size_ = std::clamp(static_cast<int>(param("PA", 1.0) * std::pow(f, param("PE", 0.45))), 10, 400);
    }
    list_.resize(at(p.count));
  }
  Found run() {
    init();
    while (!done()) generation();
    return std::move(best_);
  }

 private:
  bool done() {
    if (best_.schedules >= l_.schedules_max || best_.makespan <= l_.good_enough) return true;
    if (best_.schedules > 0 && (best_.schedules & 255) == 1 && !pr_.step(best_.schedules, l_.schedules_max, "search")) best_.stopped = true;
    return best_.stopped;
  }
  // decode `list_` at `side` into member m
  void decode(Side side, Member& m) {
    m.start.resize(at(p_.count));
    m.makespan = dec_.serial(side, list_, m.start);
    ++best_.schedules;
    m.list.resize(at(p_.count));
    m.place.resize(at(p_.count));
    dec_.justifying_list(side, m.start, m.list);
    std::uint64_t h = 0;
    std::int64_t s = 0;
    for (std::int32_t k = 0; k < p_.count; ++k) {
      m.place[at(m.list[at(k)])] = k;
      h = h * 0x9e3779b97f4a7c15U + static_cast<std::uint64_t>(m.start[at(k)]);
      s += m.start[at(k)];
    }
    m.hash = h;
    m.second = s;
    if (m.makespan < best_.makespan) {
      best_.makespan = m.makespan;
      best_.start = m.start;
      if (side == Side::backward)
        for (std::int32_t k = 0; k < p_.count; ++k)
          best_.start[at(k)] = m.makespan - m.start[at(k)] - p_.duration[at(k)];
    }
  }
  void sample_list() {
    // regret based biased random sampling on LFT
    std::vector<std::int32_t> wait(at(p_.count)), el;
    for (std::int32_t r = 0; r < p_.count; ++r) {
      wait[at(r)] = static_cast<std::int32_t>(p_.before.last(r) - p_.before.first(r));
      if (!wait[at(r)]) el.push_back(r);
    }
    std::vector<double> w;
    for (std::int32_t k = 0; k < p_.count; ++k) {
      std::int32_t worst = INT32_MAX;
      for (auto r : el) worst = std::min(worst, p_.tail[at(r)] - p_.duration[at(r)]);
      double sum = 0;
      w.clear();
      for (auto r : el) {
        double x = p_.tail[at(r)] - p_.duration[at(r)] - worst + 1.0;
        w.push_back(std::pow(x, param("BIAS", 2.0)));
        sum += w.back();
      }
      double u = rnd_.unit() * sum;
      std::size_t c = 0;
      while (c + 1 < el.size() && u >= w[c]) u -= w[c++];
      std::int32_t r = el[c];
      el[c] = el.back();
      el.pop_back();
      list_[at(k)] = r;
      for (auto* t = p_.after.first(r); t != p_.after.last(r); ++t)
        if (--wait[at(*t)] == 0) el.push_back(*t);
    }
  }
  void init() {
    pop_[0].resize(at(size_));
    pop_[1].resize(at(size_));
    best_.makespan = INT32_MAX;
    // LFT
    int extra = static_cast<int>(param("INIT", 1.0) * size_);
    std::vector<Member> all;
    for (int k = 0; k < extra && !done(); ++k) {
      sample_list();
      all.emplace_back();
      decode(Side::forward, all.back());
      list_ = all.back().list;
      Member b;
      decode(Side::backward, b);
      list_ = b.list;
      Member f;
      decode(Side::forward, f);
      if (k < size_) pop_[1][at(k)] = b;
      all.back() = f;
    }
    std::ranges::sort(all, [](const Member& a, const Member& b) { return a.better(b); });
    for (int k = 0; k < size_ && k < static_cast<int>(all.size()); ++k) pop_[0][at(k)] = all[at(k)];
  }
  void cross(const Member& a, const Member& b) {
    const int n = p_.count;
    // block of a
    static const double lo = param("LO", 0.25), hi = param("HI", 0.75);
    static const int tries = static_cast<int>(param("TRIES", 1));
    int q1 = 0, q2 = 0;
    double bestd = -1;
    for (int t = 0; t < tries; ++t) {
      int len = std::max(1, static_cast<int>(n * (lo + (hi - lo) * rnd_.unit())));
      int x = rnd_.below(std::max(1, n - len + 1));
      double d = 0;
      if (tries > 1) {
        double e = 0;
        for (int k = x; k < x + len; ++k) e += p_.load[at(a.list[at(k)])];
        int t1 = a.start[at(a.list[at(x)])] + p_.duration[at(a.list[at(x)])];
        int last = a.list[at(x + len - 1)];
        int t2 = a.start[at(last)] + p_.duration[at(last)];
        d = e / (1.0 + t1 - t2);
      }
      if (d > bestd) bestd = d, q1 = x, q2 = x + len;
    }
    int c0 = 0, c2 = q2;
    for (int k = 0; k < n; ++k) {
      int r = b.list[at(k)];
      int pl = a.place[at(r)];
      if (pl < q1) list_[at(c0++)] = r;
      else if (pl >= q2) list_[at(c2++)] = r;
    }
    std::copy(a.list.begin() + q1, a.list.begin() + q2, list_.begin() + q1);
  }
  void mutate(Side side) {
    static const double pm = param("MUT", 0.0);
    if (pm <= 0) return;
    const int n = p_.count;
    double expect = pm * n;
    int m = static_cast<int>(expect);
    if (rnd_.unit() < expect - m) ++m;
    const Neighbours& earlier = p_.earlier(side);
    for (int t = 0; t < m; ++t) {
      int k = 1 + rnd_.below(n - 1);
      int r = list_[at(k)];
      // move left up to w places while no predecessor
      int w = 1 + rnd_.below(static_cast<int>(param("MW", 20)));
      int j = k;
      while (j > 0 && w > 0) {
        int prev = list_[at(j - 1)];
        bool is = false;
        for (auto* e = earlier.first(r); e != earlier.last(r); ++e) is |= *e == prev;
        if (is) break;
        list_[at(j)] = prev;
        --j;
        --w;
      }
      list_[at(j)] = r;
    }
  }
  void generation() {
    std::vector<Member>& from = pop_[side_];
    std::vector<Member>& to = pop_[1 - side_];
    const Side target = side_ == 0 ? Side::backward : Side::forward;
    static const int repl = static_cast<int>(param("REPL", 0));
    for (int i = 0; i < size_ && !done(); ++i) {
      int x = rnd_.below(size_), y = rnd_.below(size_);
      int j = from[at(x)].better(from[at(y)]) ? x : y;
      int ii = i;
      if (from[at(ii)].makespan == INT32_MAX || from[at(j)].makespan == INT32_MAX) continue;
      if (ii == j)
        list_ = from[at(ii)].list;
      else if (rnd_.next() & 1)
        cross(from[at(ii)], from[at(j)]);
      else
        cross(from[at(j)], from[at(ii)]);
      mutate(target);
      decode(target, child_);
      if (repl == 0) {
        // replace the same index if not worse; else tournament worst
        bool dup = false;
        for (auto& m : to) dup |= m.hash == child_.hash;
        if (dup) continue;
        if (!to[at(i)].better(child_)) std::swap(to[at(i)], child_);
      } else if (repl == 1) {
        bool dup = false;
        for (auto& m : to) dup |= m.hash == child_.hash;
        if (dup) continue;
        int w = rnd_.below(size_);
        for (int t = 1; t < static_cast<int>(param("RT", 3)); ++t) {
          int v = rnd_.below(size_);
          if (to[at(w)].better(to[at(v)])) w = v;
        }
        if (!to[at(w)].better(child_)) std::swap(to[at(w)], child_);
      } else {
        std::swap(to[at(i)], child_);
      }
    }
    side_ = 1 - side_;
  }

  const Problem& p_;
  const SearchLimits& l_;
  Progress& pr_;
  Decoder dec_;
  Random rnd_;
  Found best_;
  std::vector<std::int32_t> list_;
  std::vector<Member> pop_[2];
  Member child_;
  int size_ = 0;
  int side_ = 0;
};

}  // namespace

Found search(const Problem& problem, const SearchLimits& limits, Progress& progress) {
  return Search(problem, limits, progress).run();
}

}  // namespace tc::engine::level
