-- evtx_dump's lines, read by DuckDB from the file LINES.jsonl, to the rows about NTLM: the columns of ntlm_table.jq.
-- Each record is kept as JSON and asked for paths, since the names of EventData differ from event to event.
create macro present(value) as nullif(nullif(nullif(nullif(value, ''), '-'), '(NULL)'), 'NULL');

create view records as
select
    Event ->> '$.System.Provider."#attributes".Name' as provider,
    coalesce(Event ->> '$.System.EventID."#text"', Event ->> '$.System.EventID')::integer as event_id,
    Event -> '$.System' as system,
    Event -> '$.EventData' as named
from read_json('LINES.jsonl', format = 'newline_delimited', columns = {Event: 'JSON'});

create view ntlm_table as
select
    coalesce(system ->> '$.EventRecordID."#text"', system ->> '$.EventRecordID')::bigint as record_id,
    system ->> '$.TimeCreated."#attributes".SystemTime' as time,
    system ->> '$.Computer' as computer,
    system ->> '$.Channel' as channel,
    event_id,
    present(coalesce(named ->> '$.TargetUserName', named ->> '$.UserName', named ->> '$.AccountName',
        named ->> '$.Username')) as user_name,
    present(coalesce(named ->> '$.TargetDomainName', named ->> '$.DomainName', named ->> '$.AccountDomain')) as user_domain,
    present(coalesce(named ->> '$.WorkstationName', named ->> '$.Workstation', named ->> '$.AccountMachine',
        named ->> '$.Hostname', named ->> '$.RemoteClientMachine', named ->> '$.DeviceName')) as client_name,
    present(coalesce(named ->> '$.ProcessName', named ->> '$.ImageName')) as process_name,
    (named ->> '$.LogonType')::integer as logon_type
from records
where provider = 'Microsoft-Windows-NTLM'
    or (provider = 'Microsoft-Windows-Security-Netlogon' and event_id between 4004 and 8006)
    or (provider = 'LsaSrv' and event_id between 6036 and 6041)
    or (provider = 'NETLOGON' and event_id between 5816 and 5819)
    or (provider = 'Microsoft-Windows-Security-Auditing'
        and (event_id in (4776, 4777, 4822, 4823, 6272, 6273)
            or (event_id in (4624, 4625)
                and (named ->> '$.LmPackageName' in ('NTLM V1', 'NTLM V2', 'LM')
                    or (named ->> '$.LogonProcessName') ilike 'ntlmssp%'
                    or lower(named ->> '$.AuthenticationPackageName')
                        in ('ntlm', 'microsoft_authentication_package_v1_0')))));
