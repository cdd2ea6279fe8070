// The `extra` cell: recorded names and texts as one JSON object.
#pragma once

#include <string>
#include <string_view>

#include "bytes/byte_view.hpp"

namespace ntlmscan::columns {

/// Appends `text` as a JSON string (RFC 8259).
void append_quoted(std::string& out, std::string_view text);

/// Collects the members of one row's object.
class Extra {
 public:
  void clear() noexcept { json_.clear(); }
  [[nodiscard]] bool empty() const noexcept { return json_.empty(); }

  /// Adds `name` (UTF-16LE; empty stands for `Data`) with `#number` behind it from the second one on.
  void add(Bytes name, std::size_t number, std::string_view text);
  /// The finished object. Requires !empty().
  [[nodiscard]] std::string_view finish();

 private:
  std::string json_;
  std::string name_;
};

}  // namespace ntlmscan::columns
