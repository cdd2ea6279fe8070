// Fields that are placed by a rule of their own instead of by name.
#pragma once

#include "catalogue/event_def.hpp"

namespace ntlmscan::columns {

/// True for the fields that EventRows::apply_quirk() places.
[[nodiscard]] bool is_quirk_field(const catalogue::EventDef& event, const catalogue::FieldDef& field) noexcept;

}  // namespace ntlmscan::columns
