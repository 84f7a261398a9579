#include "oracle.h"
#include "world.h"

/// Every role × record × verb, in the own project and in another, against the oracle.
namespace tc::conformance {
namespace {

using kernel::Answer;
using kernel::RecordType;
using kernel::Row;
using kernel::Scoping;

constexpr std::string_view k_roles[] = {"pmo_director",
                                        "executive",
                                        "project_manager",
                                        "team_member",
                                        "portfolio_manager",
                                        "risk_officer",
                                        "quality_manager",
                                        "finance_controller",
                                        "procurement_officer",
                                        "hse_officer",
                                        "document_controller",
                                        "training_coordinator",
                                        "resource_manager",
                                        "sponsor",
                                        "auditor",
                                        "external",
                                        "system_administrator",
                                        "security_administrator",
                                        "audit_administrator"};

struct Asker {
  std::string_view role;
  bool everywhere = false;
  Id user = 0;
};

class Access : public OnStore {
 protected:
  void make_actors(Id own_project);
  [[nodiscard]] bool allowed(const Asker& actor, const RecordType& type, std::string_view verb,
                             const Row& row);
  std::string refused_;  ///< What the last write that was not allowed was told.
  [[nodiscard]] Row row_in(const RecordType& type, Id project);
  void compare(const RecordType& type, const Row& row, bool own, bool named);
  Row specimen_of_level(Id project, int level, Id named);
  std::vector<Asker> actors_;
  std::map<std::string, Json> valid_;  ///< Values by which a record of a type was made.
  int compared_ = 0;
};

void Access::make_actors(Id own_project) {
  for (const std::string_view role : k_roles) {
    for (const bool everywhere : {false, true}) {
      const std::string login = std::string(role) + (everywhere ? "_all" : "_one");
      const Id user = world_->identity().create_user(login, login, "a-long-pass-word",
                                                     world_->target("person"), "en");
      world_->identity().grant(user, role, everywhere ? kernel::k_organisation : own_project);
      actors_.push_back({role, everywhere, user});
    }
  }
}

// The record belongs to the project, by itself or by what it hangs on.
void put_in(const RecordType& type, Id project, Json& set) {
  if (type.decl->scoping == Scoping::project) set["project"] = id_text(project);
  if (type.decl->scoping == Scoping::subject) set["record_id"] = id_text(project);
}

Row Access::row_in(const RecordType& type, Id project) {
  if (type.name == "project") return *world_->load(type, project);
  Json set = world_->required(type);
  put_in(type, project, set);
  const Result<Answer> made = world_->create(type, set);
  if (!made) throw Failure(std::string(type.name) + ": " + told(made));
  valid_[std::string(type.name)] = set;
  return made->records.front().row;
}

bool Access::allowed(const Asker& actor, const RecordType& type, std::string_view verb,
                     const Row& row) {
  const kernel::Principal principal = world_->kernel().principal_of(actor.user);
  if (verb == "read") {
    kernel::Reader reader(world_->kernel(), principal);
    const bool alone = reader.load(type.name, row.id).has_value();
    const std::vector<Row> listed = reader.list(
        type.name, kernel::Expr::compare(kernel::Expr::Op::equal, kernel::k_id, row.id));
    EXPECT_EQ(alone, !listed.empty()) << "a list and a record disagree";
    return alone;
  }
  kernel::Request request;
  request.dry_run = true;
  kernel::CommandSpec command;
  command.name = std::string(type.name) + "." + std::string(verb);
  if (verb == "create") {
    command.set = valid_.contains(std::string(type.name)) ? valid_[std::string(type.name)]
                                                          : world_->required(type);
    put_in(type, row.scope, command.set);
  } else {
    command.id = row.id;
    command.version = row.version;
  }
  request.commands.push_back(std::move(command));
  const Result<Answer> answer = world_->kernel().execute(principal, request);
  refused_ = told(answer);
  // What hangs on a record that one cannot see cannot be made either.
  const bool unseen =
      type.decl->scoping == Scoping::subject && has_code(answer, "field.unknown_target");
  return !unseen && !has_kind(answer, RefusalKind::forbidden) &&
         !has_kind(answer, RefusalKind::not_found);
}

void Access::compare(const RecordType& type, const Row& row, bool own, bool named) {
  for (const Asker& actor : actors_) {
    for (const std::string_view verb : {"read", "create", "update", "delete"}) {
      Situation at;
      at.role = actor.role;
      at.granted_everywhere = actor.everywhere;
      at.record = type.name;
      at.business = type.function->name != "identity" && type.function->name != "outbound";
      at.belongs = type.decl->scoping == Scoping::organisation ? Belongs::organisation
                   : type.decl->scoping == Scoping::self       ? Belongs::scope
                                                               : Belongs::project;
      at.own = own;
      at.level = verb == "create" ? type.decl->level : row.level;
      at.named = named;
      at.verb = verb;
      EXPECT_EQ(allowed(actor, type, verb, row), should_be_allowed(at))
          << actor.role << (actor.everywhere ? " everywhere " : " of one project ") << verb << " "
          << type.name << (own ? " own" : " other") << " level " << row.level << ": " << refused_;
      ++compared_;
    }
  }
}

TEST_P(Access, EveryRoleAndRecord) {
  const RecordType& projects = *world_->registry().record("project");
  const Id own = world_->target("project");
  const Id other = world_->make(projects, false).id;
  make_actors(own);
  for (const RecordType* type : world_->registry().records()) {
    if (!type->decl->exposed || type->decl->personal) continue;
    if (type->decl->scoping == Scoping::organisation) {
      compare(*type, row_in(*type, own), true, false);
    } else if (type->decl->scoping == Scoping::self && type != &projects) {
      compare(*type, row_in(*type, own), false, false);
    } else {
      compare(*type, row_in(*type, own), true, false);
      compare(*type, row_in(*type, other), false, false);
    }
  }
  EXPECT_GE(compared_, 1000);
  RecordProperty("compared", compared_);
}

Row Access::specimen_of_level(Id project, int level, Id named) {
  const RecordType& specimens = *world_->registry().record("specimen");
  Json set = world_->required(specimens);
  set["project"] = id_text(project);
  set["level"] = level;
  if (named != 0) set["named"] = Json(Json::Array{id_text(named)});
  const Result<Answer> made =
      world_->run(world_->kernel().system_principal(), "specimen.create", 0, 0, set);
  if (!made) throw Failure(told(made));
  return made->records.front().row;
}

TEST_P(Access, EveryLevel) {
  const RecordType& specimens = *world_->registry().record("specimen");
  const Id own = world_->target("project");
  const Id other = world_->make(*world_->registry().record("project"), false).id;
  make_actors(own);
  for (int level = 0; level <= 3; ++level) {
    for (const bool named : {false, true}) {
      const Id person = named ? world_->target("person") : 0;
      compare(specimens, specimen_of_level(own, level, person), true, named);
      compare(specimens, specimen_of_level(other, level, person), false, named);
    }
  }
}

// Comments are as secret as what they are about, also when that changes, and for its own persons.
TEST_P(Access, WhatHangsFollows) {
  const RecordType& specimens = *world_->registry().record("specimen");
  const RecordType& comments = *world_->registry().record("comment");
  const Id own = world_->target("project");
  const Id other = world_->make(*world_->registry().record("project"), false).id;
  make_actors(own);
  Row subject = specimen_of_level(own, 1, 0);
  Json set = world_->required(comments);
  set["record"] = "specimen";
  set["record_id"] = id_text(subject.id);
  const Result<Answer> said = world_->run(comments, "create", 0, 0, set);
  ASSERT_TRUE(said) << told(said);
  const Id comment = said->records.front().row.id;
  const auto readers = [&] {
    std::string names;
    for (const Asker& actor : actors_) {
      const bool may_both = allowed(actor, comments, "read", *world_->load(comments, comment));
      EXPECT_EQ(may_both, allowed(actor, specimens, "read", subject)) << actor.role;
      if (may_both) names += std::string(actor.role) + (actor.everywhere ? "* " : " ");
    }
    return names;
  };
  const auto change = [&](const char* field, Json value) {
    Json changed = Json::object();
    changed.append(field, std::move(value));
    const Result<Answer> done = world_->run(world_->kernel().system_principal(), "specimen.update",
                                            subject.id, subject.version, std::move(changed));
    ASSERT_TRUE(done) << told(done);
    subject = *world_->load(specimens, subject.id);
  };
  const std::string before = readers();
  EXPECT_NE(before.find("team_member "), std::string::npos);
  change("level", 2);
  EXPECT_EQ(readers().find("team_member"), std::string::npos);
  change("level", 1);
  EXPECT_EQ(readers(), before);
  change("project", id_text(other));
  EXPECT_EQ(readers().find("project_manager "), std::string::npos);
  change("excluded", Json(Json::Array{id_text(world_->target("person"))}));
  EXPECT_EQ(readers(), "");
  change("excluded", Json(Json::Array()));
  change("level", 3);
  EXPECT_EQ(readers(), "");
  change("named", Json(Json::Array{id_text(world_->target("person"))}));
  EXPECT_NE(readers(), "");
}
TC_ON_EVERY_STORE(Access);

}  // namespace
}  // namespace tc::conformance
