// Records of one event at a time, read by their plans: what each kind costs up to its extracted fields.
#include <benchmark/benchmark.h>

#include <string>
#include <string_view>
#include <vector>

#include "counted.hpp"
#include "evtx/layout.hpp"
#include "evtx_writer/event.hpp"
#include "evtx_writer/moment.hpp"
#include "plan/record_reader.hpp"

namespace ntlmscan::bench {
namespace {

constexpr std::size_t kRecords = 2000;  // several chunks, so that finding templates again is part of it
constexpr std::uint64_t kManyValues = 40;

struct EventKind {
  std::string_view provider;
  std::uint16_t id;
  std::uint8_t version;
};

constexpr std::string_view kSecurity = "Microsoft-Windows-Security-Auditing";
constexpr std::string_view kNtlm = "Microsoft-Windows-NTLM";
constexpr std::string_view kNetlogon = "Microsoft-Windows-Security-Netlogon";

constexpr EventKind k4624{kSecurity, 4624, 2};
constexpr EventKind k4625{kSecurity, 4625, 0};
constexpr EventKind k4634{kSecurity, 4634, 0};
constexpr EventKind k4672{kSecurity, 4672, 0};
constexpr EventKind k4769{kSecurity, 4769, 0};
constexpr EventKind k4776{kSecurity, 4776, 0};
constexpr EventKind k5140{kSecurity, 5140, 1};
constexpr EventKind k8001{kNtlm, 8001, 0};
constexpr EventKind k8003{kNtlm, 8003, 0};
constexpr EventKind k4022{kNtlm, 4022, 0};
constexpr EventKind k8004{kNetlogon, 8004, 0};

// A value of the field's type; one of some forty, as logs repeat themselves.
void fill(fixtures::EventSpec& event, const std::string& name, std::uint8_t type, std::uint64_t turn) {
  const std::string number = std::to_string(turn % kManyValues);
  if (type == fixtures::kString) {
    event.set(name, "CONTOSO-" + name + number);
  } else if (type == fixtures::kSid) {
    event.set(name, "S-1-5-21-1004336348-1177238915-682003330-" + std::to_string(1100 + turn % kManyValues));
  } else if (type == fixtures::kGuid) {
    event.set(name, "{00000000-0000-0000-0000-000000000000}");
  } else {
    event.set(name, turn % kManyValues);
  }
}

fixtures::LogFile log_of(const EventKind& kind) {
  fixtures::LogWriter log;
  for (std::uint64_t turn = 0; turn < kRecords; ++turn) {
    fixtures::EventSpec event = fixtures::make_event(kind.provider, kind.id, kind.version);
    event.system.computer = "CONTOSO-DC3.contoso.local";
    event.system.created = fixtures::filetime_of(2026, 3, 2, 8, 15, 30) + turn * 10'000'000;
    const std::vector<fixtures::Field> fields = event.fields;
    for (const fixtures::Field& field : fields) fill(event, field.name, field.declared_type, turn);
    append(log, event, fixtures::Shape::kLive);
  }
  return log.finish();
}

void plan_run(benchmark::State& state, const EventKind& kind) {
  const fixtures::LogFile log = log_of(kind);
  const Bytes file(log.bytes);
  const plan::Selection everything;
  plan::RecordReader reader(everything, false);
  std::size_t planned = 0;
  count_items(state, kRecords, [&] {
    std::size_t kept = 0;
    std::size_t chunk = log.chunk_offsets.size();
    planned = 0;
    for (const fixtures::RecordPlace& place : log.records) {
      if (place.chunk != chunk)
        reader.begin_chunk(file.slice_unchecked(log.chunk_offsets[chunk = place.chunk], evtx::kChunkSize));
      const std::size_t end = std::size_t{place.offset} + place.size - evtx::kRecordTrailerSize;
      kept += reader.read(place.offset + evtx::kRecordHeaderSize, end) == plan::Verdict::kKept ? 1 : 0;
      planned += reader.planned() ? 1 : 0;
    }
    return kept;
  });
  state.counters["planned"] = static_cast<double>(planned);
  state.counters["fields"] = static_cast<double>(reader.extraction().fields.size());
}

#define NTLMSCAN_BENCH_EVENT(id) BENCHMARK_CAPTURE(plan_run, id, k##id)->Unit(benchmark::kMicrosecond)

NTLMSCAN_BENCH_EVENT(4624);
NTLMSCAN_BENCH_EVENT(4625);
NTLMSCAN_BENCH_EVENT(4634);
NTLMSCAN_BENCH_EVENT(4672);
NTLMSCAN_BENCH_EVENT(4769);
NTLMSCAN_BENCH_EVENT(4776);
NTLMSCAN_BENCH_EVENT(5140);
NTLMSCAN_BENCH_EVENT(8001);
NTLMSCAN_BENCH_EVENT(8003);
NTLMSCAN_BENCH_EVENT(8004);
NTLMSCAN_BENCH_EVENT(4022);

}  // namespace
}  // namespace ntlmscan::bench
