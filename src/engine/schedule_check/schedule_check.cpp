#include "engine/schedule_check/schedule_check.h"

#include <algorithm>
#include <iterator>

#include "engine/schedule/incremental.h"
#include "engine/schedule_check/subject.h"

namespace tc::engine::schedule_check {

Result<Answer> check_schedule(const plan::Plan& plan, const Options& options, Progress& progress) {
  plan::Plan working = plan;  // The critical path test delays tasks in place.
  Result<schedule::IncrementalSchedule> schedule =
      schedule::IncrementalSchedule::open(working, {options.profile, options.status_date});
  if (!schedule) return schedule.refusals();
  const Subject subject(working, *schedule);
  Answer answer;
  for (auto tests : {link_tests(subject), task_tests(subject), progress_tests(subject)}) {
    std::move(tests.begin(), tests.end(), std::back_inserter(answer.dcma));
  }
  Result<Test> twelfth = critical_path_test(subject, *schedule, options, progress);
  if (!twelfth) return twelfth.refusals();
  answer.dcma.push_back(std::move(twelfth).value());
  std::ranges::sort(answer.dcma, {}, &Test::id);
  answer.gao = gao_practices(subject, answer.dcma);
  return answer;
}

}  // namespace tc::engine::schedule_check
