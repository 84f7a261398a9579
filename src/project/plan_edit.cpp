#include "project/plan_edit.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "project/external.h"
#include "project/plan_fields.h"
#include "project/plan_staff.h"

namespace tc::project {
namespace {

using plan::Activity;
using plan::Index;
using plan::k_none;
using plan::Plan;

constexpr std::size_t k_edits_max = 100'000;
constexpr std::int64_t k_moved_listed_max = 2000;

/// Cells that work = duration × units binds together.
bool is_of_work(std::string_view field) { return field == "duration" || field == "work"; }

/// Applies edits one after the other; indices are looked up by id, since structural edits move
/// them.
class Editor {
 public:
  Editor(Plan& plan, const std::function<Id()>& new_id) : plan_(plan), new_id_(new_id) {
    reindex();
  }

  void run(const Json& edit, std::size_t number) {
    number_ = number;
    if (!edit.is_object() || edit.size() != 1)
      return refuse_edit(refuse(RefusalKind::malformed, "plan.edit_unknown"));
    const JsonMember& member = edit.members().front();
    verb_ = member.key;
    const Json& body = member.value;
    if (verb_ == "set") return set(body);
    if (verb_ == "add") return add(body);
    if (verb_ == "remove") return remove(body);
    if (verb_ == "move") return move(body);
    if (verb_ == "link") return link(body);
    if (verb_ == "unlink") return unlink(body);
    if (verb_ == "external") return external(body);
    if (verb_ == "assign") return assign(body);
    if (verb_ == "unassign") return unassign(body);
    if (verb_ == "replace") return replace(body);
    if (verb_ == "crew") return crew(body);
    if (verb_ == "restaff") return restaff(body);
    if (verb_ == "resource") return resource(body);
    if (verb_ == "settings") return settings(body);
    refuse_edit(refuse(RefusalKind::malformed, "plan.edit_unknown"));
  }

  /// What became of the people of the activities whose work was edited.
  void tell_staffed() {
    for (const Id id : worked_)
      if (const auto found = by_id_.find(id); found != by_id_.end())
        change.staffed.push(people_json(plan_, found->second));
  }

  PlanChange change;
  Refusals refusals;
  bool structural = false;

 private:
  void reindex() {
    by_id_.clear();
    for (std::size_t i = 0; i < plan_.activities.size(); ++i)
      by_id_[plan_.activities[i].id] = static_cast<Index>(i);
  }

  void refuse_edit(Refusal refusal) {
    refusal.field = "/edits/" + std::to_string(number_) + "/" + verb_ + refusal.field;
    refusals.push_back(std::move(refusal));
  }

  Index find(const Json& body, std::string_view name) {
    const std::optional<Id> id = parse_id(body.text(name));
    const auto found = id ? by_id_.find(*id) : by_id_.end();
    if (found != by_id_.end()) return found->second;
    refuse_edit(refuse(RefusalKind::not_found, "plan.activity_unknown", "/" + std::string(name)));
    return k_none;
  }

  // What another project decides is not ours to change.
  bool is_own(Index index, std::string_view name) {
    if (index == k_none || !stands_for_another(plan_.activities[static_cast<std::size_t>(index)]))
      return true;
    refuse_edit(refuse(RefusalKind::rule, "plan.external_not_editable", "/" + std::string(name)));
    return false;
  }

  void record(std::string_view verb, Json body, Json inverse) {
    Json edit = Json::object();
    edit.append(std::string(verb), std::move(body));
    change.edits.push(std::move(edit));
    if (!inverse.is_null()) change.inverse.push(std::move(inverse));
  }

