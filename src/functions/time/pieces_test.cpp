#include "functions/time/pieces.h"

#include <gtest/gtest.h>

#include "engine/schedule/test_plan.h"

namespace tc::functions::time {
namespace {

using engine::schedule::testing::at;

constexpr double k_hour = 600;

double hours(PlanTime time) { return (double{1} * time - at("2026-01-05T08:00")) / k_hour; }

plan::Activity interrupted() {
  plan::Activity activity;
  activity.segments = {{at("2026-01-05T08:00"), at("2026-01-05T12:00")},
                       {at("2026-01-05T14:00"), at("2026-01-05T18:00")}};
  return activity;
}

engine::schedule::ActivityDates dates(const char* start, const char* finish) {
  engine::schedule::ActivityDates dates;
  dates.start = at(start);
  dates.finish = at(finish);
  return dates;
}

/// Moved with the activity; the last ends where it ends, and without dates there is none.
TEST(Pieces, AreWhereTheActivityIsNow) {
  const auto pieces = pieces_of(interrupted(), dates("2026-01-05T09:00", "2026-01-05T20:00"));
  ASSERT_EQ(pieces.size(), 2U);
  EXPECT_EQ(pieces[0].start, at("2026-01-05T09:00"));
  EXPECT_EQ(pieces[0].finish, at("2026-01-05T13:00"));
  EXPECT_EQ(pieces[1].start, at("2026-01-05T15:00"));
  EXPECT_EQ(pieces[1].finish, at("2026-01-05T20:00"));
  const auto whole = pieces_of(plan::Activity(), dates("2026-01-05T09:00", "2026-01-05T20:00"));
  ASSERT_EQ(whole.size(), 1U);
  EXPECT_EQ(whole[0].finish, at("2026-01-05T20:00"));
  EXPECT_TRUE(pieces_of(interrupted(), engine::schedule::ActivityDates()).empty());
}

/// Three quarters done: all of the first piece and half of the second, nothing of the gap.
TEST(Pieces, AreDoneOneAfterAnother) {
  const auto pieces = pieces_of(interrupted(), dates("2026-01-05T08:00", "2026-01-05T18:00"));
  const auto drawn = drawn_pieces(pieces, 0.75, hours);
  ASSERT_EQ(drawn.size(), 2U);
  EXPECT_DOUBLE_EQ(drawn[0].right, 4);
  EXPECT_DOUBLE_EQ(drawn[0].done, 4);
  EXPECT_DOUBLE_EQ(drawn[1].left, 6);
  EXPECT_DOUBLE_EQ(drawn[1].done, 8);
  EXPECT_DOUBLE_EQ(drawn_pieces(pieces, 0.25, hours)[1].done, 6);
}

/// However far away one looks, a piece is seen.
TEST(Pieces, AreNeverTooNarrowToSee) {
  const auto pieces = pieces_of(plan::Activity(), dates("2026-01-05T08:00", "2026-01-05T08:00"));
  EXPECT_GT(drawn_pieces(pieces, 0, hours).front().right, 0.5);
}

}  // namespace
}  // namespace tc::functions::time
