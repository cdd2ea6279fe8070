"""The four tables of a scan as the SQL sees them: column names and types, in one place for both engines."""

from __future__ import annotations

SCHEMA_VERSION = 1

# A damaged or forged record can bear a year up to 30828, which neither Python nor a calendar of people knows: unknown.
FIRST_TIME, LAST_TIME = "0001-01-02 00:00:00+00:00", "9999-12-31 00:00:00+00:00"

_TEXT = "string"
_INT = "bigint"
_INT32 = "int"
_BOOL = "boolean"
_TIME = "timestamp"


def _columns(kind: str, names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), kind)


EVENTS = {
    **_columns(_TEXT, "source origin decoded_by inferred computer channel provider activity_id event event_group"),
    **_columns(_TEXT, "vantage outcome protocol ntlm_version user_name user_domain user_sid caller_name"),
    **_columns(_TEXT, "caller_domain caller_sid credential_source client_name client_address server_name"),
    **_columns(_TEXT, "server_domain server_address server_os target_name via_name via_domain via_address via_type"),
    **_columns(_TEXT, "process_name mechanism_oid outbound_user outbound_domain logon_guid logon_process"),
    **_columns(_TEXT, "auth_package transmitted_services service_name privileges status_name usage_reason"),
    **_columns(_TEXT, "session_key channel_binding mic_status service_binding extra"),
    **_columns(_INT, "byte_offset record_id filetime keywords caller_logon_id client_port process_id logon_id"),
    **_columns(_INT, "linked_logon_id logon_type key_length ticket_encryption status sub_status usage_id"),
    **_columns(_INT, "negotiated_flags av_flags"),
    **_columns(_INT32, "event_id version level"),
    **_columns(_BOOL, "forwarded duplicate weakness elevated"),
    **_columns(_TIME, "time time_written"),
}
FILES = {
    **_columns(_TEXT, "source sha256 format state"),
    **_columns(_INT, "size chunks chunks_bad records records_recovered rows bytes_skipped faults"),
    **_columns(_BOOL, "dirty header_ok"),
    **_columns(_TIME, "first_time last_time"),
}
COVERAGE = {
    **_columns(_TEXT, "source computer channel"),
    **_columns(_INT, "records first_record_id last_record_id largest_gap_seconds"),
    **_columns(_BOOL, "forwarded"),
    **_columns(_TIME, "hour first_time last_time"),
}
FAULTS = {
    **_columns(_TEXT, "source code severity message"),
    **_columns(_INT, "byte_offset bytes"),
}
TABLES = {"events": EVENTS, "files": FILES, "coverage": COVERAGE, "faults": FAULTS}
EDGES = {
    **_columns(_TEXT, "account client server domain"),
    **_columns(_INT, "accesses authentications"),
    **_columns(_TIME, "first_time last_time"),
}
COVER = {**_columns(_TEXT, "vantage subject"), **_columns(_INT, "hours machines")}
# What two scans bring to a comparison, made from each by the steps of `compare`; empty where one scan is asked.
SIDES = {"old_edges": EDGES, "new_edges": EDGES, "old_cover": COVER, "new_cover": COVER}
