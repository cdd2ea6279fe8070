// Arrow C structures over the vectors of a batch, with their release callbacks.
#include "ntlmscan/arrow_export.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ntlmscan {
namespace {

/// What an ArrowSchema or ArrowArray points to. Each has its own, since a consumer may keep a child longer than
/// its parent.
template <class Arrow>
struct Family {
  std::vector<Arrow> members;
  std::vector<Arrow*> children;
  Arrow dictionary{};

  /// Makes room for `count` children, still empty.
  void adopt(std::size_t count) {
    members.resize(count);
    for (Arrow& member : members) children.push_back(&member);
  }
  void release() {
    for (Arrow& member : members) release_one(member);
    release_one(dictionary);
  }
  static void release_one(Arrow& one) {
    if (one.release != nullptr) one.release(&one);
  }
};

struct SchemaParts : Family<ArrowSchema> {
  std::string name;
  std::string metadata;
};

struct SharedBatch {
  std::shared_ptr<const Batch> batch;
  std::vector<std::int64_t> zeros;  ///< stands in for every buffer of a column without values
};

struct ArrayParts : Family<ArrowArray> {
  std::shared_ptr<const SharedBatch> shared;
  std::vector<std::uint8_t> validity;
  std::vector<std::uint8_t> bits;
  std::vector<std::int32_t> narrow;
  std::string texts;
  std::array<const void*, 3> buffers{};
};

template <class Arrow, class Parts>
void release(Arrow* self) {
  auto* parts = static_cast<Parts*>(self->private_data);
  parts->release();
  delete parts;
  self->release = nullptr;
}

/// Indexed by ColumnType.
constexpr const char* kFormats[] = {"i", "u", "u", "l", "i", "b", "tsu:UTC"};
static_assert(std::size(kFormats) == static_cast<std::size_t>(ColumnType::kTime) + 1);

void append_length(std::size_t length, std::string& out) {
  const auto number = static_cast<std::int32_t>(length);
  std::array<char, sizeof number> bytes{};
  std::memcpy(bytes.data(), &number, sizeof number);
  out.append(bytes.data(), bytes.size());
}

/// Arrow's encoding of one key and value: count, then each text behind its length.
std::string metadata_of(std::string_view key, std::string_view value) {
  std::string out;
  append_length(1, out);
  for (const std::string_view text : {key, value}) {
    append_length(text.size(), out);
    out.append(text);
  }
  return out;
}

SchemaParts* make_schema(const char* format, std::string_view name, ArrowSchema* out) {
  auto* parts = new SchemaParts;
  parts->name = name;
  *out = {};
  out->format = format;
  out->name = parts->name.c_str();
  out->flags = ARROW_FLAG_NULLABLE;
  out->release = release<ArrowSchema, SchemaParts>;
  out->private_data = parts;
  return parts;
}

void make_column_schema(const ColumnDef& column, ArrowSchema* out) {
  SchemaParts* parts = make_schema(kFormats[static_cast<std::size_t>(column.type)], column.name, out);
  if (column.type != ColumnType::kDictText) return;
  make_schema("u", "", &parts->dictionary);
  out->dictionary = &parts->dictionary;
}

/// One bit a row, lowest first: whether `holds(value)`.
template <class T, class Holds>
std::vector<std::uint8_t> pack_bits(const std::vector<T>& values, Holds holds) {
  std::vector<std::uint8_t> bits((values.size() + 7) / 8);
  const T* value = values.data();
  const std::size_t whole = values.size() / 8;
  for (std::size_t group = 0; group < whole; ++group, value += 8) {
    unsigned byte = 0;
    for (unsigned i = 0; i < 8; ++i) byte |= static_cast<unsigned>(holds(value[i])) << i;
    bits[group] = static_cast<std::uint8_t>(byte);
  }
  for (std::size_t i = 8 * whole; i < values.size(); ++i) {
    bits[whole] = static_cast<std::uint8_t>(bits[whole] | static_cast<unsigned>(holds(values[i])) << i % 8);
  }
  return bits;
}

ArrayParts* make_array(std::shared_ptr<const SharedBatch> shared, std::size_t length, ArrowArray* out) {
  auto* parts = new ArrayParts;
  parts->shared = std::move(shared);
  *out = {};
  out->length = static_cast<std::int64_t>(length);
  out->buffers = parts->buffers.data();
  out->release = release<ArrowArray, ArrayParts>;
  out->private_data = parts;
  return parts;
}

void set_dictionary(const TextPool& texts, ArrayParts& parts, ArrowArray* out) {
  out->n_buffers = 3;
  // Below 2^31, so the same bits as Arrow's signed offsets, of which an empty array has one.
  parts.buffers[1] = parts.shared->zeros.data();
  if (texts.size() > 0) parts.buffers[1] = texts.ends().data();
  parts.buffers[2] = texts.bytes().data();
}

/// A row has a value where `holds(value)`; no bits where all have.
template <class T, class Holds>
void set_validity(const std::vector<T>& values, Holds holds, ArrayParts& parts, ArrowArray* out) {
  out->null_count = std::count_if(values.begin(), values.end(), [&](T value) { return !holds(value); });
  if (out->null_count == 0) return;
  parts.validity = pack_bits(values, holds);
  parts.buffers[0] = parts.validity.data();
}

constexpr auto is_code = [](std::int32_t code) { return code >= 0; };

/// Null codes are -1 in a batch; Arrow wants any number in range, and gets 0 in a copy of the codes.
void set_codes(const std::vector<std::int32_t>& codes, ArrayParts& parts, ArrowArray* out) {
  out->n_buffers = 2;
  parts.buffers[1] = codes.data();
  set_validity(codes, is_code, parts, out);
  if (out->null_count == 0) return;
  parts.narrow = codes;
  for (std::int32_t& code : parts.narrow) code = std::max(code, 0);
  parts.buffers[1] = parts.narrow.data();
}

std::size_t written_out_bytes(const ColumnData& column) noexcept {
  std::size_t bytes = 0;
  for (const std::int32_t code : column.codes) {
    if (code >= 0) bytes += column.text[static_cast<std::size_t>(code)].size();
  }
  return bytes;
}

/// Plain utf8: the text of every row, end to end.
void set_texts(const ColumnData& column, ArrayParts& parts, ArrowArray* out) {
  out->n_buffers = 3;
  set_validity(column.codes, is_code, parts, out);
  parts.texts.reserve(written_out_bytes(column));
  parts.narrow.reserve(column.codes.size() + 1);
  parts.narrow.push_back(0);
  for (const std::int32_t code : column.codes) {
    if (code >= 0) parts.texts.append(column.text[static_cast<std::size_t>(code)]);
    parts.narrow.push_back(static_cast<std::int32_t>(parts.texts.size()));
  }
  parts.buffers[1] = parts.narrow.data();
  parts.buffers[2] = parts.texts.data();
}

void set_numbers(ColumnType type, const std::vector<std::int64_t>& numbers, ArrayParts& parts, ArrowArray* out) {
  out->n_buffers = 2;
  parts.buffers[1] = numbers.data();
  if (type == ColumnType::kBool) {
    parts.bits = pack_bits(numbers, [](std::int64_t number) { return number != 0; });
    parts.buffers[1] = parts.bits.data();
  } else if (type == ColumnType::kInt32) {
    parts.narrow.reserve(numbers.size());
    for (const std::int64_t number : numbers) parts.narrow.push_back(static_cast<std::int32_t>(number));
    parts.buffers[1] = parts.narrow.data();
  }
}

bool is_plain_text(ColumnType type) noexcept { return is_coded(type) && type != ColumnType::kDictText; }

void set_nulls(ColumnType type, ArrayParts& parts, ArrowArray* out) {
  out->n_buffers = is_plain_text(type) ? 3 : 2;
  out->null_count = out->length;
  parts.buffers.fill(parts.shared->zeros.data());
}

void make_column(ColumnType type, const ColumnData& column, const std::shared_ptr<const SharedBatch>& shared,
                 ArrowArray* out) {
  ArrayParts* parts = make_array(shared, shared->batch->rows, out);
  if (type == ColumnType::kDictText) {
    ArrayParts* dictionary = make_array(shared, column.text.size(), &parts->dictionary);
    set_dictionary(column.text, *dictionary, &parts->dictionary);
    out->dictionary = &parts->dictionary;
  }
  if (column.all_null()) return set_nulls(type, *parts, out);
  if (type == ColumnType::kDictText) return set_codes(column.codes, *parts, out);
  if (is_coded(type)) return set_texts(column, *parts, out);
  set_validity(
      column.valid, [](std::uint8_t valid) { return valid != 0; }, *parts, out);
  set_numbers(type, column.numbers, *parts, out);
}

bool fits_offsets(const ColumnDef& definition, const ColumnData& column) noexcept {
  constexpr std::size_t kReach = std::numeric_limits<std::int32_t>::max();
  if (is_plain_text(definition.type)) return written_out_bytes(column) <= kReach;
  return column.text.bytes().size() <= kReach;
}

struct StreamParts {
  Table table;
  BatchSource next;
  std::string error;
};

int error_number(FaultCode code) noexcept {
  switch (code) {
    case FaultCode::kBadArgument:
      return EINVAL;
    case FaultCode::kOutOfMemory:
      return ENOMEM;
    case FaultCode::kStopped:
      return ECANCELED;
    default:
      return EIO;
  }
}

StreamParts* parts_of(ArrowArrayStream* stream) { return static_cast<StreamParts*>(stream->private_data); }

int fail(ArrowArrayStream* stream, const Error& error) {
  parts_of(stream)->error = error.message;
  return error_number(error.code);
}

int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
  export_schema(parts_of(stream)->table, out);
  return 0;
}

