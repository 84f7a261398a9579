#include <array>

#include "kernel/fields.h"
#include "service/job/job.h"

namespace tc::service::job {
namespace {

using namespace kernel;
using namespace kernel::field;

constexpr Moment k_kept_ms = 7 * 86'400'000LL;
constexpr std::int64_t k_swept_max = 500;
constexpr std::size_t k_shown_bytes_max = 1 << 20;

constexpr std::array k_fields = {
    text("name", {"任务", "Job"}, k_required | k_listed | k_computed),
    link("user", {"账号", "Account"}, "user", k_required | k_computed),
    integer("status", {"应答状态", "Status of the answer"}, {0, 599}, k_listed | k_computed),
};
constexpr std::array k_states = {
    State{"queued", {"排队", "Queued"}},
    State{"running", {"进行中", "Running"}},
    State{"done", {"完成", "Done"}, true},
    State{"failed", {"失败", "Failed"}, true},
    State{"cancelled", {"已取消", "Cancelled"}, true},
    State{"interrupted", {"已中断", "Interrupted"}, true},
};
constexpr std::array k_steps = {
    Step{"begin", {"开始", "Begin"}, "queued", "running", {}, Taken::by_program},
    Step{"finish", {"完成", "Finish"}, "running", "done", "status", Taken::by_program},
    Step{"fail", {"失败", "Fail"}, "running", "failed", "status", Taken::by_program},
    Step{"cancel", {"取消", "Cancel"}, "queued running", "cancelled", {}, Taken::by_program},
    Step{
        "interrupt", {"中断", "Interrupt"}, "queued running", "interrupted", {}, Taken::by_program},
};
constexpr std::array k_records = {
    Record{.name = "job",
           .plural = "jobs",
           .label = {"后台任务", "Job"},
           .title = "name",
           .scoping = Scoping::organisation,
           .fields = k_fields,
           .states = k_states,
           .steps = k_steps,
           .exposed = false},
};

Json view_json(const View& view) {
  Json json = Json::object();
  json.append("id", id_text(view.id));
  json.append("name", view.name);
  json.append("state", view.state);
  json.append("progress", view.progress);
  json.append("phase", view.phase.empty() ? Json() : Json(view.phase));
  return json;
}

Id id_of(const RouteInput& input) { return parse_id(input.path.at("id")).value_or(0); }

RouteAnswer get_jobs(const RouteInput& input) {
  Json items = Json::array();
  for (const View& view : input.kernel.part<Runner>().views(input.principal))
    items.push(view_json(view));
  Json json = Json::object();
  json.append("items", std::move(items));
  return answered(to_text(json));
}

// A small JSON answer stands in the job itself, everything else at its own address.
RouteAnswer get_job(const RouteInput& input) {
  Runner& runner = input.kernel.part<Runner>();
  const Result<View> view = runner.view(input.principal, id_of(input));
  if (!view) return refused(view.refusals());
  Json json = view_json(*view);
  const Result<std::optional<RouteAnswer>> answer = runner.answer(input.principal, view->id);
  if (!answer) return refused(answer.refusals());
  const bool ended = answer->has_value();
  json.append("status", ended ? Json((*answer)->status) : Json());
  Json result;
  if (ended && (*answer)->content_type.find("json") != std::string::npos &&
      (*answer)->body.size() <= k_shown_bytes_max) {
    if (const Result<Json> body = parse_json((*answer)->body)) result = *body;
  }
  json.append("result", std::move(result));
  json.append("result_address",
              ended ? Json("/api/v1/jobs/" + id_text(view->id) + "/result") : Json());
  return answered(to_text(json));
}

RouteAnswer get_result(const RouteInput& input) {
  Result<std::optional<RouteAnswer>> answer =
      input.kernel.part<Runner>().answer(input.principal, id_of(input));
  if (!answer) return refused(answer.refusals());
  if (!answer->has_value()) return refused({refuse(RefusalKind::not_found, "job.no_answer")});
  return std::move(**answer);
}

RouteAnswer cancel_job(const RouteInput& input) {
  const Status done = input.kernel.part<Runner>().cancel(input.principal, id_of(input));
  return done ? answered("", 204) : refused(done.refusals());
}

constexpr std::array k_routes = {
    Route{.method = "GET",
          .path = "/api/v1/jobs",
          .permission = "",
          .label = {"自己的后台任务", "Own jobs"},
          .handler = get_jobs},
    Route{.method = "GET",
          .path = "/api/v1/jobs/{id}",
          .permission = "",
          .label = {"后台任务", "A job"},
          .handler = get_job},
    Route{.method = "GET",
          .path = "/api/v1/jobs/{id}/result",
          .permission = "",
          .label = {"任务结果", "What a job answered"},
          .handler = get_result},
    Route{.method = "DELETE",
          .path = "/api/v1/jobs/{id}",
          .permission = "",
          .label = {"取消任务", "Cancel a job"},
          .handler = cancel_job},
};

// Answers are kept for a week; a version without bytes takes the place of the old one.
Result<ActionOutcome> sweep(const EventInput& input) {
  ActionOutcome outcome;
  const Moment before = input.reader.now() - k_kept_ms;
  for (const Row& row : input.reader.list_any("job", {}, k_swept_max)) {
    if (id_moment(row.id) > before) continue;
    CommandSpec command;
    command.name = "job.delete";
    command.id = row.id;
    outcome.commands.push_back(std::move(command));
    outcome.blobs.push_back({"job", row.id, 2, {}, true});
  }
  return outcome;
}

constexpr std::array k_subscriptions = {Subscription{"@day", "job.sweep", sweep}};

constexpr std::array k_messages = {
    Message{"job.no_answer", {"任务尚未给出结果", "The job has no answer (yet)"}},
    Message{"job.answer_too_large", {"结果过大", "The answer is too large"}},
    Message{"job.rights_changed",
            {"您的权限在任务运行后已变更，请重新运行",
             "Your rights have changed since the job ran; run it again"}},
};

}  // namespace

const Function k_job = {.name = "job",
                        .label = {"后台任务", "Jobs"},
                        .records = k_records,
                        .routes = k_routes,
                        .subscriptions = k_subscriptions,
                        .messages = k_messages};

}  // namespace tc::service::job
