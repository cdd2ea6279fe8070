// The `extra` cell: recorded names and texts as one JSON object.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>

#include "bytes/byte_view.hpp"

namespace ntlmscan::columns {

/// Collects the members of one row's object.
class Extra {
 public:
  void clear() noexcept {
    json_.clear();
    keys_.clear();
  }
  [[nodiscard]] bool empty() const noexcept { return json_.empty(); }

  /// Adds `name` (UTF-16LE; empty stands for `Data`) with `#number` behind it from the second one on;
  /// with a higher number where the log itself uses such a name, so that no key stands twice.
  void add(Bytes name, std::size_t number, std::string_view text);
  /// The finished object. Requires !empty().
  [[nodiscard]] std::string_view finish();

 private:
  std::string json_;
  std::string name_;
  std::unordered_set<std::string> keys_;  // only of names that hold a `#` or got a number
};

}  // namespace ntlmscan::columns
