#include "app/connections.h"

#include <algorithm>
#include <array>
#include <source_location>

#include "base/text.h"

namespace tc::app {
namespace {

constexpr std::array k_connections = {
    Connection{
        "connection.demand",
        {"需求经优选成为配置齐全的项目", "A demand is selected and becomes a furnished project"},
        "demand portfolio_scenario.optimize portfolio.selection approval demand.launch "
        "project tailoring.apply charter gate document communication_item stakeholder",
        "src/functions/portfolio/portfolio.case"},
    Connection{"connection.slip",
               {"进度延误牵动现金流、采购、里程碑与状态灯",
                "A slip moves cash, procurement, milestones and the colour"},
               "plan.edit finance.phased_budget finance.cash_flow procurement.follow_plan "
               "procurement_package.take_need_date performance.keep_milestones "
               "performance.milestone_trend performance.rate portfolio.health",
               "src/app/connections/slip.case"},
    Connection{"connection.overload",
               {"进度延误造成的资源冲突附平衡建议，消除后自动撤回",
                "A slip that overloads people is a conflict with what levelling proposes, until "
                "it is gone"},
               "plan.edit resource.overloads booking conflict.follow_plan conflict",
               "src/app/connections/overload.case"},
    Connection{"connection.forecast",
               {"进度延误在下一次取数时改变挣值预测",
                "A slip moves the earned-value forecast at the next reading"},
               "plan.edit performance.follow_plan work_package account_period.take_earned_value "
               "account_period performance.earned_value status_snapshot performance.rate_snapshot",
               "src/app/connections/forecast.case"},
    Connection{"connection.risk",
               {"风险进入模拟，得出 P80 与储备；发生后成为问题",
                "Risks enter the simulation and give P80 and reserve; one that occurs is an issue"},
               "risk risk.simulation risk.contingency risk.reserve risk.open_issue issue",
               "src/functions/risk/simulation.case src/functions/risk/figures.case "
               "src/functions/risk/risk.case"},
    Connection{"connection.change",
               {"变更请求经沙箱测算、审批、执行到新基准",
                "A change request is computed in a sandbox, decided, carried out and re-baselined"},
               "change_request scenario change_request.analyse change_control.agenda approval "
               "change_control.apply_change scenario.apply change_control.ask_for_work action_item "
               "change_control.revise_documents document change_control.note_revision "
               "change_control.take_baseline plan.baseline time.variance",
               "src/functions/change_control/impact.case src/app/connections/rebaseline.case"},
    Connection{"connection.conflict",
               {"数据中的矛盾成为冲突并附处理建议",
                "What contradicts itself in the data becomes a conflict with a proposal"},
               "booking resource_request cross_team_commitment time.external_links "
               "conflict.detect conflict",
               "src/functions/conflict/detected.case src/functions/time/links.case "
               "src/functions/collaboration/collaboration.case"},
    Connection{
        "connection.audit",
        {"在线测试得出发现，整改后由测试证实并关闭",
         "Tests over live data raise findings; corrected, the test proves it and they close"},
        "audit.run_tests audit.live_tests finding audit.ageing audit.ask_for_correction "
        "action_item finding.test_is_passed",
        "src/app/connections/finding.case"},
    Connection{"connection.competence",
               {"能力差距引出培训与证书", "A competence gap leads to training and a certificate"},
               "competence_profile training.raise_need training_need training_session "
               "training.give_certificates certificate",
               "src/functions/training/training.case"},
    Connection{"connection.assignment",
               {"岗位需求显出能力差距，证书决定能否上岗",
                "What a role demands shows the gap; the certificate decides who is assigned"},
               "resource_request training.find_role_gaps training_need training_session "
               "certificate assignment_rule booking.holder_is_certified booking",
               "src/app/connections/assignment.case"},
    Connection{"connection.start",
               {"作业许可与停止点未放行，活动不能开始",
                "A permit or a hold point stops an activity from starting"},
               "permit hse.permits inspection quality.itp plan.edit plan.permit_is_granted "
               "plan.permit_covers_start plan.hold_point_is_released scenario.apply",
               "src/app/connections/start.case"},
    Connection{"connection.permit",
               {"作业票只发给体检合格者，并与活动日期核对",
                "A permit is given to the fit only and held against the dates of its activity"},
               "health_record permit.worker_is_fit permit hse.permits",
               "src/functions/hse/controls.case"},
    Connection{"connection.communication",
               {"沟通计划到期自动起草、审批、分发并跟踪回执",
                "The communication plan drafts, has approved, sends, and tracks receipt"},
               "communication_item communication.draft_due status_report approval "
               "communication.distribute read_receipt communication.count_receipt "
               "communication.effectiveness",
               "src/functions/communication/communication.case"},
    Connection{"connection.engagement",
               {"参与度差距与满意度决定沟通频率",
                "The engagement gap and satisfaction set how often a stakeholder is reached"},
               "stakeholder satisfaction_rating communication.follow_engagement "
               "communication_item communication.draft_due action_item communication.timetable",
               "src/app/connections/engagement.case"},
    Connection{"connection.knowledge",
               {"经验在立项、关口和识别风险时推送，复用被度量",
                "Lessons come at charter, gate and risk identification; their reuse is measured"},
               "lesson knowledge.push_at_charter knowledge.push_at_gate knowledge.push_at_risk "
               "lesson_suggestion knowledge.pushed reuse knowledge.count_reuse knowledge.measures",
               "src/functions/knowledge/community.case src/functions/knowledge/knowledge.case"},
    Connection{"connection.culture",
               {"匿名调查得出维度与离散度，引出行动",
                "An anonymous survey gives dimensions with their spread, and actions follow"},
               "culture_survey culture.collect_at_close culture.dimensions culture.heat "
               "culture.propose_initiatives culture_initiative",
               "src/functions/culture/culture.case"},
};

using Written = std::optional<std::source_location>;

template <class List, class Name>
Written place_in(const List& list, Name name, std::string_view code) {
  const auto found = std::ranges::find(list, code, name);
  return found == std::ranges::end(list) ? Written() : Written(found->where);
}

Written place_of(const kernel::Registry& registry, std::string_view code) {
  if (const kernel::RecordType* type = registry.record(code)) return type->decl->where;
  for (const kernel::Function* one : registry.functions()) {
    for (const Written& place : {place_in(one->actions, &kernel::Action::name, code),
                                 place_in(one->subscriptions, &kernel::Subscription::name, code),
                                 place_in(one->reports, &kernel::Report::name, code),
                                 place_in(one->rules, &kernel::Rule::code, code)})
      if (place) return place;
  }
  return {};
}

std::string place_text(const std::source_location& place) {
  return std::string(place.file_name()) + ":" + std::to_string(place.line());
}

Json to_json(const kernel::Registry& registry, const Connection& connection) {
  Json label = Json::object();
  label.append("zh", connection.label.zh);
  label.append("en", connection.label.en);
  Json way = Json::array();
  for (const std::string_view code : split(connection.way, ' ')) {
    const Written place = place_of(registry, code);
    Json step = Json::object();
    step.append("code", code);
    step.append("declared", place ? Json(place_text(*place)) : Json());
    way.push(std::move(step));
  }
  Json json = Json::object();
  json.append("code", connection.code);
  json.append("label", std::move(label));
  json.append("way", std::move(way));
  Json proof = Json::array();
  for (const std::string_view path : split(connection.proof, ' ')) proof.push(path);
  json.append("proof", std::move(proof));
  return json;
}

}  // namespace

std::span<const Connection> connections() { return k_connections; }

std::vector<std::string> missing_of_connections(const kernel::Registry& registry) {
  std::vector<std::string> missing;
  for (const Connection& one : k_connections)
    for (const std::string_view code : split(one.way, ' '))
      if (!place_of(registry, code))
        missing.push_back(std::string(one.code) + " names " + std::string(code));
  return missing;
}

Json explain_declaration(const kernel::Registry& registry, std::string_view code) {
  const Written place = place_of(registry, code);
  if (!place) return {};
  Json json = Json::object();
  json.append("code", code);
  json.append("declared", place_text(*place));
  return json;
}

std::optional<Json> explain_connection(const kernel::Registry& registry, std::string_view code) {
  if (code == "connections") {
    Json all = Json::array();
    for (const Connection& one : k_connections) all.push(to_json(registry, one));
    return all;
  }
  const auto found = std::ranges::find(k_connections, code, &Connection::code);
  if (found == k_connections.end()) return {};
  return to_json(registry, *found);
}

Json connections_through(std::string_view code) {
  Json codes = Json::array();
  for (const Connection& one : k_connections)
    if (std::ranges::count(split(one.way, ' '), code) > 0) codes.push(one.code);
  return codes;
}

}  // namespace tc::app