  void set(const Json& body) {
    const Index index = find(body, "activity");
    if (index == k_none || !is_own(index, "activity")) return;
    Activity& activity = plan_.activities[static_cast<std::size_t>(index)];
    Json::Object cells;
    for (const JsonMember& member : body.members()) {
      if (member.key == "activity") continue;
      if (member.key == "start" || member.key == "finish") {
        for (JsonMember& cell : cells_of_drag(plan_, activity, member.key, member.value))
          cells.push_back(std::move(cell));
      } else {
        cells.push_back(member);
      }
    }
    const std::string id = id_text(activity.id);
    Json done = Json::object(), before = Json::object();
    done.append("activity", id);
    before.append("activity", id);
    for (const JsonMember& cell : cells) {
      if (activity.kind == plan::ActivityKind::summary && cell.key != "name" &&
          cell.key != "code" && cell.key != "notes" && cell.key != "deadline" &&
          cell.key != "manual") {
        refuse_edit(refuse(RefusalKind::rule, "plan.summary_not_editable", "/" + cell.key,
                           {{"field", cell.key}}));
        continue;
      }
      Json old = get_cell(plan_, activity, cell.key);
      const Activity was = is_of_work(cell.key) ? activity : Activity();
      const Status status = set_cell(plan_, activity, cell.key, cell.value);
      if (status && is_of_work(cell.key)) {
        balance_work(plan_, index, was, cell.key);
        worked_.insert(activity.id);
      }
      if (!status) {
        refuse_edit(status.refusals().front());
        continue;
      }
      if (done.find(cell.key) == nullptr) before.append(cell.key, std::move(old));
      done[cell.key] = cell.value;
      change.touched.push_back(id + "/" + cell.key);
    }
    Json inverse = Json::object();
    inverse.append("set", std::move(before));
    record("set", std::move(done), std::move(inverse));
  }

  /// Who works on an activity: `change_staff` gives what refuses it.
  template <class Change>
  void staff(const Json& body, Change change_staff) {
    const Index index = find(body, "activity");
    if (index == k_none || !is_own(index, "activity")) return;
    Json before = staff_json(plan_, index);
    worked_.insert(plan_.activities[static_cast<std::size_t>(index)].id);
    for (Refusal& refusal : change_staff(index)) refuse_edit(std::move(refusal));
    const std::string id = id_text(plan_.activities[static_cast<std::size_t>(index)].id);
    for (const char* cell : {"/assignments", "/duration", "/work"})
      change.touched.push_back(id + cell);
    Json inverse = Json::object();
    inverse.append("restaff", std::move(before));
    inverse_ = std::move(inverse);
  }

  void assign(const Json& body) {
    Json done = body;
    staff(body, [&](Index index) {
      // Who is assigned together with the first shares no work with them, unless it was given.
      const Json* told = body.find("initial");
      const Activity& now = plan_.activities[static_cast<std::size_t>(index)];
      const Id id = now.id;
      if (told == nullptr && now.work == Minutes() && is_unstaffed(plan_, index))
        first_staffed_.insert(id);
      const bool initial =
          told != nullptr ? told->is_bool() && told->boolean() : first_staffed_.contains(id);
      done["initial"] = initial;
      if (done.text("uid").empty()) done["uid"] = id_text(new_id_());
      return project::assign(plan_, index, done, initial, new_id_);
    });
    record("assign", std::move(done), std::move(inverse_));
  }

  void unassign(const Json& body) {
    staff(body, [&](Index index) { return project::unassign(plan_, index, body); });
    record("unassign", body, std::move(inverse_));
  }

  void replace(const Json& body) {
    staff(body, [&](Index index) { return replace_resource(plan_, index, body); });
    record("replace", body, std::move(inverse_));
  }

  void crew(const Json& body) {
    staff(body, [&](Index index) { return change_crew(plan_, index, body); });
    record("crew", body, std::move(inverse_));
  }

  void restaff(const Json& body) {
    staff(body, [&](Index index) {
      const Status status = project::restaff(plan_, index, body);
      return status ? Refusals() : status.refusals();
    });
    record("restaff", body, std::move(inverse_));
  }

  void resource(const Json& body) {
    Result<Json> before = change_resource(plan_, body);
    if (!before) return refuse_edit(before.refusals().front());
    change.touched.push_back("resource/" + std::string(body.text("uid")));
    Json inverse = Json::object();
    inverse.append("resource", std::move(*before));
    record("resource", body, std::move(inverse));
  }

