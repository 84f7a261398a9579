#include "document/paper.h"

#include <algorithm>
#include <array>

namespace tc::document {
namespace {

struct Writer {
  std::string_view ending, media_type;
  std::string (*write)(const Paper& paper);
};
constexpr std::array k_writers = {
    Writer{"pdf", "application/pdf", paper_pdf},
    Writer{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
           paper_docx},
    Writer{"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation",
           paper_pptx},
    Writer{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", paper_xlsx},
};

}  // namespace

Tone tone_of(std::string_view light) {
  return light == "green"   ? Tone::green
         : light == "amber" ? Tone::amber
         : light == "red"   ? Tone::red
                            : Tone::plain;
}

std::optional<PaperFile> write_paper(const Paper& paper, std::string_view ending) {
  const auto writer = std::ranges::find(k_writers, ending, &Writer::ending);
  if (writer == k_writers.end()) return std::nullopt;
  return PaperFile{writer->media_type, writer->write(paper)};
}

}  // namespace tc::document
