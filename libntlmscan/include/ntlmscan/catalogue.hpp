// What is known about the events: for `explain`, for documentation, for anyone who reads a row.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace ntlmscan {

/// One value that an event records. All text is UTF-8 with static storage.
struct FieldInfo {
  std::string_view name;     ///< as recorded; a name of ours where EventInfo::unnamed
  std::string_view type;     ///< as the manifest names it, such as `UnicodeString`; `?` where no manifest was read
  std::string_view column;   ///< of table `events`; `extra` where it has none of its own
  std::string_view meaning;  ///< one line; may be empty
  std::uint8_t first_version;
  std::uint8_t last_version;  ///< of the versions known
};

/// One event, all its versions together.
struct EventInfo {
  std::string_view provider;
  std::uint16_t id;
  std::vector<std::uint8_t> versions;  ///< ascending
  std::string_view symbol;             ///< column `event`
  std::string_view title;              ///< what it says, one line
  std::string_view group;              ///< column `event_group`, or how it is found
  std::string_view vantage;            ///< column `vantage`; empty for none
  std::string_view outcome;            ///< column `outcome`, or how it is found
  std::string_view confidence;         ///< where the field list comes from
  std::string_view cannot_say;         ///< what people read into it and it does not hold; may be empty
  std::string_view written_by;         ///< which setting makes Windows write it
  std::uint16_t twin;                  ///< audit and block, or information and warning partner; 0 for none
  bool weakness;                       ///< a warning about weak NTLM; not a block
  bool unnamed;                        ///< its values carry no names in the log: they are known by position
  std::vector<FieldInfo> fields;       ///< of the newest version in record order, then those only older versions have
};

/// Every provider's event of that id, empty if there is none. 100 and 101 have two.
[[nodiscard]] std::vector<EventInfo> explain_events(std::uint16_t id);
/// The whole catalogue, provider family by provider family.
[[nodiscard]] std::vector<EventInfo> explain_all_events();

/// What one data value of a setting does.
struct SettingValue {
  std::string_view data;
  std::string_view effect;
  bool refuses;  ///< switches NTLM or logons off: not for auditing
};

/// Something to switch on, or to know of, before logs can answer.
struct AuditSetting {
  std::string_view name;          ///< as Group Policy or the tool shows it
  std::string_view where;         ///< `client`, `server`, `domain controller`, `every computer`
  std::string_view key;           ///< registry key, or the tool that sets it
  std::string_view value_name;    ///< registry value; empty where there is none
  std::string_view type;          ///< REG_DWORD, REG_MULTI_SZ, `audit subcategory`, `log size`
  std::string_view default_data;  ///< as shipped
  std::string_view recommended;   ///< to collect evidence; empty where nothing should be set for that
  std::string_view command;       ///< one that sets the recommended value; may be empty
  std::string_view events;        ///< which events follow
  std::string_view remark;
  std::span<const SettingValue> values;
};

/// What to switch on where, in the order of doing it. Recommended data never refuse a logon.
[[nodiscard]] std::span<const AuditSetting> audit_settings() noexcept;

}  // namespace ntlmscan
