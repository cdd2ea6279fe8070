// Opening, recognising and laying out one input.
#include "scan/open_file.hpp"

#include <algorithm>

#include "bytes/byte_view.hpp"
#include "bytes/read_buffer.hpp"
#include "bytes/utf16.hpp"
#include "evtx/chunk.hpp"
#include "evtx/layout.hpp"
#include "recover/loose_search.hpp"
#include "scan/lending.hpp"

namespace ntlmscan::scanning {
namespace {

using evtx::kChunkSize;
using evtx::kFileHeaderSize;

constexpr std::size_t kSearchBlock = 1u << 20;
// How far the first chunk of a log with a damaged header may lie in a file that was found in a folder: enough for a
// header block of another size, little enough to pass over millions of other files.
constexpr std::size_t kRecogniseWithin = kFileHeaderSize + kChunkSize;

void lose(OpenFile& file, FaultCode code, std::uint64_t at, std::uint64_t bytes, std::string message) {
  file.faults.push_back({code, Severity::kLost, at, bytes, std::move(message)});
}

std::shared_ptr<OpenFile> failed_file(std::string name, FaultCode code, std::uint64_t bytes, std::string message) {
  auto file = std::make_shared<OpenFile>();
  file->name = valid_utf8(name);
  file->size = bytes;
  file->failed = true;
  lose(*file, code, 0, bytes, valid_utf8(message));
  return file;
}

// First chunk magic in `block` at or behind `from`, 8-byte aligned; block.size() if there is none.
std::size_t find_magic(Bytes block, std::size_t from) noexcept {
  for (std::size_t at = from; block.fits(at, 8); at += 8) {
    if (block.u64_unchecked(at) == evtx::kChunkMagic) return at;
  }
  return block.size();
}

// Chunks of a log whose file header is gone: by their magic, 8-byte aligned; 65536 bytes each. Other bytes that are not
// zero are lost, but for the header block itself.
class ChunkSearch {
 public:
  explicit ChunkSearch(OpenFile& file)
      : file_(file), buffer_(kSearchBlock), window_(kChunkSize + evtx::kChunkHeaderSize) {}

  void run() {
    while (at_ < file_.size) {
      const auto got = file_.source->read_at(at_, buffer_);
      if (!got) {
        lose(file_, got.error().code, at_, file_.size - at_, got.error().message);
        break;
      }
      const Bytes block = Bytes(buffer_).first(got.value());
      if (block.empty()) break;
      search(block);
    }
    report_gap(file_.size);
    file_.chunk_count = file_.found_chunks.size();
  }

 private:
  void search(Bytes block) {
    std::size_t at = 0;
    while (at < block.size()) {
      const std::size_t found = find_magic(block, at);
      note_gap(block.slice_unchecked(at, found - at), at_ + at);
      if (found == block.size()) break;
      report_gap(at_ + found);
      file_.found_chunks.push_back(at_ + found);
      at = found + size_of(at_ + found);
    }
    at_ += std::max<std::size_t>(at, block.size());
  }

  // 65536, or less where the next chunk begins earlier: a text in a record may look like a chunk's magic, so its header
  // checksum must hold.
  std::size_t size_of(std::uint64_t chunk) {
    const auto got = file_.source->read_at(chunk, window_);
    const Bytes bytes = got ? Bytes(window_).first(got.value()) : Bytes();
    for (std::size_t at = find_magic(bytes, 8); at < kChunkSize && at < bytes.size(); at = find_magic(bytes, at + 8)) {
      const Bytes rest = bytes.slice_unchecked(at, bytes.size() - at);
      const evtx::ChunkHeader header = evtx::read_chunk_header(rest.first(kChunkSize));
      if (rest.size() >= evtx::kChunkHeaderSize && header.header_ok && header.bounds_ok) return at;
    }
    return kChunkSize;
  }

  void note_gap(Bytes bytes, std::uint64_t at) {
    if (in_gap_ || all_zero(bytes)) return;
    gap_from_ = at;
    for (std::size_t i = 0; bytes.u8_unchecked(i) == 0; ++i) ++gap_from_;
    in_gap_ = true;
  }

  void report_gap(std::uint64_t end) {
    // The header block lies directly in front of the first chunk, wherever that is.
    const std::uint64_t header_block = file_.found_chunks.empty() ? kFileHeaderSize : 0;
    if (in_gap_ && end - gap_from_ > header_block) {
      lose(file_, FaultCode::kBytesBetweenChunks, gap_from_, end - gap_from_,
           "no chunk header was found in these bytes");
    }
    in_gap_ = false;
  }

