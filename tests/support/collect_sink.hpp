// A sink that keeps every row it is given, cell by cell, after checking that the batches are sound.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ntlmscan/sink.hpp"

namespace ntlmscan::support {

/// The cells of one row that are not null, by column name; numbers in decimal.
class Row {
 public:
  [[nodiscard]] bool has(std::string_view column) const { return cells_.contains(column); }
  /// Empty where the cell is null: ask has() to tell it from an empty text.
  [[nodiscard]] std::string operator[](std::string_view column) const {
    const auto found = cells_.find(column);
    return found == cells_.end() ? std::string() : found->second;
  }
  /// Requires a number there.
  [[nodiscard]] std::int64_t number(std::string_view column) const { return std::stoll((*this)[column]); }
  /// `name=value` of every cell but those in `without`, one a line: what differs shows in a failed test.
  [[nodiscard]] std::string text(std::string_view without = {}) const;

  void set(std::string_view column, std::string value) { cells_.emplace(column, std::move(value)); }
  friend bool operator==(const Row&, const Row&) = default;

 private:
  std::map<std::string, std::string, std::less<>> cells_;
};

class CollectSink : public Sink {
 public:
  /// After so many calls of write() it answers with `answer`.
  void answer_after(std::size_t writes, Error answer) {
    allowed_ = writes;
    answer_ = std::move(answer);
  }

  [[nodiscard]] Status write(const Batch& batch) override;
  [[nodiscard]] Status finish() override;

  [[nodiscard]] const std::vector<Row>& rows(Table table) const { return rows_[static_cast<std::size_t>(table)]; }
  [[nodiscard]] const std::vector<Row>& events() const { return rows(Table::kEvents); }
  [[nodiscard]] const std::vector<Row>& faults() const { return rows(Table::kFaults); }
  /// Rows of each batch of `events`, in order.
  [[nodiscard]] const std::vector<std::size_t>& event_batches() const { return event_batches_; }
  [[nodiscard]] bool finished() const { return finished_; }
  /// What was wrong with a batch; empty where all were sound.
  [[nodiscard]] const std::string& complaint() const { return complaint_; }

 private:
  std::array<std::vector<Row>, kTableCount> rows_;
  std::vector<std::size_t> event_batches_;
  std::size_t allowed_ = static_cast<std::size_t>(-1);
  Error answer_{FaultCode::kStopped, ""};
  std::string complaint_;
  bool finished_ = false;
};

}  // namespace ntlmscan::support
