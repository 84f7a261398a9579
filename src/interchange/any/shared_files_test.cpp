#include <expat.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>

#include "interchange/any/read_any.h"
#include "interchange/mspdi/read.h"
#include "interchange/mspdi/write.h"
#include "interchange/xer/read.h"
#include "interchange/xer/write.h"

/// Runs over real files of other people where they are at hand: every one is read or refused with
/// a code, and goes there and back without losing an element, attribute, table or column.
namespace tc::interchange {
namespace {

namespace fs = std::filesystem;

constexpr int k_refused_max = 3;

fs::path shared_folder() {
  if (const char* folder = std::getenv("TC_SHARED_DATA")) return fs::path(folder) / "interchange";
  return fs::path("..") / "shared" / "data" / "interchange";
}

std::vector<fs::path> files_of(std::string_view folder) {
  std::vector<fs::path> files;
  const fs::path path = shared_folder() / folder;
  if (!fs::is_directory(path)) return files;
  for (const fs::directory_entry& entry : fs::directory_iterator(path)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// An element as expat sees it. Children are grouped by name, in their order: between different
/// names the order carries no meaning, and the schema prescribes it.
struct Node {
  std::string text;
  std::map<std::string, std::string> attributes;
  std::map<std::string, std::vector<std::unique_ptr<Node>>> children;
};

struct Builder {
  Node root;
  std::vector<Node*> open{&root};
};

std::unique_ptr<Builder> parse(std::string_view bytes) {
  auto builder = std::make_unique<Builder>();
  XML_Parser parser = XML_ParserCreate(nullptr);
  XML_SetUserData(parser, builder.get());
  XML_SetElementHandler(
      parser,
      [](void* data, const char* name, const char** attributes) {
        auto& open = static_cast<Builder*>(data)->open;
        auto& list = open.back()->children[name];
        list.push_back(std::make_unique<Node>());
        for (; *attributes != nullptr; attributes += 2) {
          list.back()->attributes[attributes[0]] = attributes[1];
        }
        open.push_back(list.back().get());
      },
      [](void* data, const char*) { static_cast<Builder*>(data)->open.pop_back(); });
  XML_SetCharacterDataHandler(parser, [](void* data, const char* text, int size) {
    static_cast<Builder*>(data)->open.back()->text.append(text, static_cast<std::size_t>(size));
  });
  const auto status = XML_Parse(parser, bytes.data(), static_cast<int>(bytes.size()), 1);
  XML_ParserFree(parser);
  return status == XML_STATUS_OK ? std::move(builder) : nullptr;
}

/// The first difference as a path; empty where there is none.
std::string difference(const Node& a, const Node& b) {
  if (a.attributes != b.attributes) return "@";
  if (a.children.empty() && b.children.empty() && a.text != b.text) return "text " + a.text;
  if (a.children.size() != b.children.size()) return "children";
  for (const auto& [name, list] : a.children) {
    const auto other = b.children.find(name);
    if (other == b.children.end() || other->second.size() != list.size()) return name + " count";
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string inside = difference(*list[i], *other->second[i]);
      if (!inside.empty()) return name + "/" + inside;
    }
  }
  return {};
}

void expect_mspdi_round_trip(const fs::path& path) {
  const std::string packed = contents(path);
  Unpacked unpacked;
  ASSERT_TRUE(unpack(packed, k_file_bytes_max, unpacked).ok());
  const Result<ReadOutcome> first = mspdi::read(unpacked.bytes);
  ASSERT_TRUE(first.ok());
  const WriteOutcome written = mspdi::write(first->plan);
  EXPECT_TRUE(written.loss.empty());
  const std::unique_ptr<Builder> before = parse(unpacked.bytes);
  const std::unique_ptr<Builder> after = parse(written.bytes);
  ASSERT_TRUE(before && after);
  EXPECT_EQ(difference(before->root, after->root), "");
  const Result<ReadOutcome> second = mspdi::read(written.bytes);
  ASSERT_TRUE(second.ok());
  EXPECT_TRUE(mspdi::write(second->plan).bytes == written.bytes) << "second round";
}

/// Lines that are not blank: some tools put blank lines between tables.
std::string without_blank_lines(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1);
    const std::string_view line = text.substr(0, end + 1);
    if (line.find_first_not_of("\r\n") != std::string_view::npos) out += line;
    text.remove_prefix(end + 1);
  }
  return out;
}

void expect_xer_round_trip(const fs::path& path) {
  const std::string bytes = contents(path);
  const Result<ReadOutcome> first = xer::read(bytes);
  ASSERT_TRUE(first.ok());
  const WriteOutcome written = xer::write(first->plan);
  EXPECT_TRUE(written.loss.empty());
  EXPECT_TRUE(written.bytes == without_blank_lines(bytes)) << "not the very bytes";
  const Result<ReadOutcome> second = xer::read(written.bytes);
  ASSERT_TRUE(second.ok());
  EXPECT_TRUE(xer::write(second->plan).bytes == written.bytes) << "second round";
}

/// The other format must at least hold all activities and links between tasks.
void expect_conversion(const plan::Plan& plan) {
  const plan::Plan as_mspdi = mspdi::read(mspdi::write(plan).bytes).value().plan;
  const plan::Plan as_xer = xer::read(xer::write(plan).bytes).value().plan;
  EXPECT_EQ(as_mspdi.activities.size(), plan.activities.size());
  EXPECT_EQ(as_mspdi.links.size(), plan.links.size());
  EXPECT_LE(as_xer.links.size(), plan.links.size());
}

void run(std::string_view folder, void (*round_trip)(const fs::path&)) {
  const std::vector<fs::path> files = files_of(folder);
  int refused = 0;
  for (const fs::path& path : files) {
    SCOPED_TRACE(path.filename().string());
    const Result<ReadOutcome> result = read_any(contents(path));
    if (!result.ok()) {
      ++refused;
      std::printf("  refused %s: %s\n", path.c_str(), result.refusals().front().code.c_str());
      continue;
    }
    round_trip(path);
    expect_conversion(result->plan);
  }
  std::printf("  %zu shared files in %s, %d refused\n", files.size(), std::string(folder).c_str(),
              refused);
  EXPECT_LE(refused, k_refused_max);
}

TEST(SharedFiles, MspdiGoesThereAndBack) { run("mspdi", expect_mspdi_round_trip); }
TEST(SharedFiles, PackedMspdiGoesThereAndBack) { run("mspdi-derived", expect_mspdi_round_trip); }
TEST(SharedFiles, XerGoesThereAndBack) { run("xer", expect_xer_round_trip); }

TEST(SharedFiles, OtherFormatsAreNamed) {
  std::size_t files = 0;
  for (const std::string_view folder : {"gan", "mpp", "mpx", "planner", "pmxml", "pod"}) {
    for (const fs::path& path : files_of(folder)) {
      const Result<ReadOutcome> result = read_any(contents(path));
      ASSERT_FALSE(result.ok()) << path;
      EXPECT_EQ(result.refusals().front().code, "import.not_supported") << path;
      ++files;
    }
  }
  std::printf("  %zu shared files of other formats\n", files);
}

}  // namespace
}  // namespace tc::interchange
