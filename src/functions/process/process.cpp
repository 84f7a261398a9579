#include "functions/process/process.h"

#include <array>

#include "functions/functions.h"
#include "project/report_tools.h"

namespace tc::functions {
namespace process {
namespace {

using namespace kernel;

bool decision_is_made(const RuleInput& input) { return input.after.has("decision"); }
bool conditions_are_dated(const RuleInput& input) {
  if (input.after.text("decision") != "conditional") return true;
  return input.after.has("conditions") && input.after.has("conditions_due");
}
bool recycle_was_decided(const RuleInput& input) {
  return Words("recycle hold").contains(input.after.text("decision"));
}
// A gate is reviewed when every mandatory item of its phase is satisfied or waived.
bool gate_is_ready(const RuleInput& input) {
  for (const Row& item : project::linked(input.reader, "checklist_item", "gate", input.after.id)) {
    if (item.integer("mandatory") == 0 || item.text("status") == "satisfied" ||
        item.text("status") == "not_applicable")
      continue;
    bool waived = false;
    for (const Row& waiver : project::linked(input.reader, "waiver", "checklist_item", item.id))
      waived |= waiver.state == "approved";
    if (!waived) return false;
  }
  return true;
}
bool deviation_is_told(const RuleInput& input) {
  const Row& row = input.after;
  return !row.has("chosen_profile") || row.text("chosen_profile") == row.text("profile") ||
         row.has("reason");
}
bool method_is_published(const RuleInput& input) {
  const auto method = input.reader.load_any("method", input.after.integer("method"));
  return method && (method->state == "published" || input.before != nullptr);
}
bool published_method_is_fixed(const RuleInput& input) {
  return input.before == nullptr || input.before->state == "draft" ||
         input.before->state == "review";
}
bool charter_names_manager(const RuleInput& input) { return input.after.has("manager"); }

constexpr std::array k_process_rules = {
    Rule{"gate.is_ready",
         "gate",
         "review",
         {"强制检查项未满足且无偏离许可", "Mandatory items are open and not waived"},
         gate_is_ready},
    Rule{"gate.decision_is_made",
         "gate",
         "decide",
         {"请选择结论", "Choose a decision"},
         decision_is_made,
         "decision"},
    Rule{"gate.conditions_are_dated",
         "gate",
         "decide",
         {"有条件通过须写明条件和期限", "A conditional go needs conditions and a date"},
         conditions_are_dated,
         "conditions_due"},
    Rule{"gate.recycle_was_decided",
         "gate",
         "recycle",
         {"只有返工或暂停的关口可重新准备", "Only a recycled or held gate is prepared again"},
         recycle_was_decided},
    Rule{"tailoring.deviation_is_told",
         "tailoring",
         "write",
         {"与建议裁剪不同须写明理由", "Deviating from the prescribed profile needs a reason"},
         deviation_is_told,
         "reason"},
    Rule{"tailoring.method_is_published",
         "tailoring",
         "create",
         {"只能采用已发布的方法", "Only a published method can be used"},
         method_is_published,
         "method"},
    Rule{"method.published_is_fixed",
         "method",
         "update",
         {"已发布的方法不能修改，请建立新版本", "A published method is fixed; make a new one"},
         published_method_is_fixed},
    Rule{"charter.names_manager",
         "charter",
         "approve",
         {"章程须指定项目经理", "A charter names the project manager"},
         charter_names_manager,
         "manager"},
};

// The tailored checklist, gates and document plan of the project, from its method.
Result<ActionOutcome> apply(const ActionInput& input) {
  const auto method = input.reader.load_any("method", input.row->integer("method"));
  if (!method) return refuse(RefusalKind::not_found, "record.not_found");
  if (!project::linked(input.reader, "checklist_item", "project", input.row->scope).empty())
    return refuse(RefusalKind::rule, "tailoring.already_applied");
  const std::string_view profile = input.row->has("chosen_profile")
                                       ? input.row->text("chosen_profile")
                                       : input.row->text("profile");
  ActionOutcome outcome;
  const bool plans_documents = input.reader.registry().record("document") != nullptr;
  std::vector<CommandSpec> pending;  // Items of a phase wait for the gate that follows them.
  for (const TailoredItem& item :
       tailored_items(input.reader, *method, profile, input.principal.zh())) {
    CommandSpec made = project::creation(
        item.gate ? "gate.create" : "checklist_item.create",
        {{"title", item.title}, {"project", id_text(input.row->scope)}, {"phase", item.phase}});
    if (plans_documents && !item.document.empty())
      outcome.commands.push_back(
          project::creation("document.create", {{"title", item.document},
                                                {"project", id_text(input.row->scope)},
                                                {"phase", item.phase},
                                                {"mandatory", item.mandatory}}));
    if (item.gate && !item.entry_criteria.empty())
      made.set.append("entry_criteria", item.entry_criteria);
    if (item.gate && !item.exit_criteria.empty())
      made.set.append("exit_criteria", item.exit_criteria);
    if (!item.gate && !item.raci.empty()) made.set.append("raci", item.raci);
    if (!item.gate) {
      made.set.append("mandatory", item.mandatory);
      made.set.append("status", "open");
      pending.push_back(std::move(made));
      continue;
    }
    made.new_id = input.kernel.new_id();
    const std::string gate = id_text(made.new_id);
    outcome.commands.push_back(std::move(made));
    for (CommandSpec& one : pending) {
      one.set.append("gate", gate);
      outcome.commands.push_back(std::move(one));
    }
    pending.clear();
  }
  for (CommandSpec& one : pending) outcome.commands.push_back(std::move(one));
  return outcome;
}

// Waivers end by themselves.
Result<ActionOutcome> expire_waivers(const EventInput& input) {
  ActionOutcome outcome;
  const RecordType& type = *input.reader.registry().record("waiver");
  for (const Row& row : input.reader.list_any(
           "waiver", Expr::all({Expr::compare(Expr::Op::equal, k_state, std::string("approved")),
                                Expr::compare(Expr::Op::less, type.field_index("expires_on"),
                                              std::int64_t{input.reader.today()})})))
    outcome.commands.push_back(project::command("waiver.expire", row.id));
  return outcome;
}

constexpr std::array k_process_actions = {
    Action{"tailoring.apply", {"生成检查项与关口", "Make checklist and gates"}, {}, apply},
};
Result<ActionOutcome> recolour_gates(const EventInput& input) {
  return project::recolour(k_gate_colour, input.reader);
}

constexpr std::array k_subscriptions = {
    Subscription{"@day", "process.recolour_gates", recolour_gates},
    Subscription{"@day", "process.expire_waivers", expire_waivers},
};
constexpr std::array k_messages = {
    Message{"method.already_filled", {"该方法已有内容", "The method already has content"}},
    Message{"tailoring.already_applied",
            {"该项目已有检查项", "The project already has its checklist"}},
};

}  // namespace
}  // namespace process

const kernel::Function& process_function() {
  static const std::vector<kernel::Rule> rules = [] {
    std::vector<kernel::Rule> list(process::k_process_rules.begin(),
                                   process::k_process_rules.end());
    list.insert(list.end(), process::method_rules().begin(), process::method_rules().end());
    return list;
  }();
  static const std::vector<kernel::Action> actions = [] {
    std::vector<kernel::Action> list(process::k_process_actions.begin(),
                                     process::k_process_actions.end());
    list.insert(list.end(), process::method_actions().begin(), process::method_actions().end());
    return list;
  }();
  static const kernel::Function function = {.name = "process",
                                            .label = {"标准化流程", "Standard processes"},
                                            .records = process::records(),
                                            .rules = rules,
                                            .actions = actions,
                                            .subscriptions = process::k_subscriptions,
                                            .reports = process::reports(),
                                            .messages = process::k_messages};
  return function;
}

}  // namespace tc::functions