  OpenFile& file_;
  ReadBuffer buffer_;
  ReadBuffer window_;  // one chunk and a header behind it
  std::uint64_t at_ = 0;
  std::uint64_t gap_from_ = 0;
  bool in_gap_ = false;
};

void lay_out_regular(OpenFile& file) {
  const std::uint64_t body = file.size > kFileHeaderSize ? file.size - kFileHeaderSize : 0;
  file.chunk_count = (body + kChunkSize - 1) / kChunkSize;
  if (file.size < kFileHeaderSize) {
    return lose(file, FaultCode::kFileCut, file.size, 0, "the file ends inside its header: every chunk is missing");
  }
  const std::uint64_t whole = body / kChunkSize;
  // The recorded count is 16 bits wide and believed only to say that the end of the file is missing.
  const bool short_of_chunks = file.header.ok() && whole < 0xFFFF && file.header.chunk_count > file.chunk_count;
  if (short_of_chunks) {
    lose(file, FaultCode::kFileCut, file.size, 0,
         "the header names " + std::to_string(file.header.chunk_count) + " chunks, the file holds " +
             std::to_string(file.chunk_count));
  }
}

bool ends_as_log(const std::string& name) {
  constexpr std::string_view kEnding = ".evtx";
  if (name.size() < kEnding.size()) return false;
  return std::equal(kEnding.begin(), kEnding.end(), name.end() - static_cast<std::ptrdiff_t>(kEnding.size()),
                    [](char a, char b) { return a == b || (b >= 'A' && b <= 'Z' && a == b - 'A' + 'a'); });
}

// Files that were named, or are called as logs are, are searched to their end before they are refused or passed over.
bool is_log(const ByteSource& source, Bytes head, const SourcePath& path) {
  if (head.load<std::uint64_t>(0) == evtx::kFileMagic) return true;
  if (path.named || ends_as_log(path.name)) return true;
  std::vector<std::uint8_t> start(kRecogniseWithin);
  const auto got = source.read_at(0, start);
  return got && find_magic(Bytes(start).first(got.value()), 0) < got.value();
}

// A chunk or a record at any alignment.
bool holds_records(const OpenFile& file) {
  ReadBuffer buffer(kSearchBlock + kChunkSize);
  for (std::uint64_t at = 0; at < file.size; at += kSearchBlock) {
    const auto got = file.source->read_at(at, buffer);
    if (!got) return false;
    const Bytes block = Bytes(buffer).first(got.value());
    if (recover::find_chunk(block, 0, block.size()) < block.size()) return true;
    recover::CandidateScan scan(block, 0, block.size(), 1);
    while (const auto found = scan.next()) {
      if (found->flaw == recover::Flaw::kNone) return true;
    }
  }
  return false;
}

// Nothing of a log was found: not one, or one that could not be read.
std::shared_ptr<OpenFile> without_chunks(const SourcePath& path, const OpenFile& searched) {
  for (const Fault& fault : searched.faults) {
    if (fault.code == FaultCode::kInputUnreadable)
      return failed_file(path.name, fault.code, searched.size, fault.message);
  }
  if (!path.named) return nullptr;
  return failed_file(path.name, FaultCode::kNotEvtx, searched.size,
                     "not an event log: no header and no chunk was found");
}

Result<std::shared_ptr<const ByteSource>> open_source(const SourcePath& path) {
  if (path.bytes != nullptr) return path.bytes;
  auto opened = FileSource::open(path.path);
  if (!opened) return opened.error();
  return std::shared_ptr<const ByteSource>(std::move(opened.value()));
}

}  // namespace

std::uint64_t OpenFile::chunk_at(std::uint64_t k) const noexcept {
  return regular() ? kFileHeaderSize + k * kChunkSize : found_chunks[static_cast<std::size_t>(k)];
}

std::size_t OpenFile::chunk_size(std::uint64_t k) const noexcept {
  const bool has_next = !regular() && k + 1 < chunk_count;
  const std::uint64_t end = has_next ? chunk_at(k + 1) : size;
  return static_cast<std::size_t>(std::min<std::uint64_t>(kChunkSize, end - chunk_at(k)));
}

std::shared_ptr<OpenFile> open_file(const SourcePath& path, bool recover) {
  auto opened = open_source(path);
  if (!opened) return failed_file(path.name, opened.error().code, 0, opened.error().message);
  std::uint8_t head_bytes[kFileHeaderSize];
  const auto got = opened.value()->read_at(0, head_bytes);
  if (!got) return failed_file(path.name, got.error().code, opened.value()->size(), got.error().message);
  const Bytes head(head_bytes, got.value());
  if (!is_log(*opened.value(), head, path)) return nullptr;
  if (head.empty() && !path.named) return nullptr;
  if (head.empty()) return failed_file(path.name, FaultCode::kInputEmpty, 0, "the file is empty");
  auto file = std::make_shared<OpenFile>();
  file->name = path.name;
  file->templates = std::make_shared<FileTemplates>();
  file->size = opened.value()->size();
  file->source = std::move(opened.value());
  file->header = evtx::read_file_header(head);
  if (file->regular()) {
    evtx::judge_file_header(file->header, head, file->faults);
    lay_out_regular(*file);
    return file;
  }
  ChunkSearch(*file).run();
  if (file->chunk_count == 0 && !(recover && holds_records(*file))) return without_chunks(path, *file);
  evtx::judge_file_header(file->header, head, file->faults);
  return file;
}

Error first_lost(const OpenFile& file, const Fault& fault) {
  std::string message = file.name + "@" + std::to_string(fault.byte_offset) + ": " + fault.message;
  return {fault.code, std::move(message), file.name, fault.byte_offset};
}

std::shared_ptr<OpenFile> missing_file(const Error& error) {
  const std::size_t colon = error.message.rfind(": ");
  return failed_file(error.message.substr(0, colon), error.code, 0, error.message);
}

}  // namespace ntlmscan::scanning
