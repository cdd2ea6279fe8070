// Batches as Arrow record batches, through the Arrow C interfaces and without copying dictionaries or 64-bit numbers.
#pragma once

#include <functional>
#include <memory>

#include "ntlmscan/arrow_c_data.h"
#include "ntlmscan/batch.hpp"
#include "ntlmscan/result.hpp"

namespace ntlmscan {

/// Each `out` is memory of the caller with nothing in it that needs a release; what is put there is released by
/// its own `release` member, from any thread.
///
/// | column type  | Arrow type                           |
/// |--------------|--------------------------------------|
/// | kDictText    | dictionary of utf8, int32 indices    |
/// | kText, kJson | utf8                                 |
/// | kInt64       | int64                                |
/// | kInt32       | int32                                |
/// | kBool        | bool                                 |
/// | kTime        | timestamp in microseconds, UTC       |
///
/// Dictionaries belong to their batch: the same index may mean another text in the next batch, and entries that no
/// row uses may occur.

/// A struct type with the table's columns, all nullable, and the metadata `ntlmscan.schema_version`.
void export_schema(Table table, ArrowSchema* out);

/// A struct array over the sealed batch, of which it keeps a share; plain utf8 is written out from its codes. An Error where
/// the texts of one column, each as often as it occurs, are longer than Arrow's 32-bit offsets reach (2 GiB); `out` is
/// released then.
[[nodiscard]] Status export_batch(std::shared_ptr<const Batch> batch, ArrowArray* out);

/// Gives the next sealed batch, or nullptr at the end.
using BatchSource = std::function<Result<std::shared_ptr<const Batch>>()>;

/// A stream of the table's batches as `next` gives them, called when the consumer asks and in its thread. An Error
/// becomes the stream's error: EINVAL for a bad argument, ENOMEM for want of memory, ECANCELED when stopped, else EIO.
void export_stream(Table table, BatchSource next, ArrowArrayStream* out);

}  // namespace ntlmscan
