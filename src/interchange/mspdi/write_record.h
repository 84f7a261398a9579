#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "interchange/mspdi/record.h"

/// Writing one element: the file's own text where nothing changed, the plan's value where it did.
namespace tc::interchange::mspdi {

/// A child element on its way out; `place` is its rank in the schema.
struct Child {
  int place = 0;
  std::string_view name;
  std::string text;
};

/// Elements of the file with their ranks, and a child named k_link_mark for each link. Names the
/// schema does not have stay behind the element that they followed.
template <class E>
std::vector<Child> split_children(std::string_view extra, const Schema<E>& schema) {
  std::vector<Child> children;
  XmlCursor cursor(extra, XmlCursor::Kind::fragment);
  int place = -1;
  std::size_t from = 0;
  const auto put_marks = [&](std::string_view gap) {
    for (std::size_t mark = gap.find(k_link_mark); mark != std::string_view::npos;
         mark = gap.find(k_link_mark, mark + 1)) {
      place = std::max(place, schema.names.find("PredecessorLink"));
      children.push_back({place, k_link_mark, {}});
    }
  };
  while (cursor.next_child()) {
    const std::size_t begin = cursor.begin();
    put_marks(extra.substr(from, begin - from));
    const std::string_view name = cursor.name();
    cursor.skip();
    from = cursor.place();
    const int own = schema.names.find(name);
    if (own >= 0) place = own;
    children.push_back({place, name, std::string(cursor.since(begin))});
  }
  if (from < extra.size()) put_marks(extra.substr(from));
  return children;
}

/// The attributes that `row_head` of the reader kept.
[[nodiscard]] inline std::string_view row_attributes(std::string_view extra) {
  constexpr std::string_view k_mark = "<?attributes ";
  if (!extra.starts_with(k_mark)) return {};
  return extra.substr(k_mark.size(), extra.find("?>") - k_mark.size());
}

class ElementWriter {
 public:
  explicit ElementWriter(std::string_view root_name) {
    const std::size_t colon = root_name.find(':');
    if (colon != std::string_view::npos) prefix_ = root_name.substr(0, colon + 1);
  }

  [[nodiscard]] std::string tag(std::string_view name) const { return prefix_ + std::string(name); }
  [[nodiscard]] std::string leaf(std::string_view name, std::string_view text) const {
    std::string out = "<" + tag(name) + ">";
    append_xml_text(out, text);
    return out.append("</").append(tag(name)).append(">");
  }
  /// Children in schema order between the tags of `name`, one per line.
  void element(std::string& out, std::string_view name, std::string_view attributes,
               std::vector<Child>& children, int depth) const {
    std::stable_sort(children.begin(), children.end(),
                     [](const Child& a, const Child& b) { return a.place < b.place; });
    const std::string indent(static_cast<std::size_t>(depth), '\t');
    out.append(indent).append("<").append(tag(name)).append(attributes).append(">\n");
    for (const Child& child : children) {
      out.append(indent).append("\t").append(child.text).append("\n");
    }
    out.append(indent).append("</").append(tag(name)).append(">\n");
  }

 private:
  std::string prefix_;
};

/// How an element's text is chosen.
enum class Choice : std::uint8_t {
  compare,  ///< The file's text where the value is the same, else the plan's.
  leave,    ///< The file's text.
  force     ///< The plan's.
};

/// Brings `children` (of the file) up to date: each element that the plan has a value for and
/// whose value is not what the file said. `was` is null for an object that is not of the file.
template <class Object, class E, class Choose>
void update_children(std::vector<Child>& children, const ElementWriter& writer,
                     const Schema<E>& schema, const Object* was, const Object& now,
                     plan::Index index, const Names& names, Choose choose) {
  for (std::size_t i = 0; i < schema.elements.size(); ++i) {
    const E& element = schema.elements[i];
    if (element.get == nullptr) continue;
    const Choice choice = was == nullptr ? Choice::force : choose(element.name);
    if (choice == Choice::leave) continue;
    const std::string text = element.get(now, index, names);
    if (choice == Choice::compare && element.get(*was, index, names) == text) continue;
    const auto child = std::find_if(children.begin(), children.end(),
                                    [&](const Child& c) { return c.name == element.name; });
    if (text.empty()) {
      if (child != children.end()) children.erase(child);
    } else if (child != children.end()) {
      child->text = writer.leaf(element.name, text);
    } else {
      children.push_back({static_cast<int>(i), element.name, writer.leaf(element.name, text)});
    }
  }
}

}  // namespace tc::interchange::mspdi
