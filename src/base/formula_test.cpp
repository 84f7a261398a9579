#include "base/formula.h"

#include <gtest/gtest.h>

#include <map>

namespace tc {
namespace {

FormulaValue value_of(std::string_view text) {
  const std::map<std::string, FormulaValue, std::less<>> values = {
      {"probability", 0.4},
      {"impact", 30.0},
      {"title", std::string("Late steel")},
      {"open", true},
      {"custom.x", 2.0}};
  const Result<Formula> formula = Formula::parse(text);
  if (!formula) return formula.refusals().front().code;
  return formula->evaluate([&](std::string_view name) {
    const auto found = values.find(name);
    return found == values.end() ? FormulaValue() : found->second;
  });
}

TEST(Formula, ComputesAsASpreadsheetDoes) {
  EXPECT_EQ(value_of("1 + 2 * 3 - -4"), FormulaValue(11.0));
  EXPECT_EQ(value_of("(1 + 2) * 3 / 4"), FormulaValue(2.25));
  EXPECT_EQ(value_of("8 / 4 / 2"), FormulaValue(1.0));
  EXPECT_EQ(value_of("probability * impact"), FormulaValue(12.0));
  EXPECT_EQ(value_of("if(probability * impact >= 12, \"high\", \"low\")"),
            FormulaValue(std::string("high")));
  EXPECT_EQ(value_of("round(custom.x / 3, 2)"), FormulaValue(0.67));
  EXPECT_EQ(value_of("min(3, custom.x, missing) + max(1, 5) + sum(1, 2)"), FormulaValue(10.0));
  EXPECT_EQ(value_of("title & \": \" & 1.5"), FormulaValue(std::string("Late steel: 1.5")));
  EXPECT_EQ(value_of("not open or contains(title, \"steel\") and 1 < 2"), FormulaValue(true));
  EXPECT_EQ(value_of("coalesce(missing, abs(-3))"), FormulaValue(3.0));
}

TEST(Formula, MissesWhereItCannotTell) {
  for (const char* text : {"missing + 1", "1 / 0", "title + 1", "if(missing, 1, 2)", "1 = \"1\"",
                           "1e308 * 10", "if(false, 1)", "-title", "min(missing)"}) {
    EXPECT_EQ(value_of(text), FormulaValue()) << text;
  }
}

TEST(Formula, RefusesWhatItCannotRead) {
  for (const char* text : {"", "1 +", "(1", "1 2", "\"open", "if(1)", "nan", "1e999", "a..("}) {
    const Result<Formula> formula = Formula::parse(text);
    if (std::string_view(text) == "nan") continue;  // A name like any other.
    ASSERT_FALSE(formula) << text;
  }
  EXPECT_EQ(Formula::parse("sqrt(2)").refusals().front().code, "formula.unknown_function");
  EXPECT_EQ(Formula::parse(std::string(2000, '1')).refusals().front().code, "formula.too_long");
  for (const char* sign : {"(", "-", "not "}) {
    std::string deep;
    for (int i = 0; i < 200; ++i) deep += sign;
    EXPECT_EQ(Formula::parse(deep + "1").refusals().front().code, "formula.too_deep") << sign;
  }
}

TEST(Formula, TellsWhatItReads) {
  EXPECT_EQ(Formula::parse("a + if(b, custom.c, a)")->names(),
            (std::vector<std::string>{"a", "b", "custom.c"}));
}

}  // namespace
}  // namespace tc
