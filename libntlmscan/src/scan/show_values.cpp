// Lists template instances and their value tables, outermost first.
#include "scan/show_values.hpp"

#include <utility>

#include "binxml/values.hpp"
#include "evtx/layout.hpp"

namespace ntlmscan::scanning {
namespace {

using binxml::Instance;
using binxml::Stream;
using binxml::Value;
using binxml::ValueType;

struct TypeName {
  ValueType type;
  std::string_view name;
};
constexpr TypeName kTypeNames[] = {
    {ValueType::kNull, "Null"},
    {ValueType::kUtf16, "UnicodeString"},
    {ValueType::kAnsi, "AnsiString"},
    {ValueType::kInt8, "Int8"},
    {ValueType::kUInt8, "UInt8"},
    {ValueType::kInt16, "Int16"},
    {ValueType::kUInt16, "UInt16"},
    {ValueType::kInt32, "Int32"},
    {ValueType::kUInt32, "UInt32"},
    {ValueType::kInt64, "Int64"},
    {ValueType::kUInt64, "UInt64"},
    {ValueType::kFloat, "Float"},
    {ValueType::kDouble, "Double"},
    {ValueType::kBool, "Boolean"},
    {ValueType::kBinary, "Binary"},
    {ValueType::kGuid, "GUID"},
    {ValueType::kSizeT, "SizeT"},
    {ValueType::kFiletime, "FILETIME"},
    {ValueType::kSystemtime, "SYSTEMTIME"},
    {ValueType::kSid, "SID"},
    {ValueType::kHex32, "HexInt32"},
    {ValueType::kHex64, "HexInt64"},
    {ValueType::kEvtHandle, "EvtHandle"},
    {ValueType::kBinXml, "BinXml"},
    {ValueType::kEvtXml, "EvtXml"},
};

std::string type_name(ValueType type) {
  for (const TypeName& known : kTypeNames) {
    if (known.type == binxml::item_type(type)) return std::string(known.name) + (is_array(type) ? "[]" : "");
  }
  return "type " + std::to_string(static_cast<unsigned>(type));
}

std::string value_text(const Value& value) {
  std::string out;
  if (value.type == ValueType::kNull) return out;
  if (value.type == ValueType::kBinXml) return "(Binary XML)";
  if (!is_array(value.type)) {
    binxml::append_value_text(out, value.type, value.bytes);
    return out;
  }
  bool damaged = false;
  const ValueType item = binxml::item_type(value.type);
  for (Bytes rest = value.bytes; !rest.empty();) {
    const std::size_t before = rest.size();
    const Bytes next = binxml::next_array_item(item, rest, damaged);
    if (rest.size() == before || damaged) break;
    if (!out.empty()) out += ", ";
    binxml::append_value_text(out, item, next);
  }
  return out;
}

/// A stretch of Binary XML that is still to be listed.
struct Stretch {
  std::size_t begin;
  std::size_t end;
};

class ValueLister {
 public:
  ValueLister(Bytes chunk, FileOffset chunk_at, const evtx::Record& record, RecordDetail& out)
      : chunk_(chunk), chunk_at_(chunk_at), record_(record), out_(out) {}

  void run(std::size_t begin, std::size_t end) {
    waiting_.push_back({begin, end});
    for (std::size_t i = 0; i < waiting_.size() && i < binxml::kMaxStreamDepth; ++i) {
      Stream stream;
      const Stretch at = waiting_[i];
      binxml::parse_stream(chunk_, at.begin, at.end, binxml::Dialect::kStream, stream);
      for (const Instance& instance : stream.instances) list(instance);
    }
  }

 private:
  void list(const Instance& instance) {
    RecordTemplate found;
    found.id = instance.id;
    found.definition_at = raw(chunk_at_) + instance.definition;
    found.defined_here = instance.definition >= raw(record_.at) && instance.definition - raw(record_.at) < record_.size;
    constexpr binxml::TextStyle kPlain{.guid_upper = true, .guid_braces = false, .fraction_digits = 7};
    if (const auto guid = chunk_.slice(std::size_t{instance.definition} + binxml::kDefinitionGuid, 16)) {
      binxml::append_value_text(found.guid, ValueType::kGuid, *guid, kPlain);
    }
    const auto number = static_cast<unsigned>(out_.templates.size());
    out_.templates.push_back(std::move(found));
    for (std::uint32_t i = 0; i < instance.values.count(); ++i) list(instance.values, number, i);
  }

  void list(const binxml::ValueTable& table, unsigned number, std::uint32_t i) {
    const ValueType type = table.type_unchecked(i);  // i < count()
    const Value value = table.value(i);
    RecordValue out;
    out.template_number = number;
    out.index = i;
    out.type = static_cast<std::uint8_t>(type);
    out.type_name = type_name(type);
    out.size = table.size_unchecked(i);
    out.text = value_text(value);
    out_.values.push_back(std::move(out));
    if (type != ValueType::kBinXml || value.bytes.empty()) return;
    const std::size_t begin = value.bytes.offset_in(chunk_);
    waiting_.push_back({begin, begin + value.bytes.size()});
  }

  Bytes chunk_;
  FileOffset chunk_at_;
  const evtx::Record& record_;
  RecordDetail& out_;
  std::vector<Stretch> waiting_;
};

}  // namespace

void list_values(Bytes chunk, FileOffset chunk_at, const evtx::Record& record, RecordDetail& out) {
  const std::size_t begin = raw(record.at) + evtx::kRecordHeaderSize;
  const std::size_t end = raw(record.at) + record.size - evtx::kRecordTrailerSize;
  ValueLister(chunk, chunk_at, record, out).run(begin, end);
}

}  // namespace ntlmscan::scanning
