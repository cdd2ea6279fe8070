// Columns of made-up rows for the benchmarks of sinks.
#pragma once

#include <string>

#include "ntlmscan/batch.hpp"
#include "scenarios/dice.hpp"

namespace ntlmscan::bench {

inline constexpr std::size_t kDistinctTexts = 500;  // accounts or computers of a busy log
inline constexpr std::size_t kNullEvery = 8;

/// `rows` values of a type: numbers that grow with noise as times and ids do, texts out of some hundred, one null in
/// eight.
inline ColumnData column_of(ColumnType type, std::size_t rows) {
  ColumnData column;
  const bool coded = type == ColumnType::kDictText;
  const bool text = type == ColumnType::kText || type == ColumnType::kJson;
  for (std::size_t i = 0; coded && i < kDistinctTexts; ++i) column.text.push_back("CONTOSO-PC" + std::to_string(i));
  fixtures::Dice dice(1);
  for (std::size_t row = 0; row < rows; ++row) {
    const std::uint64_t noise = dice.below(4096);
    const bool null = row % kNullEvery == kNullEvery - 1;
    if (coded) {
      column.codes.push_back(null ? -1 : static_cast<std::int32_t>(noise % kDistinctTexts));
      continue;
    }
    column.valid.push_back(null ? 0 : 1);
    if (text) {
      column.text.push_back(null ? std::string()
                                 : "{\"RestrictedAdminMode\":\"-\",\"n\":" + std::to_string(noise) + "}");
    } else {
      column.numbers.push_back(
          null ? 0 : static_cast<std::int64_t>(type == ColumnType::kBool ? noise % 2 : row * 1000 + noise));
    }
  }
  return column;
}

}  // namespace ntlmscan::bench
