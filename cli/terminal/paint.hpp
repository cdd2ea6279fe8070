// Colours, where they are wanted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "terminal/system.hpp"

namespace ntlmscan::cli {

enum class Ink : std::uint8_t { kPlain, kTitle, kFaint, kBad, kCaution, kGood, kValue };

class Paint {
 public:
  explicit Paint(bool on = false) noexcept : on_(on) {}

  /// `text` in that ink; unchanged where colours are off. Lay out first: escape sequences have no width.
  [[nodiscard]] std::string operator()(Ink ink, std::string_view text) const;

 private:
  bool on_;
};

/// `choice` is `always`, `never` or `auto`: on a terminal unless NO_COLOR is set or TERM is `dumb`.
[[nodiscard]] Paint paint_for(std::string_view choice, Stream stream);

}  // namespace ntlmscan::cli
