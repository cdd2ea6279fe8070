// Find the catalogue's entry for a record.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "catalogue/event_def.hpp"

namespace ntlmscan::catalogue {

/// Every entry, ordered by provider table, event id and version.
[[nodiscard]] std::span<const EventDef* const> all_events() noexcept;

/// The entry for (provider, id, version): exact version; else the newest one below it; else the oldest.
/// `provider` is compared without ASCII case. nullptr where the catalogue has no such event.
[[nodiscard]] const EventDef* find_event(std::string_view provider, std::uint16_t event_id,
                                         std::uint32_t version) noexcept;

/// True if any provider has an event of that id: the cheap first question of the reject path.
[[nodiscard]] bool any_event_with_id(std::uint16_t event_id) noexcept;

/// The field of `event` called `name` (UTF-8), compared without blanks and ASCII case; nullptr if it has none.
[[nodiscard]] const FieldDef* find_field(const EventDef& event, std::string_view name) noexcept;

/// Provider name as `GUID → name` knows it, for records whose provider has only a Guid; empty if unknown.
/// `guid` are the 16 bytes as stored.
[[nodiscard]] std::string_view provider_of_guid(std::span<const std::uint8_t, 16> guid) noexcept;

}  // namespace ntlmscan::catalogue
