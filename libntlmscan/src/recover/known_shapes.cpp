// System templates in both forms, and EventData.
#include "recover/known_shapes.hpp"

#include <array>
#include <cstring>
#include <deque>

#include "bytes/utf16.hpp"
#include "recover/bounds.hpp"

namespace ntlmscan::recover {
namespace {

using binxml::ValueTable;
using binxml::ValueType;

constexpr auto kNull = ValueType::kNull;
constexpr std::uint16_t kOpcodeSlot = 1, kActivitySlot = 7, kProcessIdSlot = 8, kThreadIdSlot = 9;

// Slots 0 to 12 of both forms.
constexpr std::array<SlotRule, 13> kHead = {{{ValueType::kUInt8, 1, false},
                                             {ValueType::kUInt8, 1, false},
                                             {ValueType::kUInt16, 2, false},
                                             {ValueType::kUInt16, 2, false},
                                             {ValueType::kUInt16, 2, true},
                                             {ValueType::kHex64, 8, false},
                                             {ValueType::kFiletime, 8, false},
                                             {ValueType::kGuid, 16, true},
                                             {ValueType::kUInt32, 4, false},
                                             {ValueType::kUInt32, 4, false},
                                             {ValueType::kUInt64, 8, false},
                                             {ValueType::kUInt8, 1, false},
                                             {ValueType::kSid, 0, true}}};
constexpr std::array<SlotRule, 5> kManifestTail = {{{ValueType::kGuid, 16, true},
                                                    {ValueType::kUtf16, 0, false},
                                                    {ValueType::kGuid, 16, true},
                                                    {ValueType::kUtf16, 0, true},
                                                    {ValueType::kBinXml, 0, true}}};
constexpr std::array<SlotRule, 7> kClassicTail = {{{ValueType::kUInt32, 4, true},
                                                   {ValueType::kUInt8, 1, true},
                                                   {ValueType::kUInt32, 4, true},
                                                   {ValueType::kUInt32, 4, true},
                                                   {ValueType::kUInt64, 8, true},
                                                   {ValueType::kGuid, 16, true},
                                                   {ValueType::kBinXml, 0, true}}};

inline bool holds(const SlotRule& slot, const ValueTable& values, std::uint32_t i) noexcept {
  const ValueType type = values.type_unchecked(i);
  if (type == kNull) return slot.may_be_null;
  return type == slot.type && (slot.size == 0 || values.size_unchecked(i) == slot.size);
}

template <std::size_t kCount>
bool tail_holds(const std::array<SlotRule, kCount>& tail, const ValueTable& values) noexcept {
  if (values.count() != kHead.size() + kCount) return false;
  for (std::uint32_t i = 0; i < kHead.size(); ++i) {
    if (!holds(kHead[i], values, i)) return false;
  }
  for (std::uint32_t i = 0; i < kCount; ++i) {
    if (!holds(tail[i], values, static_cast<std::uint32_t>(kHead.size()) + i)) return false;
  }
  return true;
}

// Texts must stay until the shape is done.
class ShapeWriter {
 public:
  ShapeWriter() : writer_(shape_.body, binxml::Dialect::kDefinition) { writer_.fragment_header(); }

  void open(std::string_view name, std::uint16_t dependency = binxml::kNoDependency) {
    writer_.open(utf16(name), dependency);
  }
  void attribute(std::string_view name) { writer_.attribute(utf16(name)); }
  void text(std::string_view text) { writer_.text(utf16(text)); }
  void hole(std::uint16_t slot, ValueType type, bool optional = true) {
    writer_.hole(slot, type, optional);
    if (shape_.declared.size() <= slot) shape_.declared.resize(slot + std::size_t{1}, Shape::kNotUsed);
    shape_.declared[slot] = static_cast<std::uint8_t>(type);
  }
  void close(bool empty = false) { writer_.close(empty); }

  /// `<name>value</name>`, absent with its value.
  void leaf(std::string_view name, std::uint16_t slot, ValueType type) {
    open(name, slot);
    writer_.begin_content();
    hole(slot, type);
    close();
  }
  void literal(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    open(name);
    writer_.begin_content();
    text(value);
    close();
  }
  void attribute_hole(std::string_view name, std::uint16_t slot, ValueType type) {
    attribute(name);
    hole(slot, type);
  }
  void content() { writer_.begin_content(); }

  std::optional<Shape> finish() {
    writer_.end_of_stream();
    if (!writer_.within_bounds()) return std::nullopt;
    name_by_content();
    return std::move(shape_);
  }

 private:
  Bytes utf16(std::string_view text) {
    store_.emplace_back();
    append_utf16(store_.back(), text);
    return Bytes::of(store_.back());
  }
  // A GUID of its own for each content, so that two templates are never taken for one (FNV-1a, twice).
  void name_by_content() noexcept {
    std::array<std::uint64_t, 2> hash = {0xCBF29CE484222325u, 0x84222325CBF29CE4u};
    for (const std::uint8_t byte : shape_.body.bytes) {
      for (std::uint64_t& half : hash) half = (half ^ byte) * 0x100000001B3u;
    }
    std::memcpy(shape_.guid.data(), hash.data(), sizeof hash);
  }

