// The text rules of the schema, one small function each.
#include "columns/normalise.hpp"

#include <algorithm>
#include <array>

#include "binxml/values.hpp"
#include "bytes/utf16.hpp"
#include "plan/numbers.hpp"

namespace ntlmscan::columns {
namespace {

using binxml::Value;
using binxml::ValueType;

constexpr std::string_view kPlaceholders[] = {"", "-", "(NULL)", "NULL", "Null"};

struct Spelling {
  std::string_view recorded;  // lower case, without blanks
  std::string_view column;
};
constexpr Spelling kNtlmVersions[] = {{"ntlmv1", "NTLMv1"}, {"ntlmv2", "NTLMv2"}, {"lm", "LM"}};

bool is_dotted_ipv4(std::string_view text) noexcept {
  int parts = 0;
  while (parts < 4) {
    std::size_t digits = 0;
    int number = 0;
    while (digits < text.size() && digits < 3 && text[digits] >= '0' && text[digits] <= '9') {
      number = number * 10 + (text[digits++] - '0');
    }
    if (digits == 0 || number > 255) return false;
    text.remove_prefix(digits);
    if (++parts == 4) return text.empty();
    if (text.empty() || text[0] != '.') return false;
    text.remove_prefix(1);
  }
  return false;
}

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool starts_with_mapped(std::string_view text) noexcept {
  constexpr std::string_view kMapped = "::ffff:";
  return text.size() > kMapped.size() &&
         std::equal(kMapped.begin(), kMapped.end(), text.begin(), [](char a, char b) { return a == lower(b); }) &&
         is_dotted_ipv4(text.substr(kMapped.size()));
}

// `\\HOST` loses its slashes, `::ffff:a.b.c.d` becomes `a.b.c.d`. A path behind the host is not a host.
Normal shorten(std::string& text) {
  if (starts_with_mapped(text)) {
    text.erase(0, 7);
    return Normal::kLossy;
  }
  if (text.size() > 2 && text.compare(0, 2, "\\\\") == 0 && text.find_first_of("\\/", 2) == std::string::npos) {
    text.erase(0, 2);
    return is_placeholder(text) ? Normal::kUnfit : Normal::kLossy;
  }
  return Normal::kSame;
}

Normal ntlm_version(std::string& text) {
  std::string key;
  for (const char c : text) {
    if (c != ' ') key.push_back(lower(c));
  }
  for (const Spelling& known : kNtlmVersions) {
    if (key != known.recorded) continue;
    text = known.column;
    return Normal::kSame;
  }
  return Normal::kUnfit;
}

// White space of any kind and length becomes one blank.
Normal fold(std::string& text) {
  std::string folded;
  for (const char c : text) {
    const bool space = c == ' ' || (c >= '\t' && c <= '\r');
    if (!space)
      folded.push_back(c);
    else if (!folded.empty() && folded.back() != ' ')
      folded.push_back(' ');
  }
  if (!folded.empty() && folded.back() == ' ') folded.pop_back();
  text = std::move(folded);
  return is_placeholder(text) ? Normal::kNull : Normal::kSame;
}

Normal guid(const Value& value, std::string& out) {
  const auto bytes = plan::to_guid(value);
  if (!bytes) return Normal::kUnfit;
  if (all_zero(Bytes(*bytes))) return Normal::kNull;
  binxml::append_value_text(out, ValueType::kGuid, Bytes(*bytes), {.guid_upper = false, .guid_braces = false});
  return Normal::kSame;
}

// Text in front of the first NUL without blanks at its end; false if more than NULs and blanks stood behind.
bool append_trimmed(std::string& out, const Value& value) {
  if (value.type != ValueType::kUtf16) {
    binxml::append_value_text(out, value.type, value.bytes);
    while (!out.empty() && (out.back() == ' ' || out.back() == '\0')) out.pop_back();
    return true;
  }
  const Bytes all = trim_end(value.bytes);
  const Bytes shown = until_nul(all);
  append_utf8(out, trim_end(shown));
  return shown.size() == all.size();
}

}  // namespace

bool is_placeholder(std::string_view text) noexcept {
  return std::find(std::begin(kPlaceholders), std::end(kPlaceholders), text) != std::end(kPlaceholders);
}

Normal normalise_text(Column column, const Value& value, std::string& out) {
  if (value.type == ValueType::kNull) return Normal::kNull;
  const bool whole = append_trimmed(out, value);
  if (is_placeholder(out)) return whole ? Normal::kNull : Normal::kUnfit;
  Normal result = Normal::kSame;
  switch (column) {
    case Column::kLogonGuid:
      out.clear();
      result = guid(value, out);
      break;
    case Column::kNtlmVersion:
      result = ntlm_version(out);
      break;
    case Column::kPrivileges:
      result = fold(out);
      break;
    default:
      result = shorten(out);
      break;
  }
  if (whole || result == Normal::kUnfit) return result;
  return result == Normal::kNull ? Normal::kUnfit : Normal::kLossy;
}

void append_recorded_text(std::string& out, const Value& value) {
  if (value.type != ValueType::kUtf16) {
    binxml::append_value_text(out, value.type, value.bytes);
    return;
  }
  Bytes text = value.bytes.first(value.bytes.size() & ~std::size_t{1});
  while (text.size() >= 2 && text.u16_unchecked(text.size() - 2) == 0) text = text.first(text.size() - 2);
  append_utf8(out, text);
}

}  // namespace ntlmscan::columns
