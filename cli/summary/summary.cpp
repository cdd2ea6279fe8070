// Counting of rows: by dictionary codes within a batch, by text across batches.
#include "summary/summary.hpp"

#include <algorithm>
#include <unordered_map>

#include "summary/names.hpp"

namespace ntlmscan::cli {
namespace {

constexpr std::size_t kMostHosts = 100'000;
constexpr std::size_t kMostHours = 4'000'000;
constexpr std::size_t kMostKinds = 10'000;
constexpr std::string_view kOperational = "Microsoft-Windows-NTLM/Operational";

// Columns of table `coverage`.
enum : std::size_t { kCovSource, kCovComputer, kCovChannel, kCovHour, kCovForwarded, kCovRecords, kCovFirst, kCovLast };

/// Reads cells of a batch.
class Cells {
 public:
  explicit Cells(const Batch& batch) noexcept : batch_(batch) {}

  [[nodiscard]] std::int32_t code(std::size_t column, std::size_t row) const noexcept {
    const ColumnData& data = batch_.columns[column];
    return data.codes.empty() ? -1 : data.codes[row];
  }
  [[nodiscard]] std::string_view word(std::size_t column, std::int32_t code) const noexcept {
    return code < 0 ? std::string_view() : batch_.columns[column].text[static_cast<std::size_t>(code)];
  }
  [[nodiscard]] std::string_view text(std::size_t column, std::size_t row) const noexcept {
    return word(column, code(column, row));
  }
  [[nodiscard]] bool has_number(std::size_t column, std::size_t row) const noexcept {
    const ColumnData& data = batch_.columns[column];
    return !data.valid.empty() && data.valid[row] != 0;
  }
  [[nodiscard]] std::int64_t number(std::size_t column, std::size_t row) const noexcept {
    return has_number(column, row) ? batch_.columns[column].numbers[row] : 0;
  }
  [[nodiscard]] std::int32_t code(Column column, std::size_t row) const noexcept {
    return code(static_cast<std::size_t>(column), row);
  }
  [[nodiscard]] std::string_view text(Column column, std::size_t row) const noexcept {
    return text(static_cast<std::size_t>(column), row);
  }
  [[nodiscard]] std::string_view word(Column column, std::int32_t code) const noexcept {
    return word(static_cast<std::size_t>(column), code);
  }
  [[nodiscard]] std::int64_t number(Column column, std::size_t row) const noexcept {
    return number(static_cast<std::size_t>(column), row);
  }

 private:
  const Batch& batch_;
};

/// A dictionary entry: which column, which code.
struct Cell {
  Column column = kNoColumn;
  std::int32_t code = -1;
};

/// Counts of one batch by two small numbers.
using PairCounts = std::unordered_map<std::uint64_t, std::uint64_t>;

std::uint64_t pair_key(std::int32_t high, std::int32_t low) noexcept {
  return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(high)) << 32) | static_cast<std::uint32_t>(low);
}
std::int32_t high_of(std::uint64_t key) noexcept { return static_cast<std::int32_t>(key >> 32); }
std::int32_t low_of(std::uint64_t key) noexcept { return static_cast<std::int32_t>(key & 0xFFFFFFFFu); }

/// Counts the NTLM rows of one batch.
class NtlmRows {
 public:
  NtlmRows(const Cells& cells, Findings& findings) : cells_(cells), findings_(findings) {}

  void add(std::size_t row) {
    ++findings_.ntlm;
    ++outcomes_[pair_key(0, cells_.code(Column::kOutcome, row))];
    ++hosts_[pair_key(0, cells_.code(Column::kComputer, row))];
    if (cells_.number(Column::kWeakness, row) != 0) ++findings_.weak;
    const bool anonymous = is_anonymous(cells_.text(Column::kUserName, row), cells_.text(Column::kUserSid, row));
    add_version(row, anonymous);
    const std::int32_t user = cells_.code(Column::kUserName, row);
    if (user >= 0 && !anonymous) ++accounts_[pair_key(cells_.code(Column::kUserDomain, row), user)];
    const std::int32_t program = cells_.code(Column::kProcessName, row);
    if (program >= 0) ++programs_[pair_key(0, program)];
    const std::string_view vantage = cells_.text(Column::kVantage, row);
    const Cell from = client(row, vantage);
    const Cell to = server(row, vantage);
    count(clients_, from);
    count(servers_, to);
    if (cells_.text(Column::kOutcome, row) == "blocked") add_blocked(row, from, to);
  }

