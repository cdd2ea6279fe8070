// The words of a row, whatever the rows before it said.
#include "columns/event_words.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

#include "catalogue/code_names.hpp"
#include "catalogue/lookup.hpp"
#include "columns/derive.hpp"
#include "support/value_view.hpp"
#include "unit/columns/event_cells.hpp"

namespace ntlmscan::columns {
namespace {

using Status = std::optional<std::int64_t>;

constexpr Status kNone;
constexpr Status kBadPassword = 0xC000006A;
constexpr Status kLogonFailure = 0xC000006D;

class Words {
 public:
  [[nodiscard]] std::string row(const catalogue::EventDef& event, Status status, Status sub_status, plan::Logon logon) {
    writer_.begin(block_);
    if (status) writer_.set_number(Column::kStatus, *status);
    if (sub_status) writer_.set_number(Column::kSubStatus, *sub_status);
    const std::uint32_t row = 0;
    writer_.begin_rows(1);
    words_.set(event, {&row, 1}, {&logon, 1});
    writer_.end_rows();
    return text_.rows(block_).at(0);
  }
  /// So much text that the next block begins with new dictionaries.
  void fill() {
    const std::uint64_t before = writer_.dictionary();
    writer_.begin(block_);
    for (int i = 0; i < 3; ++i) {
      writer_.set_text(Column::kUserName, std::string(std::size_t{1} << 20, static_cast<char>('a' + i)));
      writer_.end_row();
    }
    static_cast<void>(text_.rows(block_));
    writer_.begin(block_);
    EXPECT_NE(writer_.dictionary(), before);
  }

 private:
  BlockWriter writer_{Table::kEvents, 1, 0};
  EventWords words_{writer_};
  Block block_{Table::kEvents};
  support::BlockText text_{Table::kEvents};
};

std::string shown(std::string_view word) { return word.empty() ? "null" : std::string(word); }

void expect_words(Words& words, const catalogue::EventDef& event, Status status, Status sub_status, plan::Logon logon) {
  const std::string row = words.row(event, status, sub_status, logon);
  EXPECT_EQ(cell(row, "event"), event.symbol);
  EXPECT_EQ(cell(row, "event_group"), shown(group_word(event, logon)));
  EXPECT_EQ(cell(row, "vantage"), shown(catalogue::vantage_name(event.vantage)));
  EXPECT_EQ(cell(row, "protocol"), shown(protocol_word(event, logon)));
  EXPECT_EQ(cell(row, "outcome"), shown(outcome_word(event.outcome, status, sub_status)));
  EXPECT_EQ(cell(row, "status_name"), shown(status_word(event.status_kind, status, sub_status)));
}

// Each status comes again after each other one, for one event and with all the others in between.
TEST(EventWords, FollowTheStatusOfEachRow) {
  struct Codes {
    Status status;
    Status sub_status;
  };
  constexpr Codes kCodes[] = {{kNone, kNone},         {0, kNone},         {0, 0},
                              {kLogonFailure, kNone}, {kLogonFailure, 0}, {kLogonFailure, kBadPassword},
                              {kNone, kBadPassword},  {0x18, kNone},      {6, kNone}};
  Words words;
  for (const catalogue::EventDef* event : catalogue::all_events()) {
    for (const Codes& before : kCodes) {
      for (const Codes& now : kCodes) {
        expect_words(words, *event, before.status, before.sub_status, plan::Logon::kNone);
        expect_words(words, *event, now.status, now.sub_status, plan::Logon::kNone);
      }
    }
  }
  for (const Codes& codes : kCodes) {
    for (const catalogue::EventDef* event : catalogue::all_events()) {
      expect_words(words, *event, codes.status, codes.sub_status, plan::Logon::kNone);
    }
  }
}

TEST(EventWords, FollowTheLogonOfEachRow) {
  const catalogue::EventDef* logon = catalogue::find_event(kAuditing, 4624, 2);
  ASSERT_NE(logon, nullptr);
  Words words;
  for (const plan::Logon now : {plan::Logon::kNtlm, plan::Logon::kOther, plan::Logon::kNone, plan::Logon::kNtlm}) {
    expect_words(words, *logon, kNone, kNone, now);
  }
}

TEST(EventWords, HoldBeyondADictionary) {
  const catalogue::EventDef* failure = catalogue::find_event(kAuditing, 4625, 0);
  const catalogue::EventDef* validation = catalogue::find_event(kAuditing, 4776, 0);
  ASSERT_TRUE(failure != nullptr && validation != nullptr);
  Words words;
  for (int round = 0; round < 3; ++round) {
    expect_words(words, *failure, kLogonFailure, kBadPassword, plan::Logon::kNtlm);
    expect_words(words, *validation, kBadPassword, kNone, plan::Logon::kNone);
    words.fill();
    expect_words(words, *validation, kBadPassword, kNone, plan::Logon::kNone);
    expect_words(words, *failure, kLogonFailure, kBadPassword, plan::Logon::kNtlm);
  }
}

}  // namespace
}  // namespace ntlmscan::columns
