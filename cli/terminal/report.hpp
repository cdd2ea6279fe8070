// Text of titles, labelled values and wrapped lines, as `info`, `show` and `explain` print it.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "terminal/layout.hpp"
#include "terminal/paint.hpp"
#include "terminal/safe_text.hpp"

namespace ntlmscan::cli {

class Report {
 public:
  explicit Report(const Paint& paint) : paint_(paint) {}

  void heading(std::string_view text) { wrapped_in(Ink::kTitle, "", text); }
  void section(std::string_view text) {
    out_ += "\n";
    heading(text);
  }
  void line(std::string_view text, Ink ink = Ink::kPlain) { out_ += paint_(ink, text) + "\n"; }
  void blank() { out_ += "\n"; }
  /// `label` in a column of its own, the text wrapped beside it. Text from logs must be safe() already.
  void labelled(std::string_view label, std::string_view text, std::size_t width = 14, Ink ink = Ink::kFaint) {
    std::string lines;
    const std::string column = "  " + left(label, width);
    append_wrapped(lines, column, text);
    out_ += lines.size() <= column.size() ? lines : paint_(ink, column) + lines.substr(column.size());
  }
  void wrapped(std::string_view first, std::string_view text) { append_wrapped(out_, first, text); }
  void wrapped_in(Ink ink, std::string_view first, std::string_view text) {
    std::string lines;
    append_wrapped(lines, first, text);
    out_ += paint_(ink, std::string_view(lines).substr(0, lines.size() - 1)) + "\n";
  }

  [[nodiscard]] std::string take() { return std::exchange(out_, {}); }

 private:
  const Paint& paint_;
  std::string out_;
};

}  // namespace ntlmscan::cli
