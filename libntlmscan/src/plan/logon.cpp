// The rules that tell NTLM, Kerberos and the rest apart (contract: groups).
#include "plan/logon.hpp"

#include <string>
#include <string_view>

#include "bytes/utf16.hpp"
#include "plan/run.hpp"

namespace ntlmscan::plan {
namespace {

struct Rule {
  Column where;
  std::string_view text;  // lower case
  Logon says;
};
// The first rule that holds decides: a logon that NTLM carried out is NTLM whatever asked for it.
constexpr Rule kRules[] = {
    {Column::kNtlmVersion, "ntlm v1", Logon::kNtlm},
    {Column::kNtlmVersion, "ntlm v2", Logon::kNtlm},
    {Column::kNtlmVersion, "ntlm", Logon::kNtlm},
    {Column::kNtlmVersion, "lm", Logon::kNtlm},
    {Column::kLogonProcess, "ntlmssp", Logon::kNtlm},
    {Column::kAuthPackage, "ntlm", Logon::kNtlm},
    {Column::kAuthPackage, "microsoft_authentication_package_v1_0", Logon::kNtlm},
    {Column::kAuthPackage, "kerberos", Logon::kKerberos},
    {Column::kLogonProcess, "kerberos", Logon::kKerberos},
    {Column::kAuthPackage, "negotiate", Logon::kNegotiate},
};

// The texts of the three packages, NULs and blanks at their ends aside.
struct Packages {
  Bytes texts[3];
  std::string decoded[3];  // of ANSI texts, as UTF-16

  [[nodiscard]] static std::size_t place(Column column) noexcept {
    return column == Column::kNtlmVersion ? 0 : column == Column::kLogonProcess ? 1 : 2;
  }
  void note(const catalogue::FieldDef* def, const Value& value) {
    if (def == nullptr) return;
    const bool package = def->column == Column::kNtlmVersion || def->column == Column::kLogonProcess ||
                         def->column == Column::kAuthPackage;
    if (!package) return;
    const std::size_t at = place(def->column);
    texts[at] = value.type == binxml::ValueType::kUtf16 ? trim_end(value.bytes) : Bytes();
    if (value.type != binxml::ValueType::kAnsi) return;
    std::string utf8;
    append_ansi(utf8, value.bytes);
    decoded[at].clear();
    append_utf16(decoded[at], utf8);
    texts[at] = trim_end(Bytes::of(decoded[at]));
  }
};

}  // namespace

Logon logon_of(const Extraction& x) {
  if (x.event->protocol != catalogue::ProtocolRule::kByLogon && x.event->group != catalogue::Group::kByLogon)
    return Logon::kNone;
  Packages packages;
  if (x.direct.plan != nullptr) {
    for (const Take& take : x.direct.plan->takes) packages.note(take.def, value_of(take, *x.direct.values));
  }
  for (const Field& field : x.fields) packages.note(field.def, field.value);
  for (const Rule& rule : kRules) {
    if (equals_ascii_folded(packages.texts[Packages::place(rule.where)], rule.text)) return rule.says;
  }
  return Logon::kOther;
}

}  // namespace ntlmscan::plan
