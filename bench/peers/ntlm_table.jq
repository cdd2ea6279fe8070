# evtx_dump's lines to the rows about NTLM: ten columns of the table `events`, one JSON object a row.
# Run as: evtx_dump -t 1 -o jsonl LOG | jq -c -f ntlm_table.jq

def plain: if type == "object" then .["#text"] else . end;
def present: if . == "" or . == "-" or . == "(NULL)" or . == "NULL" then null else . end;
def by_ntlm:
  .LmPackageName == "NTLM V1" or .LmPackageName == "NTLM V2" or .LmPackageName == "LM"
  or ((.LogonProcessName // "") | ascii_downcase | startswith("ntlmssp"))
  or ((.AuthenticationPackageName // "") | ascii_downcase
      | . == "ntlm" or . == "microsoft_authentication_package_v1_0");

def wanted($provider; $id; $values):
  if $provider == "Microsoft-Windows-Security-Auditing" then
    (($id == 4624 or $id == 4625) and ($values | by_ntlm))
    or $id == 4776 or $id == 4777 or $id == 4822 or $id == 4823 or $id == 6272 or $id == 6273
  else
    $provider == "Microsoft-Windows-NTLM"
    or ($provider == "Microsoft-Windows-Security-Netlogon" and ($id >= 4004 and $id <= 8006))
    or ($provider == "LsaSrv" and ($id >= 6036 and $id <= 6041))
    or ($provider == "NETLOGON" and ($id >= 5816 and $id <= 5819))
  end;

.Event
| .System as $system
| ($system.EventID | plain | tonumber) as $id
| $system.Provider["#attributes"].Name as $provider
| (.EventData // {}) as $values
| select(wanted($provider; $id; $values))
| {
    record_id: ($system.EventRecordID | plain | tonumber),
    time: $system.TimeCreated["#attributes"].SystemTime,
    computer: $system.Computer,
    channel: $system.Channel,
    event_id: $id,
    user_name: (($values.TargetUserName // $values.UserName // $values.AccountName // $values.Username) | present),
    user_domain: (($values.TargetDomainName // $values.DomainName // $values.AccountDomain) | present),
    client_name: (($values.WorkstationName // $values.Workstation // $values.AccountMachine // $values.Hostname
                  // $values.RemoteClientMachine // $values.DeviceName) | present),
    process_name: (($values.ProcessName // $values.ImageName) | present),
    logon_type: ($values.LogonType | if . == null then null else tonumber end)
  }
