// Arrow structures: contents, ownership, errors.
#include "ntlmscan/arrow_export.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ntlmscan {
namespace {

/// Rows "a", null, "b" of `source` and 1, 2, null of `bytes`; the rest is null.
Batch sample() {
  Batch batch(Table::kFaults);
  batch.rows = 3;
  for (const char* text : {"a", "b"}) batch.columns[0].text.push_back(text);
  batch.columns[0].codes = {0, -1, 1};
  batch.columns[4].numbers = {1, 2};
  batch.columns[4].valid = {1, 1};
  batch.seal();
  return batch;
}

std::shared_ptr<const Batch> shared(Batch batch) { return std::make_shared<const Batch>(std::move(batch)); }

template <class T>
const T* buffer(const ArrowArray* array, int which) {
  return static_cast<const T*>(array->buffers[which]);
}

TEST(ArrowExport, DescribesATable) {
  ArrowSchema schema;
  export_schema(Table::kEvents, &schema);
  EXPECT_STREQ(schema.format, "+s");
  ASSERT_EQ(schema.n_children, static_cast<std::int64_t>(kEventColumnCount));
  const ArrowSchema& source = *schema.children[0];
  EXPECT_STREQ(source.name, "source");
  EXPECT_STREQ(source.format, "i");
  ASSERT_NE(source.dictionary, nullptr);
  EXPECT_STREQ(source.dictionary->format, "u");
  EXPECT_EQ(source.flags, ARROW_FLAG_NULLABLE);
  EXPECT_STREQ(schema.children[static_cast<int>(Column::kTime)]->format, "tsu:UTC");
  EXPECT_STREQ(schema.children[static_cast<int>(Column::kExtra)]->format, "u");
  EXPECT_EQ(std::string_view(schema.metadata + 8, kSchemaVersionKey.size()), kSchemaVersionKey);
  schema.release(&schema);
  EXPECT_EQ(schema.release, nullptr);
}

TEST(ArrowExport, HandsOverValuesAndNulls) {
  ArrowArray array;
  ASSERT_TRUE(export_batch(shared(sample()), &array).ok());
  EXPECT_EQ(array.length, 3);
  EXPECT_EQ(array.null_count, 0);
  const ArrowArray* source = array.children[0];
  EXPECT_EQ(source->null_count, 1);
  EXPECT_EQ(*buffer<std::uint8_t>(source, 0), 0b101);
  EXPECT_EQ(buffer<std::int32_t>(source, 1)[1], 0) << "a null's index stays within the dictionary";
  EXPECT_EQ(buffer<std::int32_t>(source, 1)[2], 1);
  ASSERT_EQ(source->dictionary->length, 2);
  EXPECT_EQ(std::string_view(buffer<char>(source->dictionary, 2), 2), "ab");
  const ArrowArray* bytes = array.children[4];
  EXPECT_EQ(*buffer<std::uint8_t>(bytes, 0), 0b011);
  EXPECT_EQ(buffer<std::int64_t>(bytes, 1)[1], 2);
  EXPECT_EQ(array.children[5]->null_count, 3);
  EXPECT_EQ(buffer<std::int32_t>(array.children[5], 1)[3], 0) << "offsets of a column without texts";
  array.release(&array);
  EXPECT_EQ(array.release, nullptr);
}

TEST(ArrowExport, GivesAnEmptyDictionaryItsOneOffset) {
  ArrowArray array;
  ASSERT_TRUE(export_batch(shared(sample()), &array).ok());
  const ArrowArray* code = array.children[2];
  ASSERT_NE(code->dictionary, nullptr);
  EXPECT_EQ(code->dictionary->length, 0);
  EXPECT_EQ(*buffer<std::int32_t>(code->dictionary, 1), 0);
  array.release(&array);
}

TEST(ArrowExport, WritesPlainTextsOut) {
  Batch batch = sample();
  batch.columns[5].text.push_back("one");
  batch.columns[5].text.push_back("two");
  batch.columns[5].codes = {1, -1, 1};
  ArrowArray array;
  ASSERT_TRUE(export_batch(shared(std::move(batch)), &array).ok());
  const ArrowArray* message = array.children[5];
  EXPECT_EQ(message->dictionary, nullptr);
  EXPECT_EQ(message->null_count, 1);
  EXPECT_EQ(*buffer<std::uint8_t>(message, 0), 0b101);
  EXPECT_EQ(std::vector<std::int32_t>(buffer<std::int32_t>(message, 1), buffer<std::int32_t>(message, 1) + 4),
            (std::vector<std::int32_t>{0, 3, 3, 6}));
  EXPECT_EQ(std::string_view(buffer<char>(message, 2), 6), "twotwo");
  array.release(&array);
}

TEST(ArrowExport, RefusesTextsThatOffsetsCannotReach) {
  Batch batch(Table::kFaults);
  batch.rows = 3;
  batch.columns[5].text.push_back(std::string(std::size_t{1} << 20, 'x'));
  batch.columns[5].codes = {0, 0, 0};
  ArrowArray array;
  ASSERT_TRUE(export_batch(shared(batch), &array).ok());
  array.release(&array);
  batch.rows = 2048;
  batch.columns[5].codes.assign(batch.rows, 0);  // 2 GiB, one byte more than fits
  EXPECT_EQ(export_batch(shared(std::move(batch)), &array).error().code, FaultCode::kBadArgument);
  EXPECT_EQ(array.release, nullptr);
}

TEST(ArrowExport, LetsAChildOutliveItsParent) {
  ArrowArray array;
  ASSERT_TRUE(export_batch(shared(sample()), &array).ok());
  ArrowArray kept = *array.children[4];
  array.children[4]->release = nullptr;  // moved out, as the interface has it
  array.release(&array);
  EXPECT_EQ(buffer<std::int64_t>(&kept, 1)[0], 1);
  kept.release(&kept);
}

TEST(ArrowExport, StreamsUntilTheEnd) {
  int left = 2;
  const BatchSource source = [&left]() -> Result<std::shared_ptr<const Batch>> {
    if (left-- == 0) return std::shared_ptr<const Batch>();
    return shared(sample());
  };
  ArrowArrayStream stream;
  export_stream(Table::kFaults, source, &stream);
  ArrowSchema schema;
  ASSERT_EQ(stream.get_schema(&stream, &schema), 0);
  EXPECT_EQ(schema.n_children, 6);
  schema.release(&schema);
  ArrowArray array;
  for (int i = 0; i < 2; ++i) {
    ASSERT_EQ(stream.get_next(&stream, &array), 0);
    ASSERT_NE(array.release, nullptr);
    array.release(&array);
  }
  ASSERT_EQ(stream.get_next(&stream, &array), 0);
  EXPECT_EQ(array.release, nullptr);
  EXPECT_EQ(stream.get_last_error(&stream), nullptr);
  stream.release(&stream);
  EXPECT_EQ(stream.release, nullptr);
}

TEST(ArrowExport, ReportsWhyASourceFailed) {
  const std::pair<FaultCode, int> cases[] = {{FaultCode::kBadArgument, EINVAL},
                                             {FaultCode::kOutOfMemory, ENOMEM},
                                             {FaultCode::kStopped, ECANCELED},
                                             {FaultCode::kInputUnreadable, EIO}};
  for (const auto& [code, number] : cases) {
    const Error error{code, "no more"};
    ArrowArrayStream stream;
    export_stream(
        Table::kFaults, [error]() -> Result<std::shared_ptr<const Batch>> { return error; }, &stream);
    ArrowArray array;
    EXPECT_EQ(stream.get_next(&stream, &array), number);
    EXPECT_EQ(array.release, nullptr);
    EXPECT_STREQ(stream.get_last_error(&stream), "no more");
    stream.release(&stream);
  }
}

}  // namespace
}  // namespace ntlmscan
