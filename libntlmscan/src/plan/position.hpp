// Fields without names, named by their place in the catalogue's event.
#pragma once

#include "plan/extraction.hpp"

namespace ntlmscan::plan {

/// Where no Data of the record has a name and count and value types match the catalogue, gives each its FieldDef by
/// position. Records of providers whose templates have names are then marked Names::kCatalogue.
void name_by_position(Extraction& x);

}  // namespace ntlmscan::plan
