// Fields without names, named by their place in the catalogue's event.
#pragma once

#include "plan/extraction.hpp"

namespace ntlmscan::plan {

/// Where no Data of the record has a name and count and value types match the catalogue, gives each its FieldDef by
/// position. Records of providers whose templates have names are then marked Names::kCatalogue.
void name_by_position(Extraction& x);

/// A value that was recorded with its type may be that of this field: its type, one that writers use in its place, or
/// null.
[[nodiscard]] bool may_be(const Value& value, const catalogue::FieldDef& def) noexcept;

}  // namespace ntlmscan::plan
