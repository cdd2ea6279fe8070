// The rules that tell NTLM, Kerberos and the rest apart (contract: groups).
#include "plan/logon.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "bytes/utf16.hpp"
#include "plan/run.hpp"

namespace ntlmscan::plan {
namespace {

constexpr std::size_t place_of(Column column) noexcept {
  return static_cast<std::size_t>(std::find(kLogonColumns.begin(), kLogonColumns.end(), column) -
                                  kLogonColumns.begin());
}
constexpr std::size_t kVersion = place_of(Column::kNtlmVersion);
constexpr std::size_t kProcess = place_of(Column::kLogonProcess);
constexpr std::size_t kPackage = place_of(Column::kAuthPackage);

struct Rule {
  std::size_t where;      // in Packages
  std::string_view text;  // lower case
  Logon says;
};
// The first rule that holds decides: a logon that NTLM carried out is NTLM whatever asked for it.
constexpr Rule kRules[] = {
    {kVersion, "ntlm v1", Logon::kNtlm},
    {kVersion, "ntlm v2", Logon::kNtlm},
    {kVersion, "ntlm", Logon::kNtlm},
    {kVersion, "lm", Logon::kNtlm},
    {kProcess, "ntlmssp", Logon::kNtlm},
    {kPackage, "ntlm", Logon::kNtlm},
    {kPackage, "microsoft_authentication_package_v1_0", Logon::kNtlm},
    {kPackage, "kerberos", Logon::kKerberos},
    {kProcess, "kerberos", Logon::kKerberos},
    {kPackage, "negotiate", Logon::kNegotiate},
};

Packages packages_of(const Extraction& x) noexcept {
  Packages packages;
  if (x.direct.plan != nullptr) {
    for (std::size_t i = 0; i < packages.size(); ++i) {
      const std::uint16_t take = x.direct.plan->logon[i];
      if (take != kNoTake) packages[i] = value_of(x.direct.plan->takes[take], *x.direct.values);
    }
    return packages;
  }
  for (const Field& field : x.fields) {
    const std::size_t place = field.def == nullptr ? packages.size() : place_of(field.def->column);
    if (place < packages.size()) packages[place] = field.value;
  }
  return packages;
}

// `value` has neither NULs nor blanks at its end.
bool says(const Value& value, std::string_view lower) {
  if (value.type == binxml::ValueType::kUtf16) {
    return value.bytes.size() == 2 * lower.size() && equals_ascii_folded(value.bytes, lower);
  }
  if (value.type != binxml::ValueType::kAnsi) return false;
  std::string utf8;
  std::string utf16;
  append_ansi(utf8, value.bytes);
  append_utf16(utf16, utf8);
  return equals_ascii_folded(trim_end(Bytes::of(utf16)), lower);
}

}  // namespace

Logon logon_of(const Extraction& x) { return has_logon(*x.event) ? logon_of(packages_of(x)) : Logon::kNone; }

Logon logon_of(Packages packages) {
  for (Value& value : packages) {
    if (value.type == binxml::ValueType::kUtf16) value.bytes = trim_end(value.bytes);
  }
  for (const Rule& rule : kRules) {
    if (says(packages[rule.where], rule.text)) return rule.says;
  }
  return Logon::kOther;
}

}  // namespace ntlmscan::plan
