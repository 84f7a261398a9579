#include "service/anchor/anchor.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "base/json.h"
#include "base/text.h"

namespace tc::service::anchor {
namespace {

constexpr std::int64_t k_events_between = 1000;
constexpr Moment k_between_ms = 10 * 60'000;
constexpr std::int64_t k_read_at_once = 2000;
constexpr auto k_step = std::chrono::seconds(1);

Json unsigned_json(const Anchor& anchor) {
  Json json = Json::object();
  json.append("key", anchor.key);
  json.append("moment", format_moment(anchor.moment));
  json.append("root", anchor.root);
  json.append("size", anchor.size);
  return json;
}

void append_line(const std::string& file, const std::string& line) {
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (descriptor < 0) throw Failure("cannot open the anchors " + file);
  const bool written =
      write(descriptor, line.data(), line.size()) == std::ssize(line) && fsync(descriptor) == 0;
  close(descriptor);
  if (!written) throw Failure("cannot write the anchors " + file);
}

}  // namespace

std::string Anchor::line() const {
  Json json = unsigned_json(*this);
  json.append("signature", signature);
  return to_canonical_text(json);
}

Result<std::vector<Anchor>> parse_anchors(std::string_view text) {
  std::vector<Anchor> anchors;
  std::int64_t number = 0;
  for (const std::string_view line : split(text, '\n')) {
    ++number;
    if (trim(line).empty()) continue;
    const Result<Json> json = parse_json(line);
    const Json* size = json ? json->find("size") : nullptr;
    const std::optional<Moment> moment =
        json ? parse_moment(json->text("moment")) : std::optional<Moment>();
    if (size == nullptr || !size->is_integer() || !moment)
      return refuse(RefusalKind::malformed, "anchor.malformed", {},
                    {{"line", std::to_string(number)}});
    anchors.push_back({size->integer(), std::string(json->text("root")), *moment,
                       std::string(json->text("key")), std::string(json->text("signature"))});
  }
  return anchors;
}

Check::Check(std::vector<Anchor> anchors, const std::vector<std::string>& trusted) {
  for (Anchor& anchor : anchors) {
    const std::string name = "the anchor of " + std::to_string(anchor.size) + " events";
    if (std::ranges::find(trusted, anchor.key) == trusted.end())
      problems_.push_back(name + " was signed by a key that is not trusted");
    else if (!signed_by(anchor.key, to_canonical_text(unsigned_json(anchor)), anchor.signature))
      problems_.push_back(name + " does not have its signature: it was changed");
    else
      anchors_.emplace(anchor.size, std::move(anchor));
  }
}

void Check::add(const kernel::AuditRow& row) {
  tree_.add(row.event);
  const auto [begin, end] = anchors_.equal_range(tree_.size());
  for (auto one = begin; one != end; ++one) {
    if (one->second.root == tree_.root())
      confirmed_ = tree_.size();
    else
      problems_.push_back("the first " + std::to_string(tree_.size()) +
                          " events are not those that were anchored");
  }
}

std::vector<std::string> Check::problems() const {
  std::vector<std::string> all = problems_;
  for (auto one = anchors_.upper_bound(tree_.size()); one != anchors_.end(); ++one) {
    all.push_back("the trail ends with event " + std::to_string(tree_.size()) + ", but " +
                  std::to_string(one->first) + " were anchored: it was cut off or rolled back");
  }
  return all;
}

Writer::Writer(kernel::Store& store, const Clock& clock, SigningKey& key,
               std::vector<std::string> files)
    : store_(store), clock_(clock), key_(key), files_(std::move(files)), last_(clock.now()) {}

Writer::~Writer() { stop(); }

void Writer::step(bool in_any_case) {
  for (;;) {
    const std::vector<kernel::AuditRow> rows =
        store_.read()->audit_after(tree_.size(), k_read_at_once);
    for (const kernel::AuditRow& row : rows) tree_.add(row.event);
    if (std::ssize(rows) < k_read_at_once) break;
  }
  const std::int64_t events = tree_.size() - anchored_;
  const bool due = events >= k_events_between || clock_.now() - last_ >= k_between_ms;
  if (events > 0 && (due || in_any_case)) write();
}

void Writer::write() {
  Anchor anchor{tree_.size(), tree_.root(), clock_.now(), key_.public_key(), {}};
  anchor.signature = key_.sign(to_canonical_text(unsigned_json(anchor)));
  for (const std::string& file : files_) append_line(file, anchor.line() + "\n");
  anchored_ = tree_.size();
  last_ = anchor.moment;
}

void Writer::start() {
  thread_ = std::thread([this] {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      try {
        step();
      } catch (const Failure& failure) {
        std::fprintf(stderr, "anchors: %s\n", failure.what());
      }
      wake_.wait_for(lock, k_step, [this] { return stopping_; });
    }
  });
}

void Writer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (!thread_.joinable()) return;
  thread_.join();
  try {
    step(true);
  } catch (const Failure& failure) {
    std::fprintf(stderr, "anchors: %s\n", failure.what());
  }
}

}  // namespace tc::service::anchor
