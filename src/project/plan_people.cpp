#include "project/plan_people.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "project/plan_fields.h"

namespace tc::project {
namespace {

using kernel::Reader;
using kernel::Row;

constexpr std::string_view k_rates = "cost_rate.read";

Refusal refused_rates(const std::string& at) {
  return refuse(RefusalKind::forbidden, "access.not_granted", at,
                {{"permission", std::string(k_rates)}});
}

/// By the hour, in the currency of the plan.
std::optional<double> rate_of(const Row& person, const LoadedPlan& loaded) {
  const auto* rate =
      person.has("cost_rate") ? std::get_if<kernel::Money>(&person.at("cost_rate")) : nullptr;
  const auto& projects = loaded.plan.projects;
  if (rate == nullptr || projects.empty() || rate->currency != projects.front().currency)
    return std::nullopt;
  return static_cast<double>(rate->minor) / minor_per_major(loaded.plan);
}

/// The edits with `change` made of every resource that they bring.
template <class Change>
Json with_new_resources(const Json& edits, Change change) {
  Json all = Json::array();
  for (Json edit : edits.items()) {
    const Json* assign = edit.find("assign");
    const Json* made = assign == nullptr ? nullptr : assign->find("new_resource");
    if (made != nullptr) {
      Json changed = change(*made);
      edit["assign"]["new_resource"] = std::move(changed);
    }
    all.push(std::move(edit));
  }
  return all;
}

class PeopleResolver {
 public:
  PeopleResolver(Reader& reader, kernel::Kernel& kernel, const LoadedPlan& loaded)
      : reader_(reader), kernel_(kernel), loaded_(loaded) {}

  Result<Json> run(const Json& edits) {
    Json resolved = Json::array();
    for (std::size_t i = 0; i < edits.size(); ++i) {
      at_ = "/edits/" + std::to_string(i);
      const Json& edit = edits.items()[i];
      const bool one = edit.is_object() && edit.size() == 1;
      const std::string verb = one ? edit.members().front().key : std::string();
      if (verb == "restaff")
        refusals_.push_back(refuse(RefusalKind::malformed, "plan.edit_unknown", at_));
      if (verb == "resource" && edit.members().front().value.find("rate") != nullptr &&
          !may_see_rates(reader_, loaded_))
        refusals_.push_back(refused_rates(at_ + "/resource/rate"));
      if (verb == "assign" && edit.members().front().value.is_object())
        resolved.push(assign(edit.members().front().value));
      else
        resolved.push(edit);
    }
    if (!refusals_.empty()) return std::move(refusals_);
    return resolved;
  }

 private:
  Json assign(const Json& body) {
    Json own = Json::object();
    // Who was assigned with whom, and what a resource is made from, is not for others to say.
    for (const JsonMember& member : body.members())
      if (member.key != "person" && member.key != "name" && member.key != "initial" &&
          member.key != "new_resource" && member.key != "uid")
        own.append(member.key, member.value);
    own.append("uid", id_text(kernel_.new_id()));
    if (body.find("person") != nullptr) take_person(parse_id(body.text("person")).value_or(0), own);
    if (const std::string_view name = body.text("name"); !name.empty()) take_name(name, own);
    Json edit = Json::object();
    edit.append("assign", std::move(own));
    return edit;
  }

  void take_person(Id id, Json& own) {
    const std::optional<Row> person = reader_.load("person", id);
    if (!person) {
      refusals_.push_back(refuse(RefusalKind::rule, "plan.resource_unknown", at_ + "/assign/person",
                                 {{"resource", id_text(id)}}));
      return;
    }
    std::string& uid = made_[id];
    if (uid.empty()) uid = known(*person);
    if (!uid.empty()) {
      own["resource"] = uid;
      if (!fresh_.contains(id)) return;
    } else {
      uid = id_text(kernel_.new_id());
      own["resource"] = uid;
      fresh_[id] = resource_of(*person);
    }
    own.append("new_resource", fresh_[id]);
  }

  // A resource of the plan, else the only person who is called so.
  void take_name(std::string_view name, Json& own) {
    const auto& all = loaded_.plan.resources;
    const auto found = std::ranges::find(all, name, &plan::Resource::name);
    if (found != all.end()) {
      own["resource"] = found->uid;
      return;
    }
    const kernel::RecordType& type = *reader_.registry().record("person");
    const std::vector<Row> people =
        reader_.list("person", kernel::field_is(type, "name", std::string(name)), {}, 2);
    if (people.size() == 1) return take_person(people.front().id, own);
    const char* code = people.empty() ? "plan.resource_unknown" : "plan.resource_ambiguous";
    refusals_.push_back(
        refuse(RefusalKind::rule, code, at_ + "/assign/name", {{"resource", std::string(name)}}));
  }

  // The resource that stands for a person already; empty where none does.
  [[nodiscard]] std::string known(const Row& person) const {
    const auto& all = loaded_.plan.resources;
    const std::string_view email = person.text("email"), name = person.text("name");
    auto found = std::ranges::find(all, person.id, &plan::Resource::id);
    if (found == all.end() && !email.empty())
      found = std::ranges::find(all, email, &plan::Resource::email);
    if (found == all.end())
      found = std::ranges::find_if(
          all, [&](const plan::Resource& one) { return one.id == 0 && one.name == name; });
    return found == all.end() ? std::string() : found->uid;
  }

  [[nodiscard]] Json resource_of(const Row& person) const {
    Json made = Json::object();
    made.append("person", id_text(person.id));
    made.append("name", std::string(person.text("name")));
    made.append("email", std::string(person.text("email")));
    if (const std::optional<double> rate = rate_of(person, loaded_)) made.append("rate", *rate);
    return made;
  }

  Reader& reader_;
  kernel::Kernel& kernel_;
  const LoadedPlan& loaded_;
  std::map<Id, std::string> made_;  ///< Person → resource.
  std::map<Id, Json> fresh_;        ///< Resources that these edits make.
  Refusals refusals_;
  std::string at_;
};

}  // namespace

Result<Json> without_rates(const Json& edits) {
  for (const Json& edit : edits.items()) {
    const Json* resource = edit.find("resource");
    if (resource != nullptr && resource->find("rate") != nullptr)
      return refuse(RefusalKind::rule, "scenario.rates_are_of_the_plan");
  }
  return with_new_resources(edits, [](const Json& one) {
    Json plain = Json::object();
    for (const JsonMember& member : one.members())
      if (member.key != "rate") plain.append(member.key, member.value);
    return plain;
  });
}

Json with_rates(Reader& reader, const LoadedPlan& loaded, const Json& edits) {
  return with_new_resources(edits, [&](Json one) {
    const std::optional<Id> id = parse_id(one.text("person"));
    const std::optional<Row> person = id ? reader.load_any("person", *id) : std::nullopt;
    if (const std::optional<double> rate = person ? rate_of(*person, loaded) : std::nullopt)
      one["rate"] = *rate;
    return one;
  });
}

bool may_see_rates(Reader& reader, const LoadedPlan& loaded) {
  return reader.may(k_rates, loaded.project);
}

Result<Json> resolve_people(Reader& reader, kernel::Kernel& kernel, const LoadedPlan& loaded,
                            const Json& edits) {
  const bool any = edits.is_array() && std::ranges::any_of(edits.items(), [](const Json& edit) {
                     return edit.is_object() &&
                            (edit.find("assign") != nullptr || edit.find("resource") != nullptr ||
                             edit.find("restaff") != nullptr);
                   });
  if (!any) return edits;
  return PeopleResolver(reader, kernel, loaded).run(edits);
}

}  // namespace tc::project
