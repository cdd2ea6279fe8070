// Where the chunks of the benchmarks come from.
#include "chunk_input.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string_view>
#include <unordered_set>

#include "evtx/chunk.hpp"
#include "evtx/layout.hpp"
#include "evtx/record_walk.hpp"
#include "plan/record_reader.hpp"
#include "scenarios/catalogue.hpp"
#include "scenarios/contoso_demo.hpp"

namespace ntlmscan::bench {
namespace {

namespace fs = std::filesystem;
using FileBytes = std::vector<std::uint8_t>;

constexpr std::size_t kKinds = 3;
constexpr std::size_t kMostChunks = 64;
constexpr std::size_t kFirstRecordNumber = 8;  // u64s of the chunk header
constexpr std::size_t kLastRecordNumber = 16;

std::string utf16(std::string_view ascii) {
  std::string wide;
  for (const char letter : ascii) wide.append({letter, '\0'});
  return wide;
}

bool is_of(Kind kind, Bytes chunk) {
  static const std::string security = utf16("Microsoft-Windows-Security-Auditing");
  static const std::array ntlm = {utf16("Microsoft-Windows-NTLM"), utf16("NtLmSsp")};
  const auto has = [&](const std::string& name) { return chunk.chars().find(name) != std::string_view::npos; };
  if (kind == Kind::kSecurity) return has(security);
  return kind == Kind::kMixed || has(ntlm[0]) || has(ntlm[1]);
}

fs::path corpus_folder() {
  const char* const named = std::getenv("NTLMSCAN_CORPUS");
  return named != nullptr ? fs::path(named) : fs::path(NTLMSCAN_SOURCE_DIR) / ".." / "shared" / "corpus";
}

std::vector<FileBytes> corpus_files() {
  std::vector<fs::path> paths;
  std::error_code none;
  for (const auto& entry : fs::recursive_directory_iterator(corpus_folder(), none)) {
    if (entry.path().extension() == ".evtx") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<FileBytes> files;
  for (const fs::path& path : paths) {
    std::ifstream in(path, std::ios::binary);
    files.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return files;
}

std::vector<FileBytes> fixture_files() {
  std::vector<FileBytes> files;
  for (const fixtures::CollectedLog& log : fixtures::contoso_demo()) files.push_back(log.write().bytes);
  files.push_back(fixtures::catalogue_log(fixtures::Shape::kLive).write().bytes);
  return files;
}

/// All distinct chunks whose checksums hold; views of `files`.
std::vector<Bytes> sound_chunks(const std::vector<FileBytes>& files) {
  std::vector<Bytes> chunks;
  std::unordered_set<std::string_view> known;
  for (const FileBytes& file : files) {
    const Bytes bytes(file);
    for (std::size_t at = evtx::kFileHeaderSize; bytes.fits(at, evtx::kChunkSize); at += evtx::kChunkSize) {
      const Bytes chunk = bytes.slice_unchecked(at, evtx::kChunkSize);
      if (evtx::read_chunk_header(chunk).ok() && known.insert(chunk.chars()).second) chunks.push_back(chunk);
    }
  }
  return chunks;
}

struct Source {
  std::vector<FileBytes> files = corpus_files();
  bool real = !files.empty();
  std::vector<Bytes> chunks;
  Source() {
    if (!real) files = fixture_files();
    chunks = sound_chunks(files);
  }
};

std::size_t rows_by_walker(Bytes chunk) {
  const plan::Selection everything;
  plan::RecordReader reader(everything, true);
  std::vector<Fault> faults;
  evtx::RecordWalk walk(chunk, evtx::read_chunk_header(chunk), FileOffset{}, false, faults);
  reader.begin_chunk(chunk);
  std::size_t rows = 0;
  while (const auto record = walk.next()) {
    const std::size_t at = raw(record->at);
    const auto verdict = reader.read(at + evtx::kRecordHeaderSize, at + record->size - evtx::kRecordTrailerSize);
    rows += verdict == plan::Verdict::kKept || verdict == plan::Verdict::kPartial ? 1 : 0;
  }
  return rows;
}

ChunkInput make(const Source& source, Kind kind) {
  std::vector<Bytes> chunks;
  std::copy_if(source.chunks.begin(), source.chunks.end(), std::back_inserter(chunks),
               [&](Bytes chunk) { return is_of(kind, chunk); });
  ChunkInput input;
  input.real = source.real;
  const std::size_t count = std::min(chunks.size(), kMostChunks);
  for (std::size_t i = 0; i < count; ++i) {
    const Bytes chunk = chunks[i * chunks.size() / count];
    input.bytes.insert(input.bytes.end(), chunk.data(), chunk.data() + chunk.size());
    input.records +=
        static_cast<std::size_t>(chunk.u64_unchecked(kLastRecordNumber) - chunk.u64_unchecked(kFirstRecordNumber) + 1);
    input.rows += rows_by_walker(chunk);
  }
  return input;
}

std::array<ChunkInput, kKinds> all_inputs() {
  const Source source;
  return {make(source, Kind::kMixed), make(source, Kind::kSecurity), make(source, Kind::kNtlm)};
}

/// A file that goes when it does. Its header says that the log has no checksums, and so counts as sound.
struct TemporaryLog {
  std::string path;

  explicit TemporaryLog(Kind kind) {
    const ChunkInput& input = chunk_input(kind);
    FileBytes bytes(evtx::kFileHeaderSize);
    std::copy_n("ElfFile", 7, bytes.begin());
    bytes[evtx::kFileFlags] = evtx::kFileFlagNoChecksums;
    bytes.insert(bytes.end(), input.bytes.begin(), input.bytes.end());
    const auto number = std::to_string(std::random_device{}());
    path = (fs::temp_directory_path() / ("ntlmscan-bench-" + number + ".evtx")).string();
    std::ofstream out(path, std::ios::binary);
    out << Bytes(bytes).chars();
  }
  TemporaryLog(const TemporaryLog&) = delete;
  TemporaryLog& operator=(const TemporaryLog&) = delete;
  ~TemporaryLog() {
    std::error_code none;
    fs::remove(path, none);
  }
};

}  // namespace

const ChunkInput& chunk_input(Kind kind) {
  static const std::array<ChunkInput, kKinds> inputs = all_inputs();
  return inputs[static_cast<std::size_t>(kind)];
}

const std::string& log_of(Kind kind) {
  static const std::array<TemporaryLog, kKinds> logs{TemporaryLog(Kind::kMixed), TemporaryLog(Kind::kSecurity),
                                                     TemporaryLog(Kind::kNtlm)};
  return logs[static_cast<std::size_t>(kind)].path;
}

}  // namespace ntlmscan::bench
