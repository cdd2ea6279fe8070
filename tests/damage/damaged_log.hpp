// The log that the damage tests spoil, and what a scan of it must still hold.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "evtx_writer/odd_records.hpp"
#include "support/log_on_disk.hpp"

namespace ntlmscan::damage {

/// Two chunks. In the first four templated records of two shapes and a forwarded one behind them: all that the format
/// has, in some 6 KiB. In the second two records, and behind them what is left of the first chunk.
[[nodiscard]] inline fixtures::LogFile damage_log() {
  using fixtures::Shape;
  fixtures::LogWriter log;
  std::uint64_t id = 0;
  for (const Shape shape : {Shape::kLive, Shape::kLive, Shape::kExported, Shape::kLive, Shape::kLiteral}) {
    append(log, fixtures::carrier_event(++id), shape);
  }
  log.close_chunk();
  for (const Shape shape : {Shape::kLive, Shape::kLive}) append(log, fixtures::carrier_event(++id), shape);
  return log.finish();
}

[[nodiscard]] inline std::uint64_t end_of(const fixtures::RecordPlace& record) {
  return record.file_offset + record.size;
}

/// Where the records of a chunk end.
[[nodiscard]] inline std::uint64_t end_of_chunk(const fixtures::LogFile& log, std::size_t chunk) {
  std::uint64_t end = 0;
  for (const fixtures::RecordPlace& record : log.records) {
    if (record.chunk == chunk) end = end_of(record);
  }
  return end;
}

/// Rows by the offset of their record.
[[nodiscard]] inline std::map<std::uint64_t, std::string> by_offset(const support::Scanned& scanned) {
  std::map<std::uint64_t, std::string> out;
  for (const support::Row& row : scanned.events()) {
    const auto at = static_cast<std::uint64_t>(row.number("byte_offset"));
    EXPECT_TRUE(out.emplace(at, row.text()).second) << "a row came twice";
  }
  return out;
}

/// A `lost` fault overlaps the record.
[[nodiscard]] inline bool told(const fixtures::RecordPlace& record, const support::Scanned& scanned) {
  for (const support::Row& fault : scanned.faults()) {
    const auto from = static_cast<std::uint64_t>(fault.number("byte_offset"));
    const auto to = from + static_cast<std::uint64_t>(fault.number("bytes"));
    if (fault["severity"] == "lost" && from < end_of(record) && to > record.file_offset) return true;
  }
  return false;
}

}  // namespace ntlmscan::damage