int get_next(ArrowArrayStream* stream, ArrowArray* out) {
  out->release = nullptr;
  auto next = parts_of(stream)->next();
  if (!next) return fail(stream, next.error());
  if (next.value() == nullptr) return 0;
  const Status exported = export_batch(std::move(next.value()), out);
  return exported.ok() ? 0 : fail(stream, exported.error());
}

const char* get_last_error(ArrowArrayStream* stream) {
  const std::string& error = parts_of(stream)->error;
  return error.empty() ? nullptr : error.c_str();
}

void release_stream(ArrowArrayStream* stream) {
  delete parts_of(stream);
  stream->release = nullptr;
}

}  // namespace

void export_schema(Table table, ArrowSchema* out) {
  const auto columns = table_columns(table);
  SchemaParts* parts = make_schema("+s", "", out);
  parts->metadata = metadata_of(kSchemaVersionKey, kSchemaVersion);
  parts->adopt(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) make_column_schema(columns[i], &parts->members[i]);
  out->metadata = parts->metadata.data();
  out->flags = 0;
  out->n_children = static_cast<std::int64_t>(columns.size());
  out->children = parts->children.data();
}

Status export_batch(std::shared_ptr<const Batch> batch, ArrowArray* out) {
  *out = {};
  const auto columns = table_columns(batch->table);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!fits_offsets(columns[i], batch->columns[i]))
      return Error{FaultCode::kBadArgument, "the texts of one column of a batch exceed 2 GiB"};
  }
  const std::size_t rows = batch->rows;
  auto shared = std::make_shared<const SharedBatch>(SharedBatch{std::move(batch), std::vector<std::int64_t>(rows + 1)});
  ArrayParts* parts = make_array(shared, rows, out);
  parts->adopt(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i)
    make_column(columns[i].type, shared->batch->columns[i], shared, &parts->members[i]);
  out->n_buffers = 1;
  out->n_children = static_cast<std::int64_t>(columns.size());
  out->children = parts->children.data();
  return {};
}

void export_stream(Table table, BatchSource next, ArrowArrayStream* out) {
  *out = {get_schema, get_next, get_last_error, release_stream, new StreamParts{table, std::move(next), {}}};
}

}  // namespace ntlmscan
