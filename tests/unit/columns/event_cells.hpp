// Rows of `events` made from one written record each, as text.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "columns/event_rows.hpp"
#include "evtx_writer/moment.hpp"
#include "plan/record_reader.hpp"
#include "support/block_text.hpp"
#include "unit/plan/log_records.hpp"

namespace ntlmscan::columns {

inline constexpr std::uint64_t kCreated = fixtures::filetime_of(2026, 3, 2, 8, 15, 30);
inline constexpr std::string_view kNtlm = "Microsoft-Windows-NTLM";
inline constexpr std::string_view kAuditing = "Microsoft-Windows-Security-Auditing";

/// An event of the table on the computer `SRV1.contoso.local`, its fields null.
[[nodiscard]] inline fixtures::EventSpec event(std::string_view provider, std::uint16_t id, std::uint8_t version = 0) {
  fixtures::EventSpec spec = fixtures::make_event(provider, id, version);
  spec.system.record_id = 7;
  spec.system.created = kCreated;
  spec.system.computer = "SRV1.contoso.local";
  return spec;
}

/// Every cell of the row that a record becomes, `name=value` a line in column order.
[[nodiscard]] inline std::string row_of(const fixtures::RecordSpec& record, const Place& place = {}) {
  const plan::LogRecords log = plan::records_of({record});
  const plan::Selection all;
  plan::RecordReader reader(all, false);
  reader.begin_chunk(log.chunk_of(0));
  EXPECT_EQ(reader.read(log.begin(0), log.end(0)), plan::Verdict::kKept);
  if (reader.extraction().event == nullptr) return "rejected";
  EventRows rows(1, 0);
  Block block(Table::kEvents);
  rows.begin(block, "case/Security.evtx", "live");
  rows.add(place, reader.extraction(), true);
  rows.flush();
  EXPECT_EQ(block.rows, 1U);
  return support::BlockText(Table::kEvents).rows(block).at(0);
}

/// The cells from `event_group` on: what payload and catalogue make of the row.
[[nodiscard]] inline std::string cells_of(const fixtures::RecordSpec& record) {
  const std::string row = row_of(record);
  const std::size_t at = row.find("\nevent_group=");
  return at == std::string::npos ? row : row.substr(at + 1);
}

[[nodiscard]] inline std::string cells_of(const fixtures::EventSpec& spec,
                                          fixtures::Shape shape = fixtures::Shape::kLive) {
  return cells_of(fixtures::record_of(spec, shape));
}

/// One cell of such a text; `null` where it is none.
[[nodiscard]] inline std::string cell(const std::string& cells, std::string_view column) {
  const std::string key = std::string(column) + "=";
  std::size_t at = cells.starts_with(key) ? 0 : cells.find("\n" + key);
  if (at == std::string::npos) return "null";
  at = cells.find('=', at) + 1;
  return cells.substr(at, cells.find('\n', at) - at);
}

/// Expects the same cells from all three ways of writing the event down.
inline void expect_cells(const fixtures::EventSpec& spec, std::string_view expected) {
  for (const fixtures::Shape shape : {fixtures::Shape::kLive, fixtures::Shape::kExported, fixtures::Shape::kLiteral}) {
    EXPECT_EQ(cells_of(spec, shape), expected) << "shape " << static_cast<int>(shape);
  }
}

}  // namespace ntlmscan::columns
