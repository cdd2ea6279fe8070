// The rules that tell NTLM, Kerberos and the rest apart (contract: groups).
#include "plan/logon.hpp"

#include <string>
#include <string_view>

#include "bytes/utf16.hpp"

namespace ntlmscan::plan {
namespace {

enum class Package : std::uint8_t { kLm, kProcess, kAuthentication };

struct Rule {
  Package where;
  std::string_view text;  // lower case
  Logon says;
};
// The first rule that holds decides: a logon that NTLM carried out is NTLM whatever asked for it.
constexpr Rule kRules[] = {
    {Package::kLm, "ntlm v1", Logon::kNtlm},
    {Package::kLm, "ntlm v2", Logon::kNtlm},
    {Package::kLm, "ntlm", Logon::kNtlm},
    {Package::kLm, "lm", Logon::kNtlm},
    {Package::kProcess, "ntlmssp", Logon::kNtlm},
    {Package::kAuthentication, "ntlm", Logon::kNtlm},
    {Package::kAuthentication, "microsoft_authentication_package_v1_0", Logon::kNtlm},
    {Package::kAuthentication, "kerberos", Logon::kKerberos},
    {Package::kProcess, "kerberos", Logon::kKerberos},
    {Package::kAuthentication, "negotiate", Logon::kNegotiate},
};

std::string lower_trimmed(const Value& value) {
  std::string text;
  if (value.type == binxml::ValueType::kUtf16) append_utf8(text, trim_end(value.bytes));
  if (value.type == binxml::ValueType::kAnsi) append_ansi(text, value.bytes);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.pop_back();
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

}  // namespace

Logon logon_of(const Extraction& x) {
  if (x.event->protocol != catalogue::ProtocolRule::kByLogon && x.event->group != catalogue::Group::kByLogon)
    return Logon::kNone;
  std::string texts[3];
  for (const Field& field : x.fields) {
    if (field.def == nullptr) continue;
    if (field.def->column == Column::kNtlmVersion) texts[0] = lower_trimmed(field.value);
    if (field.def->column == Column::kLogonProcess) texts[1] = lower_trimmed(field.value);
    if (field.def->column == Column::kAuthPackage) texts[2] = lower_trimmed(field.value);
  }
  for (const Rule& rule : kRules) {
    if (texts[static_cast<std::size_t>(rule.where)] == rule.text) return rule.says;
  }
  return Logon::kOther;
}

}  // namespace ntlmscan::plan
