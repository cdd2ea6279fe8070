// Which field fills which column: the schema's table, row by row; a field that is not listed here has no column.
#include <gtest/gtest.h>

#include <cstddef>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "catalogue/lookup.hpp"
#include "ntlmscan/schema.hpp"

namespace ntlmscan::catalogue {
namespace {

struct Mapping {
  std::string provider;
  std::vector<int> ids;
  std::string columns;  ///< `field:column` with blanks between
};

const std::string kNtlm = "Microsoft-Windows-NTLM";
const std::string kSecurityNetlogon = "Microsoft-Windows-Security-Netlogon";
const std::string kAuditing = "Microsoft-Windows-Security-Auditing";
const std::string kKerberos = "Microsoft-Windows-Security-Kerberos";

const std::string kCallers =
    " SubjectUserSid:caller_sid SubjectUserName:caller_name SubjectDomainName:caller_domain "
    "SubjectLogonId:caller_logon_id";
const std::string kSubjectIsUser = " SubjectUserName:user_name SubjectDomainName:user_domain SubjectUserSid:user_sid";
const std::string kTargetIsUser = " TargetUserName:user_name TargetDomainName:user_domain";
const std::string kClientAddress = " IpAddress:client_address IpPort:client_port";

const std::string kLogonCommon =
    kCallers + kTargetIsUser + kClientAddress +
    " TargetUserSid:user_sid WorkstationName:client_name LogonType:logon_type LogonProcessName:logon_process "
    "AuthenticationPackageName:auth_package KeyLength:key_length TransmittedServices:transmitted_services "
    "LmPackageName:ntlm_version ProcessName:process_name ProcessId:process_id";

const std::string kEnhancedCommon =
    " ProcessName:process_name ProcessPID:process_id Username:user_name DomainName:user_domain "
    "NegotiatedFlags:negotiated_flags NtlmVersion:ntlm_version SessionKeyStatus:session_key "
    "ChannelBindingStatus:channel_binding ServiceBinding:service_binding MicStatus:mic_status "
    "TargetMachine:server_name TargetDomain:server_domain";

const std::string kDcCommon =
    " AccountName:user_name AccountDomain:user_domain AccountMachine:client_name ServerName:server_name "
    "ServerDomain:server_domain NtlmVersion:ntlm_version ServiceBinding:service_binding MicStatus:mic_status "
    "AvFlags:av_flags Status:status";

const std::vector<Mapping> kSchema{
    {kAuditing,
     {4624},
     kLogonCommon +
         " LogonGuid:logon_guid TargetLogonId:logon_id TargetLinkedLogonId:linked_logon_id "
         "TargetOutboundUserName:outbound_user TargetOutboundDomainName:outbound_domain ElevatedToken:elevated"},
    {kAuditing, {4625}, kLogonCommon + " Status:status SubStatus:sub_status"},
    {kAuditing, {4776}, "PackageName:auth_package TargetUserName:user_name Workstation:client_name Status:status"},
    {kAuditing, {4777}, "ClientUserName:caller_name TargetUserName:user_name Workstation:client_name Status:status"},
    {kAuditing,
     {4768},
     kTargetIsUser + kClientAddress +
         " TargetSid:user_sid ServiceName:service_name TicketEncryptionType:ticket_encryption Status:status"},
    {kAuditing,
     {4769},
     kTargetIsUser + kClientAddress +
         " ServiceName:service_name TicketEncryptionType:ticket_encryption Status:status LogonGuid:logon_guid "
         "TransmittedServices:transmitted_services"},
    {kAuditing,
     {4771},
     kClientAddress + " TargetUserName:user_name TargetSid:user_sid ServiceName:service_name Status:status"},
    {kAuditing,
     {4648},
     kCallers + kTargetIsUser + kClientAddress +
         " TargetServerName:server_name TargetInfo:target_name ProcessName:process_name "
         "ProcessId:process_id TargetLogonGuid:logon_guid"},
    {kAuditing, {4672}, kSubjectIsUser + " SubjectLogonId:logon_id PrivilegeList:privileges"},
    {kAuditing, {4634}, kTargetIsUser + " TargetUserSid:user_sid TargetLogonId:logon_id LogonType:logon_type"},
    {kAuditing, {4647}, kTargetIsUser + " TargetUserSid:user_sid TargetLogonId:logon_id"},
    {kAuditing, {4740}, kCallers + " TargetUserName:user_name TargetSid:user_sid TargetDomainName:client_name"},
    {kAuditing, {4822, 4823}, "AccountName:user_name DeviceName:client_name Status:status"},
    {kNtlm, {100, 101, 301}, "AccountName:user_name DeviceName:client_name Status:status"},
    {kNtlm, {4012}, "AccountName:user_name DeviceName:client_name"},
    {kNtlm,
     {8001, 4001, 4013, 4015, 4024, 4025},
     "TargetName:target_name UserName:user_name DomainName:user_domain CallerPID:process_id ProcessName:process_name "
     "ClientUserName:caller_name ClientDomainName:caller_domain ClientLUID:caller_logon_id MechanismOID:mechanism_oid"},
    {kNtlm,
     {8002, 4002},
     "CallerPID:process_id ProcessName:process_name ClientUserName:caller_name ClientDomainName:caller_domain "
     "ClientLUID:caller_logon_id MechanismOID:mechanism_oid"},
    {kNtlm,
     {8003, 4003},
     "UserName:user_name DomainName:user_domain Workstation:client_name CallerPID:process_id ProcessName:process_name "
     "LogonType:logon_type MechanismOID:mechanism_oid"},
    {kSecurityNetlogon,
     {8004, 8005, 8006, 4004, 4005, 4006},
     "SChannelName:via_name SChannelType:via_type UserName:user_name DomainName:user_domain "
     "WorkstationName:client_name"},
    {kNtlm, {4010, 4011}, "CallerPID:process_id ProcessName:process_name"},
    {kNtlm, {4014}, "ImageName:process_name"},
    {kNtlm,
     {4020, 4021},
     kEnhancedCommon + " Hostname:client_name SingleSignOn:credential_source TargetService:target_name "
                       "TargetIP:server_address NtlmUsageId:usage_id NtlmUsageReason:usage_reason AvlFlags:av_flags"},
    {kNtlm,
     {4022, 4023},
     kEnhancedCommon + " RemoteClientMachine:client_name ClientIP:client_address AvFlags:av_flags Status:status"},
    {kNtlm, {4026, 4027}, ""},
    {kSecurityNetlogon,
     {4030, 4031},
     kDcCommon + " ForwarderType:via_type ForwarderName:via_name ForwarderDomain:via_domain "
                 "ForwarderIP:via_address"},
    {kSecurityNetlogon, {4032, 4033}, kDcCommon + " ServerIP:server_address ServerOS:server_os"},
    {kKerberos, {3}, "TargetName:target_name ClientName:user_name ClientRealm:user_domain ErrorCode:status"},
    {kKerberos, {4}, "Targetname:target_name ClientRealm:user_domain"},
    {kKerberos, {100, 101}, "SPN:target_name ErrorCode:status"},
    {kAuditing, {5140}, kSubjectIsUser + kClientAddress + " SubjectLogonId:logon_id ShareName:target_name"},
    {kAuditing,
     {6272, 6273},
     kSubjectIsUser + " ClientName:via_name ClientIPAddress:via_address CallingStationID:client_name "
                      "AuthenticationType:auth_package"},
    {kAuditing, {4616, 4719}, kCallers},
    {kAuditing, {4608}, ""},
    {"Microsoft-Windows-Eventlog", {1102}, kCallers},
    {"Microsoft-Windows-Eventlog", {104}, "SubjectUserName:caller_name SubjectDomainName:caller_domain"},
    {"Microsoft-Windows-Eventlog", {1100, 1101, 1104}, ""},
    {"Microsoft-Windows-Kernel-General", {12, 13}, ""},
    {"EventLog", {6005, 6006, 6008, 6009, 6011}, ""},
    {"Microsoft-Windows-Kerberos-Key-Distribution-Center", {11}, ""},
    {"LsaSrv", {6036, 6037, 6038, 6039, 6040, 6041, 40960, 40961, 40962, 40965, 40966, 40967, 40969}, ""},
    {"NETLOGON",
     {5816, 5818},
     "Account:user_name AccountDomain:user_domain DomainController:via_name DomainControllerDomain:via_domain"},
    {"NETLOGON", {5817, 5819}, "DomainController:via_name DomainControllerDomain:via_domain"},
    {"NETLOGON", {5826, 5827, 5829, 5830}, "ComputerAccount:user_name Domain:user_domain"},
    {"NETLOGON", {5828, 5831}, "TrustName:via_name TrustTarget:via_domain ClientAddress:client_address"},
    {"NETLOGON", {5832, 5833}, ""},
    {"NETLOGON", {5834, 5835}, "Account:user_name TrustName:via_name ClientAddress:client_address"},
};

using Columns = std::map<std::string, std::string>;

Columns expected(const Mapping& mapping) {
  Columns columns;
  std::istringstream words(mapping.columns);
  for (std::string word; words >> word;) {
    const std::size_t colon = word.find(':');
    columns[word.substr(0, colon)] = word.substr(colon + 1);
  }
  return columns;
}

std::string without_blanks(std::string_view name) {
  std::string text(name);
  std::erase(text, ' ');
  return text;
}

/// What all versions of an event fill together.
Columns filled(const std::string& provider, int id) {
  Columns columns;
  for (const EventDef* event : all_events()) {
    if (event->provider != provider || event->event_id != id) continue;
    for (const FieldDef& field : event->fields) {
      if (field.column == kNoColumn) continue;
      const std::string name(table_columns(Table::kEvents)[static_cast<std::size_t>(field.column)].name);
      const auto [at, added] = columns.emplace(without_blanks(field.name), name);
      EXPECT_EQ(at->second, name) << id << " " << at->first << " changes its column with the version";
    }
  }
  return columns;
}

TEST(CatalogueColumns, AreThoseOfTheSchema) {
  for (const Mapping& mapping : kSchema) {
    for (const int id : mapping.ids) EXPECT_EQ(filled(mapping.provider, id), expected(mapping)) << id;
  }
}

TEST(CatalogueColumns, EveryEventHasARowAbove) {
  std::set<std::pair<std::string, int>> rows;
  for (const Mapping& mapping : kSchema) {
    for (const int id : mapping.ids) rows.emplace(mapping.provider, id);
  }
  std::set<std::pair<std::string, int>> events;
  for (const EventDef* event : all_events()) events.emplace(event->provider, event->event_id);
  EXPECT_EQ(rows, events);
}

TEST(CatalogueColumns, NoEventFillsAColumnTwice) {
  for (const EventDef* event : all_events()) {
    std::set<Column> used;
    for (const FieldDef& field : event->fields) {
      if (field.column == kNoColumn) continue;
      EXPECT_TRUE(used.insert(field.column).second) << event->event_id << " " << field.name;
    }
  }
}

}  // namespace
}  // namespace ntlmscan::catalogue
