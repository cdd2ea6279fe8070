// What `scan` without -o tells: a sink that counts instead of writing.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "faults.hpp"
#include "ntlmscan/sink.hpp"
#include "summary/tally.hpp"

namespace ntlmscan::cli {

/// A stretch of time, in microseconds since 1970.
struct Span {
  bool any = false;
  std::int64_t first = 0;
  std::int64_t last = 0;

  void add(std::int64_t micros) noexcept;
  [[nodiscard]] std::uint64_t seconds() const noexcept { return static_cast<std::uint64_t>(last - first) / 1'000'000; }
};

/// One computer, from `coverage` and from its NTLM rows.
struct HostFacts {
  std::uint64_t records = 0;
  std::uint64_t ntlm = 0;
  std::uint64_t hours = 0;  ///< UTC hours with a record
  Span span;
  Span security;     ///< of channel Security alone
  Span operational;  ///< of channel Microsoft-Windows-NTLM/Operational alone
};

/// One kind of event; the same id under another group counts apart.
struct EventKind {
  std::string provider;
  std::int64_t id = 0;
  std::string group;
  auto operator<=>(const EventKind&) const = default;
};

struct VersionFacts {
  std::uint64_t records = 0;
  std::uint64_t anonymous = 0;
};

/// Everything the summary shows. Counts are records.
struct Findings {
  std::map<EventKind, std::uint64_t> events;
  std::map<EventKind, std::uint64_t> blocked;
  Tally blocked_paths;                            ///< `account: client -> server`
  std::map<std::string, std::uint64_t> outcomes;  ///< of group ntlm
  std::map<std::string, VersionFacts> versions;   ///< of group ntlm; empty key: the record does not say
  std::map<std::string, HostFacts> hosts;
  bool hosts_complete = true;
  std::set<std::string> channels;
  Span span;
  Tally accounts, clients, servers, programs;
  std::uint64_t ntlm = 0;
  std::uint64_t weak = 0;     ///< rows of warning twins
  std::uint64_t claimed = 0;  ///< rows whose client is only named by itself
  FaultLog faults;
};

class SummarySink final : public Sink {
 public:
  Status write(const Batch& batch) override;
  Status finish() override { return {}; }

  [[nodiscard]] const Findings& findings() const noexcept { return findings_; }

 private:
  void add_events(const Batch& batch);
  void add_coverage(const Batch& batch);
  [[nodiscard]] HostFacts* host(std::string_view name);

  Findings findings_;
  std::unordered_set<std::uint64_t> hours_;  // host number and hour, bounded
  std::map<std::string, std::uint64_t> host_numbers_;
};

}  // namespace ntlmscan::cli
