// Columns that follow from a row's other values: group, protocol, outcome, status name.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "catalogue/event_def.hpp"
#include "plan/logon.hpp"

namespace ntlmscan::columns {

/// Word of `event_group`.
[[nodiscard]] std::string_view group_word(const catalogue::EventDef& event, plan::Logon logon) noexcept;
/// Word of `protocol`; empty for none.
[[nodiscard]] std::string_view protocol_word(const catalogue::EventDef& event, plan::Logon logon) noexcept;
/// Word of `outcome`.
[[nodiscard]] std::string_view outcome_word(catalogue::OutcomeRule rule, std::optional<std::int64_t> status,
                                            std::optional<std::int64_t> sub_status) noexcept;
/// Symbolic name of the more specific of the two; empty if there is none.
[[nodiscard]] std::string_view status_word(catalogue::StatusKind kind, std::optional<std::int64_t> status,
                                           std::optional<std::int64_t> sub_status) noexcept;

}  // namespace ntlmscan::columns
