// Chunks and logs, one at a time.
#include "scan/open_chunk.hpp"

#include "evtx/layout.hpp"

namespace ntlmscan::scanning {
namespace {

Result<std::shared_ptr<OpenFile>> open_source(const SourcePath& source, bool recover) {
  std::shared_ptr<OpenFile> file = open_file(source, recover);
  if (file != nullptr && !file->failed) return file;
  const bool unknown = file == nullptr || file->faults.empty();
  const std::string why = unknown ? "no event log" : file->faults.back().message;
  const FaultCode code = unknown ? FaultCode::kNotEvtx : file->faults.back().code;
  return Error{code, why.starts_with(source.name) ? why : source.name + ": " + why, source.name};
}

Fault lost_chunk(const OpenFile& file, std::uint64_t number, const evtx::ChunkHeader& header) {
  return {header.cut ? FaultCode::kChunkCut : FaultCode::kChunkWithoutHeader, Severity::kLost, file.chunk_at(number),
          file.chunk_size(number),
          header.cut ? "the file ends in bytes that are no chunk" : "no chunk header at the start of this block"};
}

}  // namespace

Result<OpenChunk> read_chunk(const OpenFile& file, std::uint64_t number, std::vector<Fault>& faults) {
  OpenChunk out;
  out.at = static_cast<FileOffset>(file.chunk_at(number));
  out.buffer.resize(evtx::kChunkSize);
  const auto got = file.source->read_at(raw(out.at), out.buffer);
  if (!got) return got.error();
  out.bytes = Bytes(out.buffer).first(got.value());
  const evtx::ChunkHeader header = evtx::read_chunk_header(out.bytes);
  if (!header.magic) {
    if (!all_zero(out.bytes)) faults.push_back(lost_chunk(file, number, header));
    return out;
  }
  evtx::judge_chunk_header(header, out.at, faults);
  evtx::RecordWalk walk(out.bytes, header, out.at, file.header.dirty || !file.header.ok(), faults);
  while (const auto record = walk.next()) out.records.push_back(*record);
  return out;
}

Result<std::shared_ptr<OpenFile>> open_one(const std::string& path, bool recover) {
  SourceList sources({path});
  const auto first = sources.next();
  if (!first) return Error{FaultCode::kInputMissing, path + ": no log is there", path};
  if (!first->ok()) return Error{first->error().code, first->error().message, path};
  if (!first->value().named) return Error{FaultCode::kBadArgument, path + ": is a folder; name one log", path};
  return open_source(first->value(), recover);
}

Result<std::shared_ptr<OpenFile>> open_one(const NamedBytes& bytes, bool recover) {
  SourceList sources({}, {bytes});
  return open_source(sources.next()->value(), recover);
}

}  // namespace ntlmscan::scanning
