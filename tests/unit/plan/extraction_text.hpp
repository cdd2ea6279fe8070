// An extraction as text, so that two ways of reading a record can be compared and a difference shows.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "binxml/values.hpp"
#include "bytes/utf16.hpp"
#include "plan/run.hpp"

namespace ntlmscan::plan {

[[nodiscard]] inline std::string hex_of(Bytes bytes) {
  constexpr const char* kDigits = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    out.push_back(kDigits[bytes.u8_unchecked(i) >> 4]);
    out.push_back(kDigits[bytes.u8_unchecked(i) & 15]);
  }
  return out;
}

/// Type and bytes; text as text.
[[nodiscard]] inline std::string value_line(const Value& value) {
  if (value.type == binxml::ValueType::kNull) return "null";
  if (value.type != binxml::ValueType::kUtf16) {
    return std::to_string(static_cast<int>(value.type)) + ":" + hex_of(value.bytes);
  }
  std::string out = "\"";
  append_utf8(out, trim_end(value.bytes));
  return out + "\"" + std::to_string(value.bytes.size());
}

/// The payload fields, whichever way the extraction holds them.
[[nodiscard]] inline std::vector<Field> fields_of(const Extraction& x) {
  std::vector<Field> fields = x.fields;
  if (x.direct.plan == nullptr) return fields;
  EXPECT_TRUE(fields.empty());
  for (const Take& take : x.direct.plan->takes) EXPECT_TRUE(take_field(take, *x.direct.values, fields));
  return fields;
}

/// One System field or payload field a line.
[[nodiscard]] inline std::string text_of(const Extraction& x) {
  constexpr std::array<const char*, kSystemFieldCount> kNames = {"Provider", "Guid",     "EventID", "Version",
                                                                 "Level",    "Keywords", "Time",    "RecordID",
                                                                 "Activity", "Channel",  "Computer"};
  std::string out;
  for (std::size_t i = 0; i < kSystemFieldCount; ++i) {
    out.append(kNames[i]).append(" ").append(value_line(x.system.values[i])).append("\n");
  }
  out.append("names ").append(std::to_string(static_cast<int>(x.names)));
  out.append(x.forwarded ? " forwarded\n" : "\n");
  for (const Field& field : fields_of(x)) {
    append_utf8(out, field.name);
    out.append(field.by_position ? " at " : " is ");
    out.append(field.def == nullptr ? "unknown" : std::string(field.def->name));
    out.append(" ").append(value_line(field.value)).append("\n");
  }
  return out;
}

}  // namespace ntlmscan::plan
