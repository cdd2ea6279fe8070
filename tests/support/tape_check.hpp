// What every tape promises, whatever bytes it was made from.
#pragma once

#include <string>
#include <vector>

#include "binxml/tape.hpp"

namespace ntlmscan::support {

/// Empty, or what is wrong: an end without a start, an index that points elsewhere, an attribute behind content, bytes
/// outside `chunk`.
[[nodiscard]] inline std::string wrong_with(const binxml::Tape& tape, Bytes chunk) {
  using binxml::ItemKind;
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < tape.size(); ++i) {
    const binxml::Item& item = tape[i];
    const auto* begin = item.bytes.data();
    const bool inside =
        begin == nullptr || (begin >= chunk.data() && begin <= chunk.data() + chunk.size() &&
                             item.bytes.size() <= static_cast<std::size_t>(chunk.data() + chunk.size() - begin));
    if (!inside) return "bytes outside the chunk at item " + std::to_string(i);
    if (item.kind == ItemKind::kElement || item.kind == ItemKind::kAttribute) {
      if (item.kind == ItemKind::kAttribute && (open.empty() || tape[open.back()].kind != ItemKind::kElement)) {
        return "attribute outside an element at item " + std::to_string(i);
      }
      open.push_back(i);
    }
    if (item.kind != ItemKind::kEnd) continue;
    if (open.empty()) return "end without start at item " + std::to_string(i);
    if (tape[open.back()].number != i + 1) return "wrong index at item " + std::to_string(open.back());
    open.pop_back();
  }
  return open.empty() ? std::string() : "start without end";
}

}  // namespace ntlmscan::support