  template <class AddHost>
  void finish(const AddHost& add_host) {
    for (const auto& [key, n] : outcomes_) findings_.outcomes[word(Column::kOutcome, low_of(key))] += n;
    for (const auto& [key, n] : hosts_) add_host(cells_.word(Column::kComputer, low_of(key)), n);
    for (const auto& [key, n] : programs_) {
      findings_.programs.add(base_name(cells_.word(Column::kProcessName, low_of(key))), n);
    }
    for (const auto& [key, n] : accounts_) {
      findings_.accounts.add(
          account_name(cells_.word(Column::kUserDomain, high_of(key)), cells_.word(Column::kUserName, low_of(key))), n);
    }
    add_hosts(clients_, findings_.clients);
    add_hosts(servers_, findings_.servers);
  }

 private:
  [[nodiscard]] std::string word(Column column, std::int32_t code) const {
    return std::string(cells_.word(column, code));
  }

  void add_version(std::size_t row, bool anonymous) {
    VersionFacts& facts = findings_.versions[std::string(cells_.text(Column::kNtlmVersion, row))];
    ++facts.records;
    if (anonymous) ++facts.anonymous;
  }

  // The first of these columns that has a value.
  [[nodiscard]] Cell first(std::size_t row, std::initializer_list<Column> columns) const {
    for (const Column column : columns) {
      if (const std::int32_t code = cells_.code(column, row); code >= 0) return {column, code};
    }
    return {};
  }

  [[nodiscard]] Cell client(std::size_t row, std::string_view vantage) {
    if (vantage == "client") return first(row, {Column::kComputer});
    const Cell found = first(row, {Column::kClientName, Column::kClientAddress});
    if (found.column == Column::kClientName) ++findings_.claimed;
    return found;
  }

  [[nodiscard]] Cell server(std::size_t row, std::string_view vantage) const {
    if (vantage == "server") return first(row, {Column::kComputer});
    if (vantage == "client") return first(row, {Column::kServerName, Column::kTargetName, Column::kServerAddress});
    return first(row, {Column::kServerName, Column::kViaName});
  }

  [[nodiscard]] std::string host_name(Column column, std::int32_t code) const {
    const std::string_view name = cells_.word(column, code);
    return short_host(column == Column::kTargetName ? host_of_spn(name) : name);
  }

  void add_blocked(std::size_t row, Cell from, Cell to) {
    const auto shown = [](std::string text) { return text.empty() ? std::string("?") : std::move(text); };
    const std::string account =
        account_name(cells_.text(Column::kUserDomain, row), cells_.text(Column::kUserName, row));
    const std::string client = from.code < 0 ? std::string() : host_name(from.column, from.code);
    const std::string server = to.code < 0 ? std::string() : host_name(to.column, to.code);
    findings_.blocked_paths.add(shown(account) + ": " + shown(client) + " -> " + shown(server), 1);
  }

  static void count(PairCounts& counts, Cell cell) {
    if (cell.code >= 0) ++counts[pair_key(static_cast<std::int32_t>(cell.column), cell.code)];
  }

  void add_hosts(const PairCounts& counts, Tally& out) const {
    for (const auto& [key, n] : counts) {
      const std::string name = host_name(static_cast<Column>(high_of(key)), low_of(key));
      if (!name.empty()) out.add(name, n);
    }
  }

  const Cells& cells_;
  Findings& findings_;
  PairCounts outcomes_, hosts_, accounts_, programs_, clients_, servers_;
};

