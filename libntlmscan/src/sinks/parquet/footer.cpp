// FileMetaData of parquet.thrift: schema, row groups, keys and values.
#include "sinks/parquet/footer.hpp"

#include <array>
#include <cstring>

#include "ntlmscan/version.hpp"
#include "sinks/parquet/thrift_compact.hpp"

namespace ntlmscan::sinks::parquet {
namespace {

using Element = CompactWriter::Element;

/// Readers that know the RLE_DICTIONARY encoding and logical types are promised by 2.
constexpr std::int32_t kFormatVersion = 2;

struct TypeMapping {
  PhysicalType physical;
  ConvertedType converted;
};

/// Indexed by ColumnType. JSON goes as a plain string: pyarrow and arro3 would otherwise show an extension type
/// and DuckDB its JSON type.
constexpr TypeMapping kMappings[] = {
    {PhysicalType::kByteArray, ConvertedType::kUtf8},         // kDictText
    {PhysicalType::kByteArray, ConvertedType::kUtf8},         // kText
    {PhysicalType::kByteArray, ConvertedType::kUtf8},         // kJson
    {PhysicalType::kInt64, ConvertedType::kInt64},            // kInt64
    {PhysicalType::kInt32, ConvertedType::kInt32},            // kInt32
    {PhysicalType::kBoolean, ConvertedType::kNone},           // kBool
    {PhysicalType::kInt64, ConvertedType::kTimestampMicros},  // kTime
};
static_assert(std::size(kMappings) == static_cast<std::size_t>(ColumnType::kTime) + 1);

const TypeMapping& mapping(ColumnType type) noexcept { return kMappings[static_cast<std::size_t>(type)]; }

template <class E>
std::int32_t number(E value) noexcept {
  return static_cast<std::int32_t>(value);
}

void integer_type(CompactWriter& out, std::int8_t bits) {
  out.open_struct(10);
  out.i8(1, bits);
  out.flag(2, true);
  out.close();
}

/// UTC-adjusted microseconds: TimeUnit's second choice.
void time_type(CompactWriter& out) {
  out.open_struct(8);
  out.flag(1, true);
  out.open_struct(2);
  out.empty_struct(2);
  out.close();
  out.close();
}

/// Field 10 of SchemaElement, the union LogicalType.
void logical_type(CompactWriter& out, ColumnType type) {
  if (type == ColumnType::kBool) return;
  out.open_struct(10);
  if (type == ColumnType::kTime) {
    time_type(out);
  } else if (type == ColumnType::kInt64 || type == ColumnType::kInt32) {
    integer_type(out, type == ColumnType::kInt64 ? 64 : 32);
  } else {
    out.empty_struct(1);
  }
  out.close();
}

void schema_element(CompactWriter& out, const ColumnDef& column) {
  const TypeMapping& types = mapping(column.type);
  out.open_item();
  out.i32(1, number(types.physical));
  out.i32(3, number(Repetition::kOptional));
  out.text(4, column.name);
  if (types.converted != ConvertedType::kNone) out.i32(6, number(types.converted));
  logical_type(out, column.type);
  out.close();
}

void schema(CompactWriter& out, std::span<const ColumnDef> columns) {
  out.open_list(2, Element::kStruct, columns.size() + 1);
  out.open_item();
  out.text(4, "schema");
  out.i32(5, static_cast<std::int32_t>(columns.size()));
  out.close();
  for (const ColumnDef& column : columns) schema_element(out, column);
}

void key_values(CompactWriter& out, Table table) {
  const std::array<std::array<std::string_view, 2>, 2> pairs = {{
      {kSchemaVersionKey, kSchemaVersion},
      {"ntlmscan.table", table_name(table)},
  }};
  out.open_list(5, Element::kStruct, pairs.size());
  for (const auto& [key, value] : pairs) {
    out.open_item();
    out.text(1, key);
    out.text(2, value);
    out.close();
  }
}

/// Every column is ordered as its type is: TypeDefinedOrder.
void column_orders(CompactWriter& out, std::size_t columns) {
  out.open_list(7, Element::kStruct, columns);
  for (std::size_t i = 0; i < columns; ++i) {
    out.open_item();
    out.empty_struct(1);
    out.close();
  }
}

void statistics(CompactWriter& out, const Statistics& of) {
  out.open_struct(12);
  out.i64(3, of.null_count);
  if (of.has_bounds) {
    out.text(5, of.highest);
    out.text(6, of.lowest);
    out.flag(7, true);
    out.flag(8, true);
  }
  out.close();
}

/// PLAIN stands for the dictionary page as well as for values, RLE for levels.
void encodings(CompactWriter& out, const EncodedColumn& chunk) {
  const bool coded = chunk.dictionary_bytes > 0;
  const bool plain = chunk.encoding == Encoding::kPlain;
  out.open_list(2, Element::kI32, coded ? 3 : 2);
  if (coded || plain) out.i32_item(number(Encoding::kPlain));
  out.i32_item(number(Encoding::kRle));
  if (!plain) out.i32_item(number(chunk.encoding));
}

void encoding_stats(CompactWriter& out, const EncodedColumn& chunk) {
  const auto entry = [&out](PageType page, Encoding encoding, std::int32_t count) {
    out.open_item();
    out.i32(1, number(page));
    out.i32(2, number(encoding));
    out.i32(3, count);
    out.close();
  };
  const bool coded = chunk.dictionary_bytes > 0;
  out.open_list(13, Element::kStruct, coded ? 2 : 1);
  if (coded) entry(PageType::kDictionary, Encoding::kPlain, 1);
  entry(PageType::kData, chunk.encoding, chunk.data_pages);
}

/// Field 3 of ColumnChunk, the structure ColumnMetaData.
void column_metadata(CompactWriter& out, const ColumnDef& column, const EncodedColumn& chunk, std::size_t rows,
                     std::int64_t offset) {
  out.open_struct(3);
  out.i32(1, number(mapping(column.type).physical));
  encodings(out, chunk);
  out.open_list(3, Element::kText, 1);
  out.text_item(column.name);
  out.i32(4, number(chunk.codec));
  out.i64(5, static_cast<std::int64_t>(rows));
  out.i64(6, chunk.uncompressed_bytes);
  out.i64(7, static_cast<std::int64_t>(chunk.bytes.size()));
  out.i64(9, offset + chunk.dictionary_bytes);
  if (chunk.dictionary_bytes > 0) out.i64(11, offset);
  statistics(out, chunk.statistics);
  encoding_stats(out, chunk);
  out.close();
}

}  // namespace

void Footer::add_column(std::size_t column, const EncodedColumn& chunk, std::size_t rows, std::int64_t offset) {
  CompactWriter out(columns_);
  out.i64(2, offset);
  column_metadata(out, table_columns(table_)[column], chunk, rows, offset);
  out.close();
  if (group_offset_ < 0) group_offset_ = offset;
  group_bytes_ += static_cast<std::int64_t>(chunk.bytes.size());
  group_uncompressed_ += chunk.uncompressed_bytes;
}

void Footer::end_row_group(std::size_t rows) {
  CompactWriter out(groups_);
  out.open_list(1, Element::kStruct, table_columns(table_).size());
  groups_ += columns_;
  out.i64(2, group_uncompressed_);
  out.i64(3, static_cast<std::int64_t>(rows));
  out.i64(5, group_offset_);
  out.i64(6, group_bytes_);
  out.close();
  ++row_groups_;
  rows_ += static_cast<std::int64_t>(rows);
  columns_.clear();
  group_offset_ = -1;
  group_bytes_ = group_uncompressed_ = 0;
}

void Footer::append_to(std::string& out) const {
  const std::size_t start = out.size();
  const auto columns = table_columns(table_);
  CompactWriter metadata(out);
  metadata.i32(1, kFormatVersion);
  schema(metadata, columns);
  metadata.i64(3, rows_);
  metadata.open_list(4, Element::kStruct, row_groups_);
  out += groups_;
  key_values(metadata, table_);
  metadata.text(6, "ntlmscan version " + std::string(kVersion));
  column_orders(metadata, columns.size());
  metadata.close();
  const auto length = static_cast<std::uint32_t>(out.size() - start);
  out.resize(out.size() + sizeof length);
  std::memcpy(out.data() + out.size() - sizeof length, &length, sizeof length);
  out += kMagic;
}

}  // namespace ntlmscan::sinks::parquet
