#include "line.h"

#include "base/failure.h"
#include "base/text.h"

namespace tc::cases {
namespace {

struct Word {
  std::string text;
  std::size_t equals = std::string::npos;  ///< Position of the first = outside quotes.
  bool quoted = false;
};

// Splits at blanks outside quotes; quotes are taken away.
std::vector<Word> split_words(std::string_view line, int number) {
  std::vector<Word> words;
  std::size_t at = 0;
  while (at < line.size()) {
    if (line[at] == ' ') {
      ++at;
      continue;
    }
    Word word;
    char quote = 0;
    for (; at < line.size() && (quote != 0 || line[at] != ' '); ++at) {
      const char c = line[at];
      if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        word.quoted = true;
      } else {
        if (c == '=' && quote == 0 && word.equals == std::string::npos)
          word.equals = word.text.size();
        word.text += c;
      }
    }
    if (quote != 0) throw Failure("line " + std::to_string(number) + ": a quote is not closed");
    words.push_back(std::move(word));
  }
  return words;
}

void sort_in(Word word, std::vector<std::string>& words, std::vector<Pair>& pairs) {
  if (word.equals == std::string::npos) {
    words.push_back(std::move(word.text));
  } else {
    pairs.push_back(
        {word.text.substr(0, word.equals), word.text.substr(word.equals + 1), word.quoted});
  }
}

}  // namespace

Case read_case(std::string_view text) {
  Case read;
  int number = 0;
  for (const std::string_view raw : split(text, '\n')) {
    ++number;
    const std::string_view line = trim(raw);
    if (number == 1) {
      if (!line.starts_with("# ")) throw Failure("line 1: say what the case shows");
      read.shows = line.substr(2);
    }
    if (line.empty() || line.starts_with("#")) continue;
    Line made;
    made.number = number;
    for (Word& word : split_words(line, number)) {
      if (!made.expects && word.text == "->" && !word.quoted)
        made.expects = true;
      else if (made.verb.empty())
        made.verb = std::move(word.text);
      else if (made.expects)
        sort_in(std::move(word), made.expected_words, made.expected);
      else
        sort_in(std::move(word), made.words, made.set);
    }
    read.lines.push_back(std::move(made));
  }
  return read;
}

}  // namespace tc::cases
