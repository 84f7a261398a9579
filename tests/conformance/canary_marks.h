#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "world.h"

/// Marks: texts and amounts that occur once in the whole installation, so that any answer that
/// holds one has told the secret it stands for.
namespace tc::conformance {

/// A field of the organisation on the specimen register, marked too.
inline constexpr std::string_view k_canary_key = "password";

/// What a mark stands for, in the words of the access model; nothing of it comes from the module
/// that decides.
struct Secret {
  std::string record;
  std::string field;
  Id id = 0;
  bool business = true;
  bool exposed = true;
  kernel::Scoping scoping = kernel::Scoping::project;
  bool own = true;  ///< Of the project that grants of one project are on.
  std::int32_t level = 1;
  bool named = false;         ///< The named actor is on its list.
  bool excluded = false;      ///< The excluded actor is.
  std::string group;          ///< Of fields with a permission of their own.
  bool whole_record = false;  ///< The mark is the id: that the record exists.
};

/// Who is on the lists of the records that have one.
struct Listed {
  Id named = 0;
  Id excluded = 0;
};

class Marks {
 public:
  explicit Marks(World& world) : world_(world) {}

  /// Makes a record of the type in the project with a mark in every text and amount that the rules
  /// leave free. `more` are values that it must have.
  kernel::Row plant(const kernel::RecordType& type, Id project, Secret secret, Json more = {});
  /// A new mark that stands for `secret`.
  [[nodiscard]] std::string text(const Secret& secret);
  /// As an amount in minor units.
  [[nodiscard]] std::int64_t amount(const Secret& secret);

  /// The secrets whose marks, or ids of whole records, occur in `body`.
  [[nodiscard]] std::vector<const Secret*> in(std::string_view body) const;
  [[nodiscard]] std::size_t size() const { return texts_.size() + amounts_.size(); }
  /// The rows planted, by type.
  [[nodiscard]] const std::map<std::string, std::vector<kernel::Row>>& rows() const {
    return rows_;
  }

 private:
  void mark(Json& value, const Secret& secret);
  World& world_;
  std::map<std::string, Secret> texts_;
  std::map<std::int64_t, Secret> amounts_;
  std::map<std::string, Secret> ids_;
  std::map<std::string, std::vector<kernel::Row>> rows_;
  int serial_ = 0;
};

}  // namespace tc::conformance