/// Counts the rows of one batch by kind of event.
class KindRows {
 public:
  explicit KindRows(const Cells& cells) : cells_(cells) {}

  void add(std::size_t row) {
    const std::int32_t group = cells_.code(Column::kEventGroup, row);
    const auto id = static_cast<std::int32_t>(cells_.number(Column::kEventId, row));
    // Codes from 0 on, and 6 groups: both fit beside each other; code -1 is null.
    ++counts_[pair_key((cells_.code(Column::kProvider, row) + 1) * kGroups + group + 1, id)];
  }

  void finish(std::map<EventKind, std::uint64_t>& out) const {
    for (const auto& [key, n] : counts_) {
      const EventKind kind{std::string(cells_.word(Column::kProvider, high_of(key) / kGroups - 1)), low_of(key),
                           std::string(cells_.word(Column::kEventGroup, high_of(key) % kGroups - 1))};
      if (out.size() < kMostKinds || out.contains(kind)) out[kind] += n;
    }
  }

 private:
  static constexpr std::int32_t kGroups = 64;

  const Cells& cells_;
  PairCounts counts_;
};

}  // namespace

void Span::add(std::int64_t micros) noexcept {
  first = any ? std::min(first, micros) : micros;
  last = any ? std::max(last, micros) : micros;
  any = true;
}

Status SummarySink::write(const Batch& batch) {
  if (batch.table == Table::kEvents) add_events(batch);
  if (batch.table == Table::kCoverage) add_coverage(batch);
  if (batch.table == Table::kFaults) findings_.faults.add(batch);
  return {};
}

void SummarySink::add_events(const Batch& batch) {
  const Cells cells(batch);
  KindRows kinds(cells);
  KindRows blocked(cells);
  NtlmRows ntlm(cells, findings_);
  for (std::size_t row = 0; row < batch.rows; ++row) {
    kinds.add(row);
    if (cells.text(Column::kOutcome, row) == "blocked") blocked.add(row);
    if (cells.text(Column::kEventGroup, row) == "ntlm") ntlm.add(row);
  }
  kinds.finish(findings_.events);
  blocked.finish(findings_.blocked);
  ntlm.finish([this](std::string_view name, std::uint64_t n) {
    if (HostFacts* facts = host(name)) facts->ntlm += n;
  });
}

HostFacts* SummarySink::host(std::string_view name) {
  const std::string key(name);
  const auto known = findings_.hosts.find(key);
  if (known != findings_.hosts.end()) return &known->second;
  if (findings_.hosts.size() >= kMostHosts) {
    findings_.hosts_complete = false;
    return nullptr;
  }
  host_numbers_.emplace(key, host_numbers_.size());
  return &findings_.hosts[key];
}

void SummarySink::add_coverage(const Batch& batch) {
  const Cells cells(batch);
  for (std::size_t row = 0; row < batch.rows; ++row) {
    const std::string_view name = cells.text(kCovComputer, row);
    const std::string_view channel = cells.text(kCovChannel, row);
    if (findings_.channels.size() < kMostKinds) findings_.channels.emplace(channel);
    HostFacts* facts = host(name);
    if (facts == nullptr) continue;
    facts->records += static_cast<std::uint64_t>(cells.number(kCovRecords, row));
    if (!cells.has_number(kCovHour, row)) continue;
    for (const std::size_t column : {std::size_t{kCovFirst}, std::size_t{kCovLast}}) {
      const std::int64_t time = cells.number(column, row);
      facts->span.add(time);
      findings_.span.add(time);
      if (channel == "Security") facts->security.add(time);
      if (channel == kOperational) facts->operational.add(time);
    }
    const std::uint64_t hour = static_cast<std::uint64_t>(cells.number(kCovHour, row)) / 3'600'000'000u;
    const std::uint64_t key = (host_numbers_[std::string(name)] << 40) | (hour & 0xFFFFFFFFFFu);
    if (hours_.size() < kMostHours && hours_.insert(key).second) ++facts->hours;
  }
}

}  // namespace ntlmscan::cli