  void settings(const Json& body) {
    if (!body.is_object() || body.size() == 0)
      return refuse_edit(refuse(RefusalKind::malformed, "plan.edit_unknown"));
    Json before = Json::object(), inverse = Json::object();
    for (const JsonMember& member : body.members()) {
      if (!plan_.projects.empty())
        before.append(member.key, get_setting(plan_.projects.front(), member.key));
      for (plan::Project& project : plan_.projects) {
        const Status status = set_setting(project, member.key, member.value);
        if (!status) return refuse_edit(status.refusals().front());
      }
      change.touched.push_back("plan/" + member.key);
    }
    inverse.append("settings", std::move(before));
    record("settings", body, std::move(inverse));
  }

  // The position behind the last row of a subtree.
  Index end_of_subtree(Index index) const {
    std::unordered_set<Index> inside = {index};
    Index end = index + 1;
    while (end < static_cast<Index>(plan_.activities.size()) &&
           inside.contains(plan_.activities[static_cast<std::size_t>(end)].parent))
      inside.insert(end++);
    return end;
  }

  // Rows change places: `order[i]` is the old index of the row that comes to stand at i.
  void reorder(const std::vector<Index>& order) {
    std::vector<Index> place(plan_.activities.size(), k_none);
    std::vector<Activity> rows;
    rows.reserve(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      place[static_cast<std::size_t>(order[i])] = static_cast<Index>(i);
      rows.push_back(std::move(plan_.activities[static_cast<std::size_t>(order[i])]));
    }
    plan_.activities = std::move(rows);
    const auto at = [&](Index old) {
      return old == k_none ? k_none : place[static_cast<std::size_t>(old)];
    };
    for (Activity& activity : plan_.activities) activity.parent = at(activity.parent);
    for (plan::Link& one : plan_.links) one.from = at(one.from), one.to = at(one.to);
    for (plan::Assignment& one : plan_.assignments) one.activity = at(one.activity);
    std::erase_if(plan_.links,
                  [](const plan::Link& one) { return one.from == k_none || one.to == k_none; });
    std::erase_if(plan_.assignments,
                  [](const plan::Assignment& one) { return one.activity == k_none; });
    reindex();
  }

  // Where a row below `parent` and behind `after` stands; k_none when something is unknown.
  Index position(const Json& body, Index& parent) {
    parent = k_none;
    if (const Json* wanted = body.find("parent"); wanted != nullptr && !wanted->is_null()) {
      parent = find(body, "parent");
      if (parent == k_none || !is_own(parent, "parent")) return k_none;
    }
    if (const Json* wanted = body.find("after"); wanted != nullptr && !wanted->is_null()) {
      const Index after = find(body, "after");
      return after == k_none ? k_none : end_of_subtree(after);
    }
    return parent == k_none ? static_cast<Index>(plan_.activities.size()) : end_of_subtree(parent);
  }

  void make_summary(Index parent) {
    if (parent == k_none) return;
    Activity& activity = plan_.activities[static_cast<std::size_t>(parent)];
    if (activity.kind == plan::ActivityKind::task) activity.kind = plan::ActivityKind::summary;
  }

  void add(const Json& body) {
    structural = true;
    Activity activity;
    const std::optional<Id> given = parse_id(body.text("id"));
    activity.id = given ? *given : new_id_();
    activity.uid = id_text(activity.id);
    activity.name = body.text("name");
    activity.duration = Minutes::from_minutes(480);
    for (const std::string_view field : {"duration", "kind", "code", "calendar"}) {
      const Json* value = body.find(field);
      if (value == nullptr || value->is_null()) continue;
      const Status status = set_cell(plan_, activity, field, *value);
      if (!status) refuse_edit(status.refusals().front());
    }
    if (activity.name.empty())
      refuse_edit(refuse(RefusalKind::rule, "plan.bad_value", "/name", {{"field", "name"}}));
    Index parent = k_none;
    const Index at = position(body, parent);
    if (at == k_none || !refusals.empty()) return;
    activity.parent = parent;
    if (parent != k_none)
      activity.project = plan_.activities[static_cast<std::size_t>(parent)].project;
    make_summary(parent);
    Json done = body;
    done["id"] = id_text(activity.id);
    if (const std::string_view key = body.text("key"); !key.empty())
      change.added[key] = id_text(activity.id);
    change.touched.push_back(id_text(activity.id) + "/exists");
    plan_.activities.push_back(std::move(activity));
    std::vector<Index> order;
    const auto last = static_cast<Index>(plan_.activities.size() - 1);
    for (Index i = 0; i < at; ++i) order.push_back(i);
    order.push_back(last);
    for (Index i = at; i < last; ++i) order.push_back(i);
    reorder(order);
    record("add", std::move(done), nullptr);
  }

