// The templates and values of one record, as its bytes have them.
#pragma once

#include "binxml/stream.hpp"
#include "evtx/record_walk.hpp"
#include "ntlmscan/inspect.hpp"

namespace ntlmscan::scanning {

/// Fills templates and values of `out` from the record's Binary XML and the streams nested in its values.
void list_values(Bytes chunk, FileOffset chunk_at, const evtx::Record& record, RecordDetail& out);

}  // namespace ntlmscan::scanning
