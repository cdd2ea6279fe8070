// Field headers, varints and nesting of the Thrift compact protocol.
#include "sinks/parquet/thrift_compact.hpp"

#include <cassert>

namespace ntlmscan::sinks::parquet {
namespace {

enum Type : std::uint8_t { kTrue = 1, kFalse = 2, kByte = 3, kI32 = 5, kI64 = 6, kBinary = 8, kList = 9, kStruct = 12 };

/// The largest distance between ids, and the longest list, that fit the high half of a header byte.
constexpr int kShortDelta = 15;
constexpr std::size_t kShortList = 14;

char byte_of(unsigned high, unsigned low) noexcept { return static_cast<char>(high << 4 | low); }

}  // namespace

void append_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out.push_back(static_cast<char>(value | 0x80));
  out.push_back(static_cast<char>(value));
}

void CompactWriter::field(int id, std::uint8_t type) {
  const int delta = id - last_id_[depth_];
  assert(delta > 0);
  last_id_[depth_] = id;
  if (delta <= kShortDelta) {
    out_->push_back(byte_of(static_cast<unsigned>(delta), type));
    return;
  }
  out_->push_back(static_cast<char>(type));
  append_varint(*out_, zigzag(id));
}

void CompactWriter::push() {
  assert(depth_ + 1 < kDepth);
  last_id_[++depth_] = 0;
}

void CompactWriter::flag(int id, bool value) { field(id, value ? kTrue : kFalse); }

void CompactWriter::i8(int id, std::int8_t value) {
  field(id, kByte);
  out_->push_back(static_cast<char>(value));
}

void CompactWriter::i32(int id, std::int32_t value) {
  field(id, kI32);
  append_varint(*out_, zigzag(value));
}

void CompactWriter::i64(int id, std::int64_t value) {
  field(id, kI64);
  append_varint(*out_, zigzag(value));
}

void CompactWriter::text(int id, std::string_view value) {
  field(id, kBinary);
  text_item(value);
}

void CompactWriter::open_struct(int id) {
  field(id, kStruct);
  push();
}

void CompactWriter::empty_struct(int id) {
  open_struct(id);
  close();
}

void CompactWriter::open_list(int id, Element element, std::size_t count) {
  field(id, kList);
  const auto type = static_cast<unsigned>(element);
  if (count <= kShortList) {
    out_->push_back(byte_of(static_cast<unsigned>(count), type));
    return;
  }
  out_->push_back(byte_of(0xF, type));
  append_varint(*out_, count);
}

void CompactWriter::i32_item(std::int32_t value) { append_varint(*out_, zigzag(value)); }

void CompactWriter::text_item(std::string_view value) {
  append_varint(*out_, value.size());
  out_->append(value);
}

void CompactWriter::open_item() { push(); }

void CompactWriter::close() {
  out_->push_back('\0');
  if (depth_ > 0) --depth_;
}

}  // namespace ntlmscan::sinks::parquet
