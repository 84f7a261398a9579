#pragma once

#include <cstdint>
#include <memory>
#include <source_location>
#include <span>
#include <string_view>

#include "base/id.h"
#include "base/json.h"
#include "base/message.h"
#include "base/words.h"

/// The declarations that carry every function of the office: Record, Rule, Action, Subscription,
/// Report. All of them are constant data; the registry checks them once at the start.
namespace tc::kernel {

class Reader;
class Kernel;
struct Row;
struct RuleInput;
struct ActionInput;
struct ActionOutcome;
struct ReportInput;
struct ReportTable;
struct EventInput;
struct RouteInput;
struct RouteAnswer;
struct CommandSpec;
struct Principal;
struct Step;
class CustomFields;
class Registry;
class Snapshot;
class ToolCall;
class ToolIo;

using tc::Label;
using tc::Message;

enum class Kind : std::uint8_t {
  text,   ///< One language, NFC.
  text2,  ///< {zh, en}: shared and shipped things.
  integer,
  number,   ///< A statistic or ratio, double.
  percent,  ///< Hundredths of a percent.
  money,    ///< Minor units and ISO 4217 code.
  date,     ///< Day without time.
  moment,   ///< UTC.
  boolean,
  choice,   ///< One of `choices`.
  link,     ///< Id of a `target` record.
  minutes,  ///< Tenths of a working minute.
  json,     ///< A document only the program reads; never in filters.
};

struct Choice {
  std::string_view value;
  Label label;
};

struct Field {
  std::string_view name;
  Kind kind = Kind::text;
  Label label;
  std::string_view target = {};  ///< Record name a link points to; "*" = any.
  std::span<const Choice> choices = {};
  bool required = false;
  bool read_only = false;  ///< Set by steps, actions and the system only.
  bool hidden = false;     ///< Never leaves the server (password hashes).
  bool unique = false;
  bool in_list = false;  ///< Shown as a column by default.
  bool multiline = false;
  bool searched = false;        ///< Its text is in the search index.
  bool author = false;          ///< Filled with the person who creates the record.
  bool neutral = false;         ///< Its change does not send a running approval back.
  bool personal = false;        ///< About a person: can be erased, the audit chain holds (T-5).
  bool foreign = false;         ///< Money of any currency; else of the organisation's own.
  std::string_view group = {};  ///< Field group with a permission of its own (A-3).
  std::string_view unit = {};
  std::int64_t min = INT64_MIN;  ///< Bounds of numbers, in the stored unit.
  std::int64_t max = INT64_MAX;
  Label help = {};
};

struct State {
  std::string_view name;
  Label label;
  bool final = false;
};

/// Who takes a step: a person at once; the last decision of an approval that a person asked for;
/// the program alone (handlers, subscriptions).
enum class Taken : std::uint8_t { directly, by_approval, by_program };

/// A lifecycle step: `<record>.<name>` is its permission and its event is `<record>.<to>`.
struct Step {
  std::string_view name;
  Label label;
  Words from;
  std::string_view to;
  Words inputs = {};  ///< Fields that may be set together with it.
  Taken taken = Taken::directly;
};

enum class Scoping : std::uint8_t {
  organisation,  ///< Belongs to the whole organisation.
  self,          ///< Is a scope itself (portfolio, programme, project); `parent` names its parent.
  project,       ///< Belongs to the project of its field `project`.
  subject,       ///< Hangs on the record that `record` and `record_id` name: its scope and level.
};

/// Habits that many records share; the registry adds their fields.
enum Trait : std::uint32_t {
  k_owned = 1,     ///< owner, due.
  k_reviewed = 2,  ///< review_cadence_days, next_review.
  k_rated = 4,     ///< rag, rag_override, rag_reason.
  k_leveled = 8,   ///< level 0…3 chosen by people; named and excluded persons.
};

struct Record {
  std::string_view name;
  std::string_view plural;  ///< Kebab case, in addresses.
  Label label;
  std::string_view prefix = {};      ///< Of numbers; empty = not numbered.
  std::string_view title = "title";  ///< The field that names one.
  Scoping scoping = Scoping::project;
  std::uint32_t traits = 0;
  std::int32_t level = 1;  ///< Confidentiality of a new one, 0…3.
  std::span<const Field> fields = {};
  std::span<const State> states = {};  ///< The first is the initial one.
  std::span<const Step> steps = {};
  Words occasions = {};         ///< What happens to parts of it without being a write of its own.
  bool exposed = true;          ///< Has generic addresses, forms, exports.
  bool decides_rights = false;  ///< A change of one drops every cached right.
  bool personal = false;        ///< Visible to the person it belongs to only (field `person`).
  /// Computes the read-only fields that follow from the others; before the rules of every write.
  /// `before` is the stored row, null when the record is being created.
  void (*derive)(Row& row, const Row* before, Reader& reader) = nullptr;
  std::source_location where = std::source_location::current();
};

/// A condition that every write of `record` must keep. `on` is a verb ("create", "update",
/// "delete"), "write" (create or update), a step's name or an occasion of the record. The record
/// may be another function's: `of` names that, and the rule rests where it is not installed.
struct Rule {
  std::string_view code;
  std::string_view record;
  std::string_view on;
  Label message;  ///< Pattern with {named} arguments.
  bool (*holds)(const RuleInput& input);
  std::string_view field = {};  ///< Where a form shows it.
  std::string_view of = {};
  std::source_location where = std::source_location::current();
};

/// A verb beyond a lifecycle step, on one record: POST …/{id}/actions/<verb>. The handler reads
/// and computes, and returns the commands that are carried out in the same transaction.
struct Action {
  std::string_view name;  ///< `<record>.<verb>`; also its permission.
  Label label;
  std::span<const Field> inputs = {};
  Result<ActionOutcome> (*handler)(const ActionInput& input) = nullptr;
  std::source_location where = std::source_location::current();
};

/// An address the generic ones do not cover. `permission` empty: any signed-in principal;
/// "public": nobody need sign in. `writes` routes need the CSRF token.
struct Route {
  std::string_view method;
  std::string_view path;  ///< `/api/v1/projects/{id}/plan`
  std::string_view permission;
  Label label;
  RouteAnswer (*handler)(const RouteInput& input) = nullptr;
  std::size_t body_bytes_max = 1 << 20;
  bool as_of = false;  ///< Can tell how things were (`?as_of=`): it reads by its Reader alone.
  std::source_location where = std::source_location::current();
};

struct Subscription {
  std::string_view event;  ///< `risk.closed`, `*` = all, `@day` = once on every day.
  std::string_view name;
  Result<ActionOutcome> (*handler)(const EventInput& input);
  std::source_location where = std::source_location::current();
};

struct Report {
  std::string_view name;  ///< `<function>.<report>`
  Label label;
  std::string_view permission;  ///< `<record>.read` it needs.
  std::span<const Field> inputs = {};
  std::span<const Field> columns = {};
  std::string_view chart = "table";
  Result<ReportTable> (*handler)(const ReportInput& input) = nullptr;
  std::source_location where = std::source_location::current();
};

/// A command of the program that works without a server (`tongchou plan show FILE`).
struct Tool {
  std::string_view name;
  Label label;
  std::string_view usage;  ///< Also its grammar, as `ToolCall` reads it.
  Status (*run)(ToolCall& call, ToolIo& io);
  std::source_location where = std::source_location::current();
};

/// One folder under functions/ or service/: everything it declares.
struct Function {
  std::string_view name;
  Label label;
  std::span<const Record> records = {};
  std::span<const Rule> rules = {};
  std::span<const Action> actions = {};
  std::span<const Route> routes = {};
  std::span<const Subscription> subscriptions = {};
  std::span<const Report> reports = {};
  std::span<const Message> messages = {};  ///< Of refusals that no Rule declares.
  std::span<const Tool> tools = {};
  /// The one function that has it turns the attempt of an approval step into a running approval.
  Result<ActionOutcome> (*approve)(const ActionInput& input, const Step& step) = nullptr;
  /// The one function that has it knows the fields that the organisation defined.
  std::shared_ptr<const CustomFields> (*custom_fields)(Snapshot& snapshot,
                                                       const Registry& registry) = nullptr;
};

}  // namespace tc::kernel
