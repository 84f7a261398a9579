#pragma once

#include <map>
#include <string>
#include <vector>

#include "kernel/kernel.h"
#include "service/identity/identity.h"

namespace tc::app {

/// Carries out the lines of a demo story: {"do": command, "as": name, "on": name, "set": {…}}.
/// Values: {"zh", "en"} the text of the demo's language, "$name" a record made before, "@3" the
/// third person, "day:+5" a day from today, "hour:-3" a moment, "CNY:1000" money, {"each": […]} one
/// of these for each telling in turn. "by" a sign-in: asked for by that person, so that an approval
/// begins. "only": [0, 2] the tellings that a line belongs to. "apart": what came before is written
/// first, so that figures are computed from it.
class Story {
 public:
  Story(kernel::Kernel& kernel, const std::vector<Id>& persons,
        const std::map<std::string, Id>& users, bool zh);

  /// Names known to the lines, such as "project".
  void name(const std::string& alias, Id id) { names_[alias] = id; }
  /// Lines about records that the program does not have are passed over.
  void tell(const Json& lines, std::size_t turn = 0);

 private:
  void flush();
  void ask(const Json& line);
  [[nodiscard]] kernel::CommandSpec command_of(const Json& line);
  [[nodiscard]] Json value(const Json& written, const kernel::Field* field) const;

  kernel::Kernel& kernel_;
  const std::vector<Id>& persons_;
  const std::map<std::string, Id>& users_;
  bool zh_;
  Day today_ = 0;
  Moment now_ = 0;
  std::size_t turn_ = 0;
  std::map<std::string, Id, std::less<>> names_;
  kernel::Request pending_;
};

}  // namespace tc::app
