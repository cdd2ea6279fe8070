// One pass over the System parts of a chunk's records.
#include "recover/neighbours.hpp"

#include "bytes/utf16.hpp"

namespace ntlmscan::recover {
namespace {

using plan::SystemField;

std::string text_of(const plan::Value& value) {
  std::string text;
  if (value.type == binxml::ValueType::kUtf16) append_utf8(text, trim_end(value.bytes));
  return text;
}

// A text that differs once is not agreed on; nor is one that is absent once.
void agree(std::string& agreed, const std::string& text) {
  if (agreed != text) agreed.clear();
}

}  // namespace

bool Neighbours::read(const evtx::Record& record, LostSystem& system) {
  const std::size_t begin = raw(record.at) + evtx::kRecordHeaderSize;
  const std::size_t end = raw(record.at) + record.size - evtx::kRecordTrailerSize;
  const bool planned = runner_.open(begin, end);
  bool forwarded = false;
  if (!planned && !reader_.read_system(begin, end, values_, forwarded)) return false;
  const auto value = [&](SystemField field) { return planned ? runner_.system(field) : values_[field]; };
  system.provider = text_of(value(SystemField::kProvider));
  system.channel = text_of(value(SystemField::kChannel));
  system.computer = text_of(value(SystemField::kComputer));
  return true;
}

const LostSystem& Neighbours::agreed() {
  if (asked_) return agreed_;
  asked_ = true;
  agreed_ = {};
  runner_.begin_chunk(chunk_);
  reader_.begin_chunk(chunk_);
  bool first = true;
  LostSystem system;
  for (const evtx::Record& record : records_) {
    if (!read(record, system)) continue;
    if (first) agreed_ = system;
    first = false;
    agree(agreed_.provider, system.provider);
    agree(agreed_.channel, system.channel);
    agree(agreed_.computer, system.computer);
  }
  return agreed_;
}

}  // namespace ntlmscan::recover
