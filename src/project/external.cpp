#include "project/external.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "project/plan_edit.h"
#include "project/plan_fields.h"

namespace tc::project {
namespace {

using kernel::Reader;
using kernel::Row;
using plan::Index;
using plan::k_none;

constexpr std::string_view k_predecessors = "predecessor_projects";

Json one_edit(std::string_view verb, Json body) {
  Json edit = Json::object();
  edit.append(std::string(verb), std::move(body));
  return edit;
}

/// The row for an activity of another plan, with the dates it has there now.
Json external_edit(Id row, const LoadedPlan& other, Index index) {
  const auto at = static_cast<std::size_t>(index);
  Json body = Json::object();
  body.append("id", id_text(row));
  body.append("project", id_text(other.project));
  body.append("activity", id_text(other.plan.activities[at].id));
  body.append("duration", other.plan.activities[at].duration.minutes());
  body.append("start", time_json(other.schedule.activities[at].start));
  body.append("finish", time_json(other.schedule.activities[at].finish));
  return one_edit("external", std::move(body));
}

/// Turns links to other projects into edits of one plan.
class Resolver {
 public:
  Resolver(Reader& reader, kernel::Kernel& kernel, const LoadedPlan& loaded)
      : reader_(reader), kernel_(kernel), loaded_(loaded) {
    for (const plan::Activity& activity : loaded.plan.activities) {
      if (stands_for_another(activity))
        rows_[{activity.external_project, activity.external_activity}] = activity.id;
    }
  }

  Result<Json> run(const Json& edits) {
    for (std::size_t i = 0; i < edits.size(); ++i) {
      const Json& edit = edits.items()[i];
      const JsonMember* member =
          edit.is_object() && edit.size() == 1 ? &edit.members().front() : nullptr;
      at_ = "/edits/" + std::to_string(i);
      if (member != nullptr && member->key == "external") {
        refusals_.push_back(refuse(RefusalKind::malformed, "plan.edit_unknown", at_));
      } else if (member != nullptr && (member->key == "link" || member->key == "unlink") &&
                 member->value.find("from_project") != nullptr) {
        link(member->key, member->value);
      } else {
        resolved_.push(edit);
      }
      frees_ |= member != nullptr && (member->key == "unlink" || member->key == "remove");
    }
    if (!refusals_.empty()) return std::move(refusals_);
    if (frees_ && !rows_.empty()) remove_unneeded();
    return std::move(resolved_);
  }

 private:
  void link(const std::string& verb, const Json& body) {
    const std::optional<Id> project = parse_id(body.text("from_project"));
    const std::optional<Id> activity = parse_id(body.text("from"));
    Json own = Json::object();
    for (const JsonMember& member : body.members()) {
      if (member.key != "from_project") own.append(member.key, member.value);
    }
    if (!project) {
      refusals_.push_back(
          refuse(RefusalKind::rule, "plan.activity_unknown", at_ + "/" + verb + "/from_project"));
      return;
    }
    if (*project != loaded_.project) {
      const Id row = verb == "link" ? row_for(*project, activity.value_or(0))
                                    : known_row(*project, activity.value_or(0));
      if (row == 0) return;
      own["from"] = id_text(row);
    }
    resolved_.push(one_edit(verb, std::move(own)));
  }

  Id known_row(Id project, Id activity) {
    const auto known = rows_.find({project, activity});
    if (known != rows_.end()) return known->second;
    refusals_.push_back(refuse(RefusalKind::rule, "plan.link_unknown", at_ + "/unlink"));
    return 0;
  }

  Id row_for(Id project, Id activity) {
    const auto other = kernel_.part<PlanBook>().load(reader_, project);
    const Index index = other ? (*other)->index_of(activity) : k_none;
    if (index == k_none || (*other)->plan.activities[static_cast<std::size_t>(index)].external) {
      refusals_.push_back(
          refuse(RefusalKind::not_found, "plan.activity_unknown", at_ + "/link/from"));
      return 0;
    }
    Id& row = rows_[{project, activity}];
    if (row != 0) return row;
    row = kernel_.new_id();
    resolved_.push(external_edit(row, **other, index));
    return row;
  }

  // What the edits leave without a link stands for nothing.
  void remove_unneeded() {
    plan::Plan plan = loaded_.plan;
    if (!apply_edits(plan, resolved_, [this] { return kernel_.new_id(); })) return;
    std::vector<bool> needed(plan.activities.size());
    for (const plan::Link& link : plan.links) {
      if (link.from != k_none) needed[static_cast<std::size_t>(link.from)] = true;
    }
    for (std::size_t i = 0; i < plan.activities.size(); ++i) {
      if (needed[i] || !stands_for_another(plan.activities[i])) continue;
      Json body = Json::object();
      body.append("activity", id_text(plan.activities[i].id));
      resolved_.push(one_edit("remove", std::move(body)));
    }
  }

