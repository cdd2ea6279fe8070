// Validation of a value table.
#include "binxml/value_table.hpp"

namespace ntlmscan::binxml {

std::optional<ValueTable> ValueTable::read(Bytes rest) noexcept {
  const auto count = rest.load<std::uint32_t>(0);
  if (!count || *count > (rest.size() - 4) / 4) return std::nullopt;
  std::size_t end = descriptor(*count);
  for (std::uint32_t i = 0; i < *count; ++i) {
    const std::size_t size = rest.u16_unchecked(descriptor(i));
    if (size > rest.size() - end) return std::nullopt;
    end += size;
  }
  ValueTable table;
  table.table_ = rest.first(end);
  table.count_ = *count;
  table.size_ = end;
  return table;
}

Value ValueTable::value(std::uint32_t i) const noexcept {
  if (i >= count_) return {};
  std::size_t at = values_at();
  for (std::uint32_t before = 0; before < i; ++before) at += size_unchecked(before);
  return {type_unchecked(i), table_.slice_unchecked(at, size_unchecked(i))};
}

}  // namespace ntlmscan::binxml