  void remove(const Json& body) {
    structural = true;
    const Index index = find(body, "activity");
    if (index == k_none) return;
    const Index end = end_of_subtree(index);
    std::vector<Index> order;
    for (Index i = 0; i < static_cast<Index>(plan_.activities.size()); ++i) {
      if (i < index || i >= end)
        order.push_back(i);
      else
        change.touched.push_back(id_text(plan_.activities[static_cast<std::size_t>(i)].id) +
                                 "/exists");
    }
    record("remove", body, nullptr);
    reorder(order);
  }

  void move(const Json& body) {
    structural = true;
    const Index index = find(body, "activity");
    if (index == k_none || !is_own(index, "activity")) return;
    Index parent = k_none;
    const Index at = position(body, parent);
    if (at == k_none) return;
    const Index end = end_of_subtree(index);
    if ((parent >= index && parent < end) || (at > index && at < end)) {
      return refuse_edit(refuse(RefusalKind::rule, "plan.parent_below_itself", "/parent"));
    }
    make_summary(parent);
    plan_.activities[static_cast<std::size_t>(index)].parent = parent;
    std::vector<Index> order;
    const auto count = static_cast<Index>(plan_.activities.size());
    for (Index i = 0; i <= count; ++i) {
      if (i == at) {
        for (Index j = index; j < end; ++j) order.push_back(j);
      }
      if (i < count && (i < index || i >= end)) order.push_back(i);
    }
    change.touched.push_back(body.find("activity")->string() + "/place");
    record("move", body, nullptr);
    reorder(order);
  }

  void link(const Json& body) {
    const Index from = find(body, "from"), to = find(body, "to");
    if (from == k_none || to == k_none || !is_own(to, "to")) return;
    if (from == to) return refuse_edit(refuse(RefusalKind::rule, "plan.link_to_itself"));
    const std::optional<plan::LinkKind> kind = parse_link(body.text("type", "fs"));
    const Json* lag = body.find("lag");
    if (!kind || (lag != nullptr && !lag->is_number()))
      return refuse_edit(refuse(RefusalKind::rule, "plan.bad_value", "/type", {{"field", "type"}}));
    for (const plan::Link& other : plan_.links) {
      if (other.from == from && other.to == to && other.kind == *kind)
        return refuse_edit(refuse(RefusalKind::rule, "plan.link_exists"));
    }
    plan::Link made;
    made.from = from;
    made.to = to;
    made.kind = *kind;
    made.lag = lag == nullptr ? 0 : static_cast<std::int32_t>(lag->number() * 10);
    plan_.links.push_back(std::move(made));
    touch_link(body);
    Json inverse = Json::object();
    inverse.append("unlink", body);
    record("link", body, std::move(inverse));
  }

  void unlink(const Json& body) {
    const Index from = find(body, "from"), to = find(body, "to");
    if (from == k_none || to == k_none) return;
    const std::optional<plan::LinkKind> kind = parse_link(body.text("type", "fs"));
    const auto found = std::ranges::find_if(plan_.links, [&](const plan::Link& one) {
      return one.from == from && one.to == to && kind && one.kind == *kind;
    });
    if (found == plan_.links.end())
      return refuse_edit(refuse(RefusalKind::rule, "plan.link_unknown"));
    Json back = Json::object();
    back.append("from", body.text("from"));
    back.append("to", body.text("to"));
    back.append("type", link_text(found->kind));
    back.append("lag", found->lag / 10.0);
    plan_.links.erase(found);
    touch_link(body);
    Json inverse = Json::object();
    inverse.append("link", std::move(back));
    record("unlink", body, std::move(inverse));
  }

