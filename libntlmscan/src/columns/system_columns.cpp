// One loop over the rows for each column.
#include "columns/system_columns.hpp"

#include "binxml/values.hpp"
#include "columns/times.hpp"
#include "plan/numbers.hpp"

namespace ntlmscan::columns {
namespace {

using plan::SystemField;
using plan::Value;

void set_time(const NumberCells& cells, std::size_t row, std::uint64_t ticks) noexcept {
  if (const auto micros = unix_micros(ticks)) cells.set(row, *micros);
}

}  // namespace

void SystemColumns::begin(std::string_view source, std::string_view origin) {
  const auto code = [&](Column column, std::string_view text) {
    return writer_.code_of(static_cast<std::size_t>(column), text);
  };
  source_ = code(Column::kSource, source);
  origin_ = code(Column::kOrigin, origin);
  for (std::size_t i = 0; i < decoded_by_.size(); ++i) {
    decoded_by_[i] = code(Column::kDecodedBy, plan::kNamesTexts[i]);
  }
}

void SystemColumns::write(std::span<const RowHead> heads) {
  write_places(heads);
  if (heads.front().place.recovered != nullptr) write_provenance(heads);
  write_times(heads);
  write_texts(Column::kComputer, SystemField::kComputer, heads);
  write_texts(Column::kChannel, SystemField::kChannel, heads);
  write_texts(Column::kProvider, SystemField::kProvider, heads);
  write_numbers(Column::kVersion, SystemField::kVersion, INT32_MAX, heads);
  write_numbers(Column::kLevel, SystemField::kLevel, INT32_MAX, heads);
  write_numbers(Column::kKeywords, SystemField::kKeywords, UINT64_MAX, heads);
  write_activity(heads);
}

// The record id is that of the header where the event has none.
void SystemColumns::write_places(std::span<const RowHead> heads) {
  std::int32_t* const source = writer_.codes(Column::kSource);
  std::int32_t* const origin = writer_.codes(Column::kOrigin);
  std::int32_t* const decoded_by = writer_.codes(Column::kDecodedBy);
  const NumberCells offset = writer_.numbers(Column::kByteOffset);
  const NumberCells id = writer_.numbers(Column::kRecordId);
  const NumberCells event_id = writer_.numbers(Column::kEventId);
  const NumberCells forwarded = writer_.numbers(Column::kForwarded);
  for (std::size_t row = 0; row < heads.size(); ++row) {
    const RowHead& head = heads[row];
    source[row] = source_;
    origin[row] = origin_;
    decoded_by[row] = decoded_by_[static_cast<std::size_t>(head.names)];
    offset.set(row, static_cast<std::int64_t>(head.place.byte_offset));
    event_id.set(row, head.event_id);
    forwarded.set(row, head.forwarded ? 1 : 0);
    std::uint64_t number = head.place.header_id;
    if (!plan::read_number(head.system[SystemField::kRecordId], number)) number = head.place.header_id;
    id.set(row, static_cast<std::int64_t>(number));
  }
}

// Over what was written for live ones.
void SystemColumns::write_provenance(std::span<const RowHead> heads) {
  const auto code = [&](Column column, std::string_view text) {
    return writer_.code_of(static_cast<std::size_t>(column), text);
  };
  for (std::size_t row = 0; row < heads.size(); ++row) {
    const recover::Provenance* from = heads[row].place.recovered;
    if (from == nullptr) continue;
    const bool by_position = heads[row].names == plan::Names::kCatalogue;
    const plan::Names names = by_position ? plan::Names::kCatalogue : from->names;
    const std::string_view inferred = recover::inferred_text(*from);
    writer_.codes(Column::kOrigin)[row] =
        code(Column::kOrigin, recover::kOriginTexts[static_cast<std::size_t>(from->origin)]);
    writer_.codes(Column::kDecodedBy)[row] =
        code(Column::kDecodedBy, plan::kNamesTexts[static_cast<std::size_t>(names)]);
    if (!inferred.empty()) writer_.codes(Column::kInferred)[row] = code(Column::kInferred, inferred);
  }
}

void SystemColumns::write_times(std::span<const RowHead> heads) {
  const NumberCells filetime = writer_.numbers(Column::kFiletime);
  const NumberCells time = writer_.numbers(Column::kTime);
  const NumberCells written = writer_.numbers(Column::kTimeWritten);
  for (std::size_t row = 0; row < heads.size(); ++row) {
    if (heads[row].place.written != 0) set_time(written, row, heads[row].place.written);
    std::uint64_t ticks = 0;
    if (!plan::read_filetime(heads[row].system[SystemField::kTimeCreated], ticks)) continue;
    filetime.set(row, static_cast<std::int64_t>(ticks));
    set_time(time, row, ticks);
  }
}

void SystemColumns::write_texts(Column column, SystemField field, std::span<const RowHead> heads) {
  Memo& memo = memos_[static_cast<std::size_t>(field)];
  std::int32_t* const codes = writer_.codes(column);
  TextCache::Entry last = memo.dictionary == writer_.dictionary() ? memo.entry : TextCache::Entry{};
  for (std::size_t row = 0; row < heads.size(); ++row) {
    const Value& value = heads[row].system[field];
    if (value.type == binxml::ValueType::kNull || value.bytes.empty()) continue;
    const bool same = last.tag == static_cast<std::uint8_t>(value.type) && last.raw.equals(value.bytes);
    if (!same) last = writer_.entry_of(column, value);
    codes[row] = last.code;
  }
  memo = {last, writer_.dictionary()};
}

void SystemColumns::write_numbers(Column column, SystemField field, std::uint64_t most,
                                  std::span<const RowHead> heads) {
  const NumberCells cells = writer_.numbers(column);
  for (std::size_t row = 0; row < heads.size(); ++row) {
    std::uint64_t number = 0;
    const bool known = plan::read_number(heads[row].system[field], number) && number <= most;
    if (known) cells.set(row, static_cast<std::int64_t>(number));
  }
}

void SystemColumns::write_activity(std::span<const RowHead> heads) {
  constexpr auto kColumn = static_cast<std::size_t>(Column::kActivityId);
  constexpr auto kTag = static_cast<std::uint8_t>(binxml::ValueType::kGuid);
  Memo& memo = memos_[static_cast<std::size_t>(SystemField::kActivityId)];
  std::int32_t* const codes = writer_.codes(Column::kActivityId);
  for (std::size_t row = 0; row < heads.size(); ++row) {
    const auto guid = plan::to_guid(heads[row].system[SystemField::kActivityId]);
    if (!guid) continue;
    const auto decode = [&](std::string& text) {
      binxml::append_value_text(text, binxml::ValueType::kGuid, Bytes(*guid),
                                {.guid_upper = false, .guid_braces = false});
      return Normal::kSame;
    };
    codes[row] = writer_.entry_of(kColumn, kTag, Bytes(*guid), memo, decode).code;
  }
}

}  // namespace ntlmscan::columns
