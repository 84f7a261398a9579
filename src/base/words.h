#pragma once

#include <cstddef>
#include <iterator>
#include <string_view>

namespace tc {

/// A constant list of words written as one text with single spaces: "draft review published".
/// Declarations read better with it than with an array per list.
class Words {
 public:
  class Iterator {
   public:
    using value_type = std::string_view;
    using difference_type = std::ptrdiff_t;
    constexpr Iterator() = default;
    constexpr explicit Iterator(std::string_view rest) : rest_(rest) {}
    constexpr std::string_view operator*() const { return rest_.substr(0, rest_.find(' ')); }
    constexpr Iterator& operator++() {
      const std::size_t space = rest_.find(' ');
      rest_.remove_prefix(space == std::string_view::npos ? rest_.size() : space + 1);
      return *this;
    }
    constexpr Iterator operator++(int) {
      const Iterator before = *this;
      ++*this;
      return before;
    }
    // Iterators of one list are equal when the same number of characters is left.
    friend constexpr bool operator==(const Iterator& a, const Iterator& b) {
      return a.rest_.size() == b.rest_.size();
    }

   private:
    std::string_view rest_;
  };

  constexpr Words() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): declarations write the text itself.
  constexpr Words(const char* text) : text_(text) {}

  [[nodiscard]] constexpr Iterator begin() const { return Iterator(text_); }
  [[nodiscard]] constexpr Iterator end() const { return Iterator(); }
  [[nodiscard]] constexpr bool empty() const { return text_.empty(); }
  [[nodiscard]] constexpr bool contains(std::string_view word) const {
    for (const std::string_view each : *this) {
      if (each == word) return true;
    }
    return false;
  }

 private:
  std::string_view text_;
};

}  // namespace tc
