// Fuzz target: a value table, and every value of it decoded in every way.
#include <cstdint>
#include <string>
#include <vector>

#include "binxml/value_table.hpp"
#include "binxml/values.hpp"
#include "bytes/utf16.hpp"
#include "columns/normalise.hpp"
#include "fuzz/require.hpp"
#include "plan/numbers.hpp"

namespace ntlmscan::fuzz {
namespace {

using binxml::Value;
using binxml::ValueTable;

bool inside(Bytes part, Bytes whole) {
  return part.empty() || (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

void decode(const Value& value) {
  std::string text;
  binxml::append_value_text(text, item_type(value.type), value.bytes);
  require(valid_utf8(text) == text, "a value's text is UTF-8");
  text.clear();
  columns::append_recorded_text(text, value);
  require(valid_utf8(text) == text, "a recorded text is UTF-8");
  for (const Column column : {Column::kComputer, Column::kLogonGuid, Column::kNtlmVersion, Column::kPrivileges}) {
    text.clear();
    const columns::Normal normal = columns::normalise_text(column, value, text);
    const bool shown = normal == columns::Normal::kSame || normal == columns::Normal::kLossy;
    require(!shown || valid_utf8(text) == text, "a shown text is UTF-8");
    require(!shown || !columns::is_placeholder(text), "a shown text is no placeholder");
  }
  static_cast<void>(plan::to_number(value));
  static_cast<void>(plan::to_filetime(value));
  static_cast<void>(plan::to_guid(value));
}

void take_items(const Value& value) {
  Bytes rest = value.bytes;
  bool damaged = false;
  while (!rest.empty()) {
    const std::size_t before = rest.size();
    const Bytes item = binxml::next_array_item(item_type(value.type), rest, damaged);
    require(rest.size() < before, "an array item takes at least one byte");
    require(inside(item, value.bytes) && inside(rest, value.bytes), "an array item lies in its array");
    decode({item_type(value.type), item});
  }
}

void run(Bytes window) {
  const auto table = ValueTable::read(window);
  if (!table) return;
  require(table->size() <= window.size() && table->values_at() <= table->size(), "the table lies in its window");
  std::size_t at = table->values_at();
  for (std::uint32_t i = 0; i < table->count(); ++i) {
    const std::size_t size = table->size_unchecked(i);
    const Bytes bytes = table->bytes_unchecked(at, size);
    require(inside(bytes, window), "a value lies in the window");
    if (i < 32) {  // value() adds up the sizes before it
      const Value value = table->value(i);
      require(value.bytes.data() == bytes.data() && value.bytes.size() == size, "value() finds the same bytes");
    }
    const Value value{table->type_unchecked(i), bytes};
    decode(value);
    take_items(value);
    at += size;
  }
  require(at == table->size(), "values end where the table ends");
}

}  // namespace
}  // namespace ntlmscan::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ntlmscan::fuzz::run({data, size});
  return 0;
}