  Shape shape_;
  BinXmlWriter writer_;
  std::deque<std::string> store_;  // which keeps them in place
};

void write_provider(ShapeWriter& w, const SystemDesign& design) {
  w.open("Provider");
  if (design.form == SystemForm::kManifest) {
    w.attribute_hole("Name", kProviderSlot, ValueType::kUtf16);
    w.attribute_hole("Guid", kProviderGuidSlot, ValueType::kGuid);
  }
  w.close(true);
}

void write_event_id(ShapeWriter& w) {
  w.open("EventID", kEventIdSlot);
  w.attribute_hole("Qualifiers", 4, ValueType::kUInt16);
  w.content();
  w.hole(kEventIdSlot, ValueType::kUInt16);
  w.close();
}

void write_execution(ShapeWriter& w, SystemForm form) {
  w.open("Execution");
  w.attribute_hole("ProcessID", kProcessIdSlot, ValueType::kUInt32);
  w.attribute_hole("ThreadID", kThreadIdSlot, ValueType::kUInt32);
  if (form == SystemForm::kClassic) {
    w.attribute_hole("SessionID", 13, ValueType::kUInt32);
    w.attribute_hole("ProcessorID", 14, ValueType::kUInt8);
    w.attribute_hole("KernelTime", 15, ValueType::kUInt32);
    w.attribute_hole("UserTime", 16, ValueType::kUInt32);
    w.attribute_hole("ProcessorTime", 17, ValueType::kUInt64);
  }
  w.close(true);
}

void write_correlation(ShapeWriter& w, SystemForm form) {
  w.open("Correlation");
  w.attribute_hole("ActivityID", kActivitySlot, ValueType::kGuid);
  w.attribute_hole("RelatedActivityID", form == SystemForm::kManifest ? 13 : 18, ValueType::kGuid);
  w.close(true);
}

void write_numbers(ShapeWriter& w, const SystemDesign& design) {
  write_event_id(w);
  if (!design.short_list) w.leaf("Version", kVersionSlot, ValueType::kUInt8);
  w.leaf("Level", 0, ValueType::kUInt8);
  w.leaf("Task", 2, ValueType::kUInt16);
  if (!design.short_list) w.leaf("Opcode", kOpcodeSlot, ValueType::kUInt8);
  w.leaf("Keywords", 5, ValueType::kHex64);
  w.open("TimeCreated");
  w.attribute_hole("SystemTime", kCreatedSlot, ValueType::kFiletime);
  w.close(true);
  w.leaf("EventRecordID", 10, ValueType::kUInt64);
  if (design.short_list) return;
  write_correlation(w, design.form);
  write_execution(w, design.form);
}

void write_system(ShapeWriter& w, const SystemDesign& design) {
  w.open("System");
  w.content();
  write_provider(w, design);
  write_numbers(w, design);
  if (design.form == SystemForm::kManifest) w.leaf("Channel", 16, ValueType::kUtf16);
  w.literal("Computer", design.computer);
  w.open("Security");
  w.attribute_hole("UserID", 12, ValueType::kSid);
  w.close(true);
  w.close();
}

bool is_zero(const ValueTable& values, std::uint32_t slot) noexcept {
  const Bytes bytes = values.value(slot).bytes;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes.u8_unchecked(i) != 0) return false;
  }
  return true;
}

}  // namespace

std::uint32_t slot_count(SystemForm form) noexcept {
  return static_cast<std::uint32_t>(kHead.size() +
                                    (form == SystemForm::kManifest ? kManifestTail.size() : kClassicTail.size()));
}

SlotRule slot_rule(SystemForm form, std::uint32_t slot) noexcept {
  if (slot < kHead.size()) return kHead[slot];
  return form == SystemForm::kManifest ? kManifestTail[slot - kHead.size()] : kClassicTail[slot - kHead.size()];
}

SystemForm system_form(const ValueTable& values) noexcept {
  if (tail_holds(kManifestTail, values)) return SystemForm::kManifest;
  return tail_holds(kClassicTail, values) ? SystemForm::kClassic : SystemForm::kUnknown;
}

SystemDesign system_design(const ValueTable& values) noexcept {
  SystemDesign design;
  design.form = system_form(values);
  if (design.form != SystemForm::kClassic) return design;
  // Sources of the old interface have no such elements, and zeros in their place. Others have them, and may have zeros:
  // what is not known to be shown is not shown.
  design.short_list = is_zero(values, kOpcodeSlot) && is_zero(values, kVersionSlot) &&
                      is_zero(values, kProcessIdSlot) && is_zero(values, kThreadIdSlot) &&
                      values.type_unchecked(kActivitySlot) == kNull;
  return design;
}

std::string SystemDesign::key() const {
  return std::string(form == SystemForm::kManifest ? "manifest" : "classic") + (short_list ? " short" : "") +
         (user_data ? " user" : "") + "\n" + computer;
}

std::optional<Shape> system_shape(const SystemDesign& design) {
  const auto payload = static_cast<std::uint16_t>(payload_slot(design.form));
  ShapeWriter w;
  w.open("Event");
  w.attribute("xmlns");
  w.text("http://schemas.microsoft.com/win/2004/08/events/event");
  w.content();
  write_system(w, design);
  if (design.user_data) {
    w.leaf("UserData", payload, ValueType::kBinXml);
  } else {
    w.hole(payload, ValueType::kBinXml);
  }
  w.close();
  return w.finish();
}

std::optional<Shape> payload_shape(std::uint32_t count, const catalogue::EventDef* event) {
  if (count > kMostValues || (event != nullptr && event->fields.size() < count)) return std::nullopt;
  ShapeWriter w;
  w.open("EventData");
  w.content();
  for (std::uint32_t i = 0; i < count; ++i) {
    w.open("Data");
    if (event != nullptr) {
      w.attribute("Name");
      w.text(event->fields[i].name);
    }
    w.content();
    w.hole(static_cast<std::uint16_t>(i), kNull, false);
    w.close();
  }
  w.close();
  return w.finish();
}

}  // namespace ntlmscan::recover
