// Records as JSON by compiled templates: the way for nearly all; the others are expanded and rendered.
#pragma once

#include <array>
#include <string_view>

#include "binxml/json_print.hpp"
#include "plan/cache.hpp"
#include "plan/extraction.hpp"
#include "plan/instance.hpp"

namespace ntlmscan::plan {

class JsonRecords {
 public:
  void begin_chunk(Bytes chunk) noexcept;

  /// Opens the record whose Binary XML is chunk bytes [begin, end). False if it is not of the regular form: a sound
  /// template with Event and System, and a payload that is one too or absent.
  [[nodiscard]] bool open(std::size_t begin, std::size_t end);

  /// A System value of the record that open() accepted; null where it is absent.
  [[nodiscard]] Value system(SystemField field) const noexcept;

  /// Appends `"Event":{…},` for that record. False, and nothing appended, where its values are out of the ordinary.
  [[nodiscard]] bool append(binxml::TextBuffer& out);

 private:
  /// A template instance and the values that its program refers to.
  struct Part {
    OpenInstance instance;
    Template* found = nullptr;
    std::size_t count = 0;  // of values in the record
    std::array<Value, binxml::JsonInstruction::kNoSlot + 1> values{};
  };
  [[nodiscard]] bool open_part(std::size_t begin, std::size_t end, Part& part);
  [[nodiscard]] bool open_payload();
  [[nodiscard]] bool open_literal(std::size_t begin, std::size_t end);
  [[nodiscard]] bool has_neighbour(std::string_view key) const noexcept;
  [[nodiscard]] bool within_bounds(std::size_t values, std::size_t items) const noexcept;
  [[nodiscard]] static binxml::JsonPart part_of(const Part& part) noexcept;

  Bytes chunk_;
  PlanCache plans_;
  binxml::JsonPrinter printer_;
  Part outer_;
  Part payload_;
  const OuterPlan* plan_ = nullptr;
  binxml::Stream literal_;  // a payload without a template
  binxml::TextBuffer key_;  // of its root
  bool has_payload_ = false;
  bool has_literal_ = false;
};

}  // namespace ntlmscan::plan
