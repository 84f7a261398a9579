#pragma once

#include <random>
#include <string>

#include "engine/portfolio/model.h"

/// Random models for tests, with every kind of condition: the same seed gives the same model.
namespace tc::engine::portfolio::testing {

inline Model random_model(unsigned seed, int candidates = 7, int periods = 3) {
  std::mt19937 random(seed);
  const auto below = [&](int limit) {
    return static_cast<std::int32_t>(random() % static_cast<unsigned>(limit));
  };
  Model model;
  model.periods = periods;
  model.value_scale = 10;
  for (int resource = 0; resource < 2; ++resource) {
    Resource entry;
    entry.id = "R" + std::to_string(resource);
    entry.pooled = resource == 1 && below(2) == 0;
    const int room = 4 + candidates * (entry.pooled ? 3 : 1);
    entry.capacity.assign(entry.pooled ? 1U : static_cast<std::size_t>(periods), room);
    model.resources.push_back(std::move(entry));
  }
  for (int row = 0; row < candidates; ++row) {
    Candidate candidate;
    candidate.id = "P" + std::to_string(row);
    candidate.category = below(2) == 0 ? "x" : "y";
    candidate.duration = 1 + below(std::min(periods, 2));
    candidate.earliest = below(4) == 0 ? below(periods) : 0;
    if (below(5) == 0) candidate.latest = below(periods);
    candidate.must = below(12) == 0;
    for (int period = 0; period < (below(2) == 0 ? 1 : periods); ++period)
      candidate.value.push_back(below(100) - 5);
    if (candidate.value.size() != 1 && candidate.value.size() != static_cast<std::size_t>(periods))
      candidate.value.resize(1);
    for (std::int32_t resource = 0; resource < 2; ++resource) {
      Use use{resource, {}};
      for (int period = 0; period < candidate.duration; ++period) use.amount.push_back(below(8));
      candidate.uses.push_back(std::move(use));
    }
    if (row > 0 && below(4) == 0) candidate.requires_done.push_back(below(row));
    model.candidates.push_back(std::move(candidate));
  }
  if (below(2) == 0 && candidates > 3) model.exclusive.push_back({0, 2, 3});
  if (below(2) == 0) model.categories.push_back({"x", below(3), 2 + below(3)});
  if (below(3) == 0) {
    model.chance.confidence = 0.8;
    for (int future = 0; future < 10; ++future) {
      std::vector<std::int32_t> factors;
      for (int row = 0; row < candidates; ++row) factors.push_back(800 + below(700));
      model.chance.factors.push_back(std::move(factors));
    }
  }
  return model;
}

}  // namespace tc::engine::portfolio::testing