  /// Adds the row that stands for an activity of another plan, or gives it that activity's dates.
  void external(const Json& body) {
    const std::optional<Id> id = parse_id(body.text("id"));
    const std::optional<Id> project = parse_id(body.text("project"));
    const std::optional<Id> other = parse_id(body.text("activity"));
    if (!id || !project || !other)
      return refuse_edit(refuse(RefusalKind::malformed, "plan.edit_unknown"));
    const auto known = by_id_.find(*id);
    Json inverse;
    if (known == by_id_.end()) {
      structural = true;
      Activity activity;
      activity.id = *id;
      activity.uid = id_text(*id);
      activity.external = true;
      activity.external_project = *project;
      activity.external_activity = *other;
      by_id_[*id] = static_cast<Index>(plan_.activities.size());
      plan_.activities.push_back(std::move(activity));
    } else {
      const Activity& present = plan_.activities[static_cast<std::size_t>(known->second)];
      Json before = body;
      before["duration"] = get_cell(plan_, present, "duration");
      before["start"] = get_cell(plan_, present, "manual_start");
      before["finish"] = get_cell(plan_, present, "manual_finish");
      inverse = Json::object();
      inverse.append("external", std::move(before));
    }
    Activity& activity = plan_.activities[static_cast<std::size_t>(by_id_[*id])];
    if (const Json* duration = body.find("duration"); duration != nullptr)
      static_cast<void>(set_cell(plan_, activity, "duration", *duration));
    activity.manual_start = parse_plan_time(body.text("start")).value_or(k_no_time);
    activity.manual_finish = parse_plan_time(body.text("finish")).value_or(k_no_time);
    change.touched.push_back(id_text(*id) + "/external");
    record("external", body, std::move(inverse));
  }

  void touch_link(const Json& body) {
    change.touched.push_back(std::string(body.text("from")) + ">" + std::string(body.text("to")) +
                             "/link");
  }

  Plan& plan_;
  const std::function<Id()>& new_id_;
  std::unordered_map<Id, Index> by_id_;
  std::size_t number_ = 0;
  std::string verb_;
  std::unordered_set<Id> first_staffed_;  ///< By this batch.
  std::set<Id> worked_;                   ///< Whose work was edited.
  Json inverse_;
};

Json pair_json(PlanTime before, PlanTime after) {
  Json json = Json::array();
  json.push(before == k_no_time ? Json() : Json(format_plan_time(before)));
  json.push(after == k_no_time ? Json() : Json(format_plan_time(after)));
  return json;
}

PlanTime finish_of(const engine::schedule::Schedule& schedule) {
  PlanTime finish = k_no_time;
  for (const auto& project : schedule.projects) finish = std::max(finish, project.finish);
  return finish;
}

Json moved_json(const Activity& activity, const engine::schedule::ActivityDates& was,
                const engine::schedule::ActivityDates& now) {
  Json json = Json::object();
  json.append("activity", id_text(activity.id));
  json.append("name", activity.name);
  json.append("start", pair_json(was.start, now.start));
  json.append("finish", pair_json(was.finish, now.finish));
  json.append("total_float",
              Json(Json::Array{was.total_float.minutes(), now.total_float.minutes()}));
  json.append("critical", Json(Json::Array{int{was.critical}, int{now.critical}}));
  return json;
}

/// Gathers the difference activity by activity.
class Difference {
 public:
  void add(const Activity& activity, const engine::schedule::ActivityDates& was,
           const engine::schedule::ActivityDates& now) {
    if (was == now) return;
    critical_ += now.critical && !was.critical;
    if (activity.deadline != k_no_time && now.finish > activity.deadline &&
        was.finish <= activity.deadline) {
      missed_.push(id_text(activity.id));
    }
    if (was.start == now.start && was.finish == now.finish) return;
    ++count_;
    milestones_ += activity.milestone;
    if (count_ <= k_moved_listed_max) moved_.push(moved_json(activity, was, now));
  }

