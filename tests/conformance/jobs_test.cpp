#include <future>

#include "service/job/job.h"
#include "world.h"

namespace tc::conformance {
namespace {

using kernel::Principal;
using kernel::RouteAnswer;

constexpr std::int64_t k_long_ms = 20'000;

class Jobs : public OnStore {};

RouteAnswer quick(Progress&) { return kernel::answered("quick", 200); }

// Three long jobs of one person: the fourth waits for one of them, that of another person does not.
TEST_P(Jobs, OnePersonKeepsNobodyWaiting) {
  const Principal one = world_->doer();
  Principal other = one;
  other.user = world_->second_target("user");
  ASSERT_NE(other.user, one.user);
  std::promise<void> open;
  const std::shared_future<void> gate = open.get_future().share();
  // Lets go also when a check ends the test early; who is asked to stop goes as well.
  const auto held = [gate](Progress& progress) {
    while (gate.wait_for(std::chrono::milliseconds(5)) != std::future_status::ready &&
           progress.step(0, 1, ""))
      continue;
    return kernel::answered("held", 200);
  };
  service::job::Runner runner(world_->kernel());
  std::vector<Result<Id>> slow;
  for (int i = 0; i < 3; ++i) slow.push_back(runner.start(one, "slow", held));
  for (const Result<Id>& id : slow) ASSERT_TRUE(id);
  const Result<Id> waiting = runner.start(one, "waiting", quick);
  const Result<Id> elsewhere = runner.start(other, "elsewhere", quick);
  ASSERT_TRUE(waiting && elsewhere);
  const std::optional<RouteAnswer> first = runner.wait(*elsewhere, k_long_ms);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->body, "quick");
  EXPECT_FALSE(runner.wait(*waiting, 100).has_value());
  open.set_value();
  EXPECT_TRUE(runner.wait(*waiting, k_long_ms).has_value());
  for (const Result<Id>& id : slow) EXPECT_TRUE(runner.wait(*id, k_long_ms).has_value());
}

TC_ON_EVERY_STORE(Jobs);

}  // namespace
}  // namespace tc::conformance
