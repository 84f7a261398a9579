#pragma once

#include <string>
#include <string_view>
#include <vector>

/// One line of a case: words, `name=value` pairs, and what is expected behind `->`.
namespace tc::cases {

struct Pair {
  std::string name;
  std::string value;
  bool quoted = false;
};

struct Line {
  int number = 0;
  std::string verb;                ///< as, do, decide, see, find, count, report, day
  std::vector<std::string> words;  ///< Without the verb and the pairs.
  std::vector<Pair> set;
  bool expects = false;  ///< There is a `->`.
  std::vector<std::string> expected_words;
  std::vector<Pair> expected;
};

struct Case {
  std::string shows;  ///< The first line, without its #.
  std::vector<Line> lines;
};

/// Reads a case; throws a Failure that names the line when it is malformed.
[[nodiscard]] Case read_case(std::string_view text);

}  // namespace tc::cases