  Json tell(PlanTime old_finish, PlanTime new_finish) {
    const bool known = old_finish != k_no_time && new_finish != k_no_time;
    Json json = Json::object();
    json.append("moved_count", count_);
    json.append("moved", std::move(moved_));
    json.append("finish", pair_json(old_finish, new_finish));
    json.append("finish_delta_minutes",
                known ? Json((std::int64_t{new_finish} - old_finish) / 10) : Json());
    json.append("milestones_moved", milestones_);
    json.append("deadlines_missed", std::move(missed_));
    json.append("newly_critical_count", critical_);
    return json;
  }

 private:
  Json moved_ = Json::array(), missed_ = Json::array();
  std::int64_t count_ = 0, milestones_ = 0, critical_ = 0;
};

}  // namespace

Json PlanChange::to_json() const {
  Json json = Json::object();
  json.append("edits", edits);
  json.append("inverse", inverse);
  Json cells = Json::array();
  for (const std::string& cell : touched) cells.push(cell);
  json.append("touched", std::move(cells));
  return json;
}

bool changes_work(const Json& cells) {
  return cells.is_object() && std::ranges::any_of(cells.members(), [](const JsonMember& member) {
           return is_of_work(member.key);
         });
}

Result<PlanChange> apply_edits(Plan& plan, const Json& edits, const std::function<Id()>& new_id) {
  if (!edits.is_array() || edits.size() == 0)
    return refuse(RefusalKind::malformed, "plan.edit_unknown", "/edits");
  if (edits.size() > k_edits_max)
    return refuse(RefusalKind::too_large, "tx.too_many_commands", "/edits",
                  {{"max", std::to_string(k_edits_max)}});
  Editor editor(plan, new_id);
  for (std::size_t i = 0; i < edits.size(); ++i) editor.run(edits.items()[i], i);
  if (!editor.refusals.empty()) return editor.refusals;
  std::ranges::reverse(editor.change.inverse.items());  // The last is taken back first.
  if (editor.structural) editor.change.inverse = Json::array();
  editor.tell_staffed();
  return std::move(editor.change);
}

Result<std::shared_ptr<LoadedPlan>> with_edits(const LoadedPlan& base, const Json& edits,
                                               const std::function<Id()>& new_id) {
  Plan plan = base.plan;
  if (edits.size() > 0) {
    const Result<PlanChange> change = apply_edits(plan, edits, new_id);
    if (!change) return change.refusals();
  }
  return compute(std::move(plan), base.id, base.project, base.version);
}

Status apply_change(Plan& plan, const Json& change) {
  const Json* edits = change.find("edits");
  if (edits == nullptr) return refuse(RefusalKind::malformed, "plan.edit_unknown");
  const Result<PlanChange> applied = apply_edits(plan, *edits, [] { return Id{0}; });
  if (!applied) return applied.refusals();
  return Done{};
}

Json difference(const LoadedPlan& before, const LoadedPlan& after) {
  Difference difference;
  for (std::size_t i = 0; i < after.plan.activities.size(); ++i) {
    const Activity& activity = after.plan.activities[i];
    const Index old = before.index_of(activity.id);
    if (old == k_none) continue;
    difference.add(activity, before.schedule.activities[static_cast<std::size_t>(old)],
                   after.schedule.activities[i]);
  }
  return difference.tell(finish_of(before.schedule), finish_of(after.schedule));
}

Json difference(const LoadedPlan& before, const engine::schedule::ShownChange& change,
                const std::vector<std::pair<Index, Activity>>& edited) {
  std::unordered_map<Index, const Activity*> now;
  for (const auto& [row, activity] : edited) now[row] = &activity;
  Difference difference;
  for (const auto& [row, dates] : change.rows) {
    const auto at = static_cast<std::size_t>(row);
    const auto found = now.find(row);
    difference.add(found == now.end() ? before.plan.activities[at] : *found->second,
                   before.schedule.activities[at], dates);
  }
  return difference.tell(finish_of(before.schedule), change.finish);
}

}  // namespace tc::project
