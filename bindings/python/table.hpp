// A table in memory: batches that any number of readers share.
#pragma once

#include <memory>
#include <vector>

#include "ntlmscan/batch.hpp"

namespace ntlmscan::python {

struct HeldTable {
  Table table = Table::kEvents;
  std::vector<std::shared_ptr<const Batch>> batches;

  [[nodiscard]] std::size_t rows() const noexcept;
};

/// The table of that name; an exception for any other.
[[nodiscard]] Table table_of(const std::string& name);

}  // namespace ntlmscan::python
