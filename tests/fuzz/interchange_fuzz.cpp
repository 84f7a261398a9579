// Any bytes: a reader answers or refuses, and what it read can be written and read again to the
// same bytes. Build: clang++ -fsanitize=fuzzer,address,undefined with the interchange layers.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "interchange/any/read_any.h"
#include "interchange/common/ids.h"
#include "interchange/mspdi/read.h"
#include "interchange/mspdi/write.h"
#include "interchange/xer/read.h"
#include "interchange/xer/write.h"

namespace {

using tc::Result;
using tc::interchange::ReadOptions;
using tc::interchange::ReadOutcome;

/// The second round must give the bytes of the first.
template <class Read, class Write>
void there_and_back(const tc::plan::Plan& plan, Read read, Write write) {
  const std::string first = write(plan).bytes;
  const Result<ReadOutcome> again = read(first);
  if (!again.ok() || write(again->plan).bytes != first) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tc::interchange;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  ReadOptions options;
  options.file_bytes_max = 1'000'000;
  const Result<ReadOutcome> result = read_any(bytes, options);
  if (!result.ok()) return 0;
  // Text that could not be decoded whole has other bytes the second time.
  for (const tc::Refusal& warning : result->warnings) {
    if (warning.code == "import.encoding_lossy") return 0;
  }
  const auto read_mspdi = [](std::string_view text) { return mspdi::read(text); };
  const auto write_mspdi = [](const tc::plan::Plan& plan) { return mspdi::write(plan); };
  // The guess of a code page may change with the few bytes that the first round tidies away.
  ReadOptions again;
  if (result->plan.format == "xer") again.encoding = extra_value(result->plan.extra, "encoding");
  if (again.encoding == "UTF-8") again.encoding.clear();
  const auto read_xer = [&](std::string_view text) { return xer::read(text, again); };
  const auto write_xer = [](const tc::plan::Plan& plan) { return xer::write(plan); };
  there_and_back(result->plan, read_mspdi, write_mspdi);
  there_and_back(result->plan, read_xer, write_xer);
  return 0;
}
