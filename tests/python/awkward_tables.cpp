// Tables of awkward values, by rules that test_readback.py knows too.
#include "awkward_tables.hpp"

#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace awkward {
namespace {

using ntlmscan::Batch;
using ntlmscan::ColumnData;
using ntlmscan::ColumnType;
using ntlmscan::Sink;
using ntlmscan::Status;
using ntlmscan::Table;

using namespace std::string_literals;

const std::vector<std::string> kTexts = {"",
                                         "plain",
                                         " lead",
                                         "quote\"s",
                                         "comma,semi;",
                                         "line\nbreak",
                                         "cr\r\nlf",
                                         "tab\there",
                                         "\x01\x1f",
                                         "=1+1",
                                         "+x",
                                         "-x",
                                         "@x",
                                         "\xc3\xbcml\xc3\xa4ut",
                                         "\xf0\x9f\x98\x80",
                                         "back\\slash",
                                         "\xe2\x80\xa8",
                                         "\xef\xbc\x9dwide",
                                         "null",
                                         "NULL",
                                         std::string(64, 'y'),
                                         std::string(65, 'z'),
                                         "\x7f",
                                         "a\0b"s};

constexpr std::int64_t kSmallest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();
const std::vector<std::int64_t> kNumbers = {0, -1, 1, kSmallest, kLargest, 9007199254740993, -9007199254740993, 42};
const std::vector<std::int64_t> kSmallNumbers = {0, -1, -2147483648LL, 2147483647, 4624};
const std::vector<std::int64_t> kTimes = {
    0, -1, 1788986400123456, -11644473600000000, 253402300799999999, -62135596800000000};

template <class T>
const T& pick(const std::vector<T>& from, std::size_t i) {
  return from[i % from.size()];
}

bool is_null(std::size_t column, std::size_t row) {
  if (column % 11 == 3) return true;
  return column % 7 != 1 && (row + column) % 5 == 0;
}

std::int64_t number_at(ColumnType type, std::size_t column, std::size_t row) {
  if (type == ColumnType::kBool) return static_cast<std::int64_t>((row / 2 + column) % 2);
  if (type == ColumnType::kTime) return pick(kTimes, row + column);
  return pick(type == ColumnType::kInt32 ? kSmallNumbers : kNumbers, row + column);
}

std::string json_at(std::size_t row) { return R"({"Data":"v)" + std::to_string(row) + R"(","Data#2":"\u0001 \"q\""})"; }

/// The entry of a row's text. JSON gets a new one for every row, other columns have theirs from fill().
std::int32_t code_at(ColumnType type, std::size_t column, std::size_t at, std::size_t row, ColumnData& to) {
  if (type == ColumnType::kJson) {
    to.text.push_back(json_at(row));
    return static_cast<std::int32_t>(to.text.size() - 1);
  }
  const std::size_t step = type == ColumnType::kText ? 5 : 3;
  const std::size_t turn = (row - at) % kTexts.size();
  return static_cast<std::int32_t>((row * step + column + kTexts.size() - turn) % kTexts.size());
}

/// Row `row` of the table, which is row `at` of its batch. Dictionaries differ from batch to batch: the texts turned
/// by the number of the first row. A column begins with its first value: seal() does the rest.
void set_value(Batch& batch, std::size_t column, std::size_t at, std::size_t row) {
  const ColumnType type = ntlmscan::table_columns(batch.table)[column].type;
  ColumnData& to = batch.columns[column];
  if (ntlmscan::is_coded(type)) {
    to.codes.resize(at, -1);
    to.codes.push_back(code_at(type, column, at, row, to));
    return;
  }
  to.valid.resize(at, 0);
  to.valid.push_back(1);
  to.numbers.resize(at, 0);
  to.numbers.push_back(number_at(type, column, row));
}

void fill(Batch& batch, std::size_t first_row, std::size_t rows) {
  batch.clear();
  batch.rows = rows;
  const auto columns = ntlmscan::table_columns(batch.table);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (ntlmscan::is_coded(columns[c].type) && columns[c].type != ColumnType::kJson) {
      for (std::size_t i = 0; i < kTexts.size(); ++i) batch.columns[c].text.push_back(pick(kTexts, i + first_row));
    }
    for (std::size_t at = 0; at < rows; ++at) {
      if (!is_null(c, first_row + at)) set_value(batch, c, at, first_row + at);
    }
  }
  batch.seal();
}

Status write_rows(Sink& sink, Table table, const std::vector<std::size_t>& groups) {
  Batch batch(table);
  std::size_t row = 0;
  for (const std::size_t rows : groups) {
    fill(batch, row, rows);
    if (Status written = sink.write(batch); !written) return written;
    row += rows;
  }
  return {};
}

Status write_all_tables(Sink& sink, const std::vector<std::size_t>& groups) {
  for (std::size_t i = 0; i < ntlmscan::kTableCount; ++i) {
    if (Status written = write_rows(sink, static_cast<Table>(i), groups); !written) return written;
  }
  return {};
}

Status write_awkward(Sink& sink) { return write_all_tables(sink, {300}); }

Status write_empty(Sink&) { return {}; }

/// Row groups of 0 to 46 rows.
Status write_many(Sink& sink) {
  std::vector<std::size_t> groups;
  for (std::size_t i = 0; i < 60; ++i) groups.push_back(i * 7 % 47);
  return write_all_tables(sink, groups);
}

/// A dictionary of `entries` texts of `length` bytes, walked through in steps.
void code(Batch& batch, ntlmscan::Column column, std::size_t entries, std::size_t length, std::size_t step) {
  ColumnData& to = batch.columns[static_cast<std::size_t>(column)];
  for (std::size_t i = 0; i < entries; ++i) {
    std::string text = std::to_string(i) + ":";
    text.resize(length, 'd');
    to.text.push_back(text);
  }
  for (std::size_t row = 0; row < batch.rows; ++row) {
    to.codes.push_back(static_cast<std::int32_t>(row * step % entries));
  }
}

/// A full batch with dictionaries at and past 64 Ki entries, at and past 1 MiB.
Status write_dictionaries(Sink& sink) {
  Batch batch;
  batch.rows = ntlmscan::kBatchRows;
  code(batch, ntlmscan::Column::kSource, 1, 12, 1);
  code(batch, ntlmscan::Column::kComputer, 65536, 8, 1);
  code(batch, ntlmscan::Column::kChannel, 70000, 8, 3);
  code(batch, ntlmscan::Column::kProvider, 1024, 1020, 5);
  code(batch, ntlmscan::Column::kUserName, 1024, 1021, 5);
  code(batch, ntlmscan::Column::kUserSid, 3, 30, 1);
  batch.seal();
  return sink.write(batch);
}

void push_text(ColumnData& to, const std::string& text) {
  to.codes.push_back(static_cast<std::int32_t>(to.text.size()));
  to.text.push_back(text);
}

/// Texts of a megabyte and more, in plain columns, in a dictionary and in `extra`.
Status write_huge(Sink& sink) {
  Batch batch;
  batch.rows = 8;
  ColumnData& activity = batch.columns[static_cast<std::size_t>(ntlmscan::Column::kActivityId)];
  ColumnData& extra = batch.columns[static_cast<std::size_t>(ntlmscan::Column::kExtra)];
  ColumnData& user = batch.columns[static_cast<std::size_t>(ntlmscan::Column::kUserName)];
  user.text.push_back(std::string(3 << 20, 'u'));
  for (const int length : {1, 1 << 20})
    extra.text.push_back("{\"Data\":\"" + std::string(static_cast<std::size_t>(length), 'e') + "\"}");
  for (std::size_t row = 0; row < batch.rows; ++row) {
    push_text(activity, std::string(row * 300'000, static_cast<char>('a' + row)));
    extra.codes.push_back(row == 5 ? 1 : 0);
    user.codes.push_back(row == 2 ? 0 : -1);
  }
  batch.seal();
  return sink.write(batch);
}

/// Numbers that are awkward for one encoding or another, by the row of the table; nothing is a null.
struct Pattern {
  ntlmscan::Column column;
  std::optional<std::int64_t> (*at)(std::uint64_t row);
};

std::int64_t wrapped(std::uint64_t bits) { return static_cast<std::int64_t>(bits); }
std::int64_t narrow(std::uint64_t bits) { return static_cast<std::int32_t>(static_cast<std::uint32_t>(bits)); }
constexpr std::uint64_t kStir = 0x9E37'79B9'7F4A'7C15;

using Number = std::optional<std::int64_t>;
constexpr Pattern kPatterns[] = {
    {ntlmscan::Column::kByteOffset, [](std::uint64_t row) { return Number(wrapped(row * row)); }},
    {ntlmscan::Column::kRecordId, [](std::uint64_t row) { return Number(wrapped(row * kStir)); }},
    {ntlmscan::Column::kFiletime, [](std::uint64_t row) { return Number(wrapped(0 - row * 3)); }},
    {ntlmscan::Column::kTime, [](std::uint64_t row) { return Number(wrapped(1'788'986'400'000'000 + row * 977)); }},
    {ntlmscan::Column::kKeywords, [](std::uint64_t) { return Number(7); }},
    {ntlmscan::Column::kCallerLogonId,
     [](std::uint64_t row) { return Number(row % 2 == 0 ? kSmallest + wrapped(row) : kLargest - wrapped(row)); }},
    {ntlmscan::Column::kClientPort, [](std::uint64_t row) { return Number(row % 2 == 0 ? kSmallest : kLargest); }},
    {ntlmscan::Column::kProcessId,
     [](std::uint64_t row) { return row % 97 == 5 ? Number(wrapped(row * 1000)) : std::nullopt; }},
    {ntlmscan::Column::kLogonId, [](std::uint64_t row) { return row == 3 ? Number(-1) : std::nullopt; }},
    {ntlmscan::Column::kStatus,
     [](std::uint64_t row) { return row / 100 % 2 == 0 ? Number(wrapped(row % 5 << 40)) : std::nullopt; }},
    {ntlmscan::Column::kEventId, [](std::uint64_t row) { return Number(wrapped(4624 + row % 300)); }},
    {ntlmscan::Column::kVersion, [](std::uint64_t row) { return Number(narrow(row * kStir)); }},
    {ntlmscan::Column::kLevel,
     [](std::uint64_t row) { return Number(narrow(row % 2 == 0 ? row : 0x8000'0000 + row)); }},
};

Status write_numbers(Sink& sink) {
  std::uint64_t first = 0;
  for (const std::size_t rows : {5000U, 1U, 129U, 33U}) {
    Batch batch;
    batch.rows = rows;
    for (const Pattern& pattern : kPatterns) {
      ColumnData& to = batch.columns[static_cast<std::size_t>(pattern.column)];
      for (std::size_t at = 0; at < rows; ++at) {
        const Number number = pattern.at(first + at);
        to.valid.push_back(number ? 1 : 0);
        to.numbers.push_back(number.value_or(0));
      }
    }
    batch.seal();
    if (Status written = sink.write(batch); !written) return written;
    first += rows;
  }
  return {};
}

struct Case {
  std::string_view name;
  Status (*write)(Sink&);
};
constexpr Case kCases[] = {{"awkward", write_awkward},           {"empty", write_empty}, {"many", write_many},
                           {"dictionaries", write_dictionaries}, {"huge", write_huge},   {"numbers", write_numbers}};

}  // namespace

Status write_case(std::string_view name, Sink& sink) {
  for (const Case& one : kCases) {
    if (one.name == name) return one.write(sink);
  }
  return ntlmscan::Error{ntlmscan::FaultCode::kBadArgument, "no case of that name"};
}

}  // namespace awkward
