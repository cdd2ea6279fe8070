// The words that the catalogue gives an event's rows, as codes of the dictionary at hand.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>

#include "catalogue/event_def.hpp"
#include "columns/block_writer.hpp"
#include "plan/logon.hpp"

namespace ntlmscan::columns {

class EventWords {
 public:
  explicit EventWords(BlockWriter& writer) noexcept : writer_(writer) {}

  /// Sets event, group, vantage, outcome, protocol, status name and weakness of rows of the writer's run, whose status
  /// columns are set. One logon for each row.
  void set(const catalogue::EventDef& event, std::span<const std::uint32_t> rows, std::span<const plan::Logon> logons);

 private:
  static constexpr std::int32_t kNoWord = -1;
  static constexpr std::size_t kLogons = static_cast<std::size_t>(plan::Logon::kOther) + 1;
  struct Words {
    std::uint64_t dictionary = 0;  // of which the codes are
    std::int32_t symbol = kNoWord;
    std::int32_t vantage = kNoWord;
    std::array<std::int32_t, kLogons> group{};
    std::array<std::int32_t, kLogons> protocol{};
    // What the status of the row before made of the last two.
    std::optional<std::int64_t> status;
    std::optional<std::int64_t> sub_status;
    std::int32_t outcome = kNoWord;
    std::int32_t status_name = kNoWord;
  };

  [[nodiscard]] Words& words_of(const catalogue::EventDef& event);
  void find_words(const catalogue::EventDef& event, Words& words);
  void judge(const catalogue::EventDef& event, Words& words);
  [[nodiscard]] std::int32_t code_of(Column column, std::string_view word);
  void put(Column column, std::int32_t code, std::span<const std::uint32_t> rows);
  void put_by_logon(Column column, const std::array<std::int32_t, kLogons>& codes, std::span<const std::uint32_t> rows,
                    std::span<const plan::Logon> logons);
  void put_by_status(const catalogue::EventDef& event, Words& words, std::span<const std::uint32_t> rows);

  BlockWriter& writer_;
  std::unordered_map<const catalogue::EventDef*, Words> known_;
  const catalogue::EventDef* last_event_ = nullptr;
  Words* last_ = nullptr;
};

}  // namespace ntlmscan::columns
