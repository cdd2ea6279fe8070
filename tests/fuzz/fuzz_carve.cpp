// Fuzz target: bytes of any kind through carve(), and each chunk that is found mended as it is for a log.
#include <cstdint>
#include <string>
#include <vector>

#include "fuzz/memory_source.hpp"
#include "fuzz/require.hpp"
#include "ntlmscan/carve.hpp"
#include "recover/image_search.hpp"
#include "scan/carved_log.hpp"
#include "support/collect_sink.hpp"

namespace ntlmscan::fuzz {
namespace {

std::string carved(const std::uint8_t* data, std::size_t size, unsigned threads) {
  support::CollectSink sink;
  CarveOptions options;
  options.scan.buffers = {named(data, size)};
  options.scan.threads = threads;
  const auto done = carve(options, sink);
  require(done.ok() && sink.finished() && sink.complaint().empty(), "carving does not fail");
  require(done.value().summary.records == 0, "nothing carved is live");
  std::string out;
  std::int64_t before = -1;
  for (const support::Row& row : sink.events()) {
    require(row["origin"] == "carved", "every row is carved");
    require(row.number("byte_offset") > before, "rows come by offset, none twice");
    before = row.number("byte_offset");
    require(static_cast<std::size_t>(before) < size, "a row lies inside");
    out.append(row.text()).push_back('\n');
  }
  return out;
}

void mend_all(Bytes image) {
  recover::Signatures signatures;
  std::vector<recover::ChunkPlace> places;
  recover::find_signatures(image, 0, image.size(), signatures);
  recover::find_chunks(image, signatures.chunks, places);
  std::size_t end = 0;
  for (const recover::ChunkPlace& place : places) {
    require(place.at >= end && image.fits(place.at, place.size), "chunks lie inside and do not overlap");
    end = place.at + place.size;
    const Bytes bytes = image.slice_unchecked(place.at, place.size);
    scanning::FoundChunk found;
    if (!scanning::describe_chunk(bytes, found)) continue;
    std::vector<std::uint8_t> chunk(bytes.data(), bytes.data() + bytes.size());
    chunk.resize(evtx::kChunkSize);
    require(scanning::mend_chunk(chunk, found.records, 1) == found.records, "mending finds the same records");
  }
}

}  // namespace
}  // namespace ntlmscan::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ntlmscan::fuzz;
  if (size == 0) return 0;
  const std::string alone = carved(data, size, 1);
  require(carved(data, size, 2) == alone, "threads change nothing");
  mend_all({data, size});
  return 0;
}
