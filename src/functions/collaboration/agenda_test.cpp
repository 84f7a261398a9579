#include "functions/collaboration/agenda.h"

#include <gtest/gtest.h>

namespace tc::functions::collaboration {
namespace {

// 2026-03-02T01:30:00Z, a Monday.
constexpr Moment k_monday_ms = 1'772'415'000'000;

TEST(Calendar, TellsDaysAndMomentsAsRfc5545) {
  const std::vector<Entry> entries = {
      {"7", 20'514, "meeting", "Kick-off; site, A", "planned", k_monday_ms, 90},
      {"8", 20'515, "gate", "Gate 1", "planned"},
  };
  EXPECT_EQ(ics_of(entries, "Plant", k_monday_ms),
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tongchou//Project calendar//EN\r\n"
            "X-WR-CALNAME:Plant\r\n"
            "BEGIN:VEVENT\r\nUID:meeting-7@tongchou\r\nDTSTAMP:20260302T013000Z\r\n"
            "DTSTART:20260302T013000Z\r\nDTEND:20260302T030000Z\r\n"
            "SUMMARY:Kick-off\\; site\\, A\r\nCATEGORIES:meeting\r\nEND:VEVENT\r\n"
            "BEGIN:VEVENT\r\nUID:gate-8@tongchou\r\nDTSTAMP:20260302T013000Z\r\n"
            "DTSTART;VALUE=DATE:20260303\r\nSUMMARY:Gate 1\r\nCATEGORIES:gate\r\nEND:VEVENT\r\n"
            "END:VCALENDAR\r\n");
}

TEST(Calendar, FoldsLinesBetweenCharacters) {
  std::string title;
  for (int i = 0; i < 60; ++i) title += "评";
  const std::vector<Entry> entries = {{"1", 20'514, "action", title + "\nnext", "open"}};
  const std::string file = ics_of(entries, "P", k_monday_ms);
  std::string joined;
  for (std::size_t from = 0; from < file.size();) {
    const std::size_t end = file.find("\r\n", from);
    const std::string line = file.substr(from, end - from);
    EXPECT_LE(line.size(), 75U);
    EXPECT_NE(static_cast<unsigned char>(line[line[0] == ' ' ? 1 : 0]) & 0xC0U, 0x80U) << line;
    joined += line[0] == ' ' ? line.substr(1) : "\n" + line;
    from = end + 2;
  }
  EXPECT_NE(joined.find("SUMMARY:" + title + "\\nnext\n"), std::string::npos);
}

}  // namespace
}  // namespace tc::functions::collaboration