  Reader& reader_;
  kernel::Kernel& kernel_;
  const LoadedPlan& loaded_;
  std::map<std::pair<Id, Id>, Id> rows_;  ///< Other project and activity → our row.
  Json resolved_ = Json::array();
  Refusals refusals_;
  std::string at_;
  bool frees_ = false;
};

std::string external_name(Reader& reader, const LoadedPlan* other, Index index, Id project) {
  const bool zh = reader.principal().zh();
  if (other == nullptr) return zh ? "其他项目" : "another project";
  const std::optional<Row> row = reader.load("project", project);
  const std::string key = row ? std::string(row->text("key")) + " · " : std::string();
  if (index == k_none) return key + (zh ? "已删除的活动" : "removed activity");
  return key + other->plan.activities[static_cast<std::size_t>(index)].name;
}

}  // namespace

std::vector<Id> predecessor_projects(const plan::Plan& plan) {
  std::vector<Id> projects;
  for (const plan::Activity& activity : plan.activities) {
    if (stands_for_another(activity)) projects.push_back(activity.external_project);
  }
  std::ranges::sort(projects);
  const auto rest = std::ranges::unique(projects);
  projects.erase(rest.begin(), rest.end());
  return projects;
}

std::string predecessor_text(const std::vector<Id>& projects) {
  std::string text;
  for (const Id project : projects) text += (text.empty() ? " " : "") + id_text(project) + " ";
  return text;
}

std::vector<Id> parse_predecessors(std::string_view text) {
  std::vector<Id> projects;
  for (const std::string_view word : split(text, ' ')) {
    if (const std::optional<Id> id = parse_id(word)) projects.push_back(*id);
  }
  return projects;
}

std::vector<Row> successors_of(Reader& reader, Id project) {
  const kernel::RecordType& type = *reader.registry().record("plan");
  return reader.list_any(
      "plan", kernel::Expr::compare(kernel::Expr::Op::contains, type.field_index(k_predecessors),
                                    " " + id_text(project) + " "));
}

Result<Json> resolve_external(Reader& reader, kernel::Kernel& kernel, const LoadedPlan& loaded,
                              const Json& edits) {
  if (!edits.is_array()) return edits;
  return Resolver(reader, kernel, loaded).run(edits);
}

Json external_updates(Reader& reader, PlanBook& book, const LoadedPlan& loaded) {
  Json edits = Json::array();
  for (const plan::Activity& activity : loaded.plan.activities) {
    if (!stands_for_another(activity)) continue;
    const auto other = book.load(reader, activity.external_project);
    const Index index = other ? (*other)->index_of(activity.external_activity) : k_none;
    if (index == k_none) continue;
    const auto& dates = (*other)->schedule.activities[static_cast<std::size_t>(index)];
    const Minutes duration = (*other)->plan.activities[static_cast<std::size_t>(index)].duration;
    if (dates.start == activity.manual_start && dates.finish == activity.manual_finish &&
        duration == activity.duration)
      continue;
    edits.push(external_edit(activity.id, **other, index));
  }
  return edits;
}

std::vector<ExternalRow> external_rows(Reader& reader, PlanBook& book, const LoadedPlan& loaded) {
  std::vector<ExternalRow> rows;
  for (std::size_t i = 0; i < loaded.plan.activities.size(); ++i) {
    const plan::Activity& activity = loaded.plan.activities[i];
    if (!stands_for_another(activity)) continue;
    const auto other = book.load(reader, activity.external_project);
    const LoadedPlan* seen = other ? other->get() : nullptr;
    const Index index = seen == nullptr ? k_none : seen->index_of(activity.external_activity);
    ExternalRow row{static_cast<Index>(i),
                    external_name(reader, seen, index, activity.external_project)};
    if (seen != nullptr) row.project = activity.external_project;
    if (index != k_none) row.activity = activity.external_activity;
    rows.push_back(std::move(row));
  }
  return rows;
}

std::shared_ptr<const LoadedPlan> with_names(Reader& reader, PlanBook& book,
                                             std::shared_ptr<const LoadedPlan> loaded) {
  std::vector<ExternalRow> rows = external_rows(reader, book, *loaded);
  if (rows.empty()) return loaded;
  auto named = std::make_shared<LoadedPlan>(*loaded);
  for (ExternalRow& row : rows)
    named->plan.activities[static_cast<std::size_t>(row.row)].name = std::move(row.name);
  return named;
}

}  // namespace tc::project
