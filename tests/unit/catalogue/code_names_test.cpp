// Numbers and their names.
#include "catalogue/code_names.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace ntlmscan::catalogue {
namespace {

TEST(StatusName, SpellsNtStatusAsMsErref) {
  const CodeName expected[] = {
      {0x00000000, "STATUS_SUCCESS", ""},
      {0xC0000001, "STATUS_UNSUCCESSFUL", ""},
      {0xC0000022, "STATUS_ACCESS_DENIED", ""},
      {0xC000005E, "STATUS_NO_LOGON_SERVERS", ""},
      {0xC0000064, "STATUS_NO_SUCH_USER", ""},
      {0xC000006A, "STATUS_WRONG_PASSWORD", ""},
      {0xC000006C, "STATUS_PASSWORD_RESTRICTION", ""},
      {0xC000006D, "STATUS_LOGON_FAILURE", ""},
      {0xC000006E, "STATUS_ACCOUNT_RESTRICTION", ""},
      {0xC000006F, "STATUS_INVALID_LOGON_HOURS", ""},
      {0xC0000070, "STATUS_INVALID_WORKSTATION", ""},
      {0xC0000071, "STATUS_PASSWORD_EXPIRED", ""},
      {0xC0000072, "STATUS_ACCOUNT_DISABLED", ""},
      {0xC00000BB, "STATUS_NOT_SUPPORTED", ""},
      {0xC00000DC, "STATUS_INVALID_SERVER_STATE", ""},
      {0xC00000DD, "STATUS_INVALID_DOMAIN_STATE", ""},
      {0xC00000DF, "STATUS_NO_SUCH_DOMAIN", ""},
      {0xC0000133, "STATUS_TIME_DIFFERENCE_AT_DC", ""},
      {0xC000015B, "STATUS_LOGON_TYPE_NOT_GRANTED", ""},
      {0xC000018A, "STATUS_NO_TRUST_LSA_SECRET", ""},
      {0xC000018B, "STATUS_NO_TRUST_SAM_ACCOUNT", ""},
      {0xC000018C, "STATUS_TRUSTED_DOMAIN_FAILURE", ""},
      {0xC000018D, "STATUS_TRUSTED_RELATIONSHIP_FAILURE", ""},
      {0xC0000192, "STATUS_NETLOGON_NOT_STARTED", ""},
      {0xC0000193, "STATUS_ACCOUNT_EXPIRED", ""},
      {0xC0000198, "STATUS_NOLOGON_INTERDOMAIN_TRUST_ACCOUNT", ""},
      {0xC0000199, "STATUS_NOLOGON_WORKSTATION_TRUST_ACCOUNT", ""},
      {0xC000019A, "STATUS_NOLOGON_SERVER_TRUST_ACCOUNT", ""},
      {0xC0000224, "STATUS_PASSWORD_MUST_CHANGE", ""},
      {0xC0000233, "STATUS_DOMAIN_CONTROLLER_NOT_FOUND", ""},
      {0xC0000234, "STATUS_ACCOUNT_LOCKED_OUT", ""},
      {0xC00002EE, "STATUS_UNFINISHED_CONTEXT_DELETED", ""},
      {0xC00002FA, "STATUS_SMARTCARD_LOGON_REQUIRED", ""},
      {0xC0000371, "STATUS_NO_SECRETS", ""},
      {0xC0000388, "STATUS_DOWNGRADE_DETECTED", ""},
      {0xC0000413, "STATUS_AUTHENTICATION_FIREWALL_FAILED", ""},
      {0xC0000418, "STATUS_NTLM_BLOCKED", ""},
  };
  for (const CodeName& row : expected) EXPECT_EQ(status_name(StatusKind::kNtStatus, row.code), row.name);
}

TEST(StatusName, SpellsKerberosAsRfc4120) {
  const CodeName expected[] = {
      {0x00, "KDC_ERR_NONE", ""},
      {0x06, "KDC_ERR_C_PRINCIPAL_UNKNOWN", ""},
      {0x07, "KDC_ERR_S_PRINCIPAL_UNKNOWN", ""},
      {0x08, "KDC_ERR_PRINCIPAL_NOT_UNIQUE", ""},
      {0x0C, "KDC_ERR_POLICY", ""},
      {0x0E, "KDC_ERR_ETYPE_NOSUPP", ""},
      {0x12, "KDC_ERR_CLIENT_REVOKED", ""},
      {0x17, "KDC_ERR_KEY_EXPIRED", ""},
      {0x18, "KDC_ERR_PREAUTH_FAILED", ""},
      {0x19, "KDC_ERR_PREAUTH_REQUIRED", ""},
      {0x1B, "KDC_ERR_MUST_USE_USER2USER", ""},
      {0x1F, "KRB_AP_ERR_BAD_INTEGRITY", ""},
      {0x20, "KRB_AP_ERR_TKT_EXPIRED", ""},
      {0x25, "KRB_AP_ERR_SKEW", ""},
      {0x29, "KRB_AP_ERR_MODIFIED", ""},
      {0x34, "KRB_ERR_RESPONSE_TOO_BIG", ""},
      {0x3C, "KRB_ERR_GENERIC", ""},
      {0x44, "KDC_ERR_WRONG_REALM", ""},
  };
  for (const CodeName& row : expected) EXPECT_EQ(status_name(StatusKind::kKerberos, row.code), row.name);
}

TEST(StatusName, IsEmptyForWhatNobodyDefined) {
  EXPECT_EQ(status_name(StatusKind::kNtStatus, 0xC0FFEE00), "");
  EXPECT_EQ(status_name(StatusKind::kNtStatus, 0xFFFFFFFF), "");
  EXPECT_EQ(status_name(StatusKind::kKerberos, 30), "");
  EXPECT_EQ(status_name(StatusKind::kKerberos, 0xC0000418), "");
  EXPECT_EQ(status_name(StatusKind::kNone, 0), "");
}

TEST(StatusName, SaysThatTheBlockIsNotTheDomainState) {
  EXPECT_NE(status_meaning(StatusKind::kNtStatus, 0xC0000418), "");
  EXPECT_NE(status_meaning(StatusKind::kNtStatus, 0xC0000418), status_meaning(StatusKind::kNtStatus, 0xC00000DD));
}

TEST(CodeTables, AscendWithoutRepeating) {
  for (const auto table : {ntstatus_codes(), kerberos_codes(), logon_types(), secure_channel_types(), usage_reasons(),
                           encryption_types(), message_codes()}) {
    ASSERT_FALSE(table.empty());
    for (std::size_t i = 1; i < table.size(); ++i) EXPECT_LT(table[i - 1].code, table[i].code) << table[i].name;
    std::set<std::string_view> names;
    for (const CodeName& row : table) EXPECT_TRUE(names.insert(row.name).second) << row.name;
  }
}

TEST(CodeNames, NameSmallNumbers) {
  EXPECT_EQ(logon_type_name(3), "network");
  EXPECT_EQ(logon_type_name(9), "new_credentials");
  EXPECT_EQ(logon_type_name(1), "");
  EXPECT_EQ(secure_channel_type_name(2), "member");
  EXPECT_EQ(secure_channel_type_name(7), "read_only_dc");
  EXPECT_EQ(secure_channel_type_name(8), "");
  EXPECT_EQ(usage_reason_name(7), "ip_address");
  EXPECT_EQ(usage_reason_name(12), "");
  EXPECT_EQ(encryption_name(0x12), "AES256-CTS-HMAC-SHA1-96");
  EXPECT_EQ(encryption_name(0), "");
  EXPECT_EQ(message_code_name(1842), "yes");
  EXPECT_EQ(message_code_name(2313), "bad_name_or_password");
}

TEST(CodeNames, SpellTheWordsOfTheColumns) {
  EXPECT_EQ(group_name(Group::kNetlogon), "netlogon");
  EXPECT_EQ(group_name(Group::kByLogon), "");
  EXPECT_EQ(vantage_name(Vantage::kAuthority), "authority");
  EXPECT_EQ(vantage_name(Vantage::kDc), "dc");
  EXPECT_EQ(vantage_name(Vantage::kNone), "");
}

}  // namespace
}  // namespace ntlmscan::catalogue
