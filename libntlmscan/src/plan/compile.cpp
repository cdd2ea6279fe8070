// Compilation of template definitions: one walk over the tape each.
#include "plan/compile.hpp"

#include <algorithm>

#include "bytes/utf16.hpp"
#include "catalogue/lookup.hpp"

namespace ntlmscan::plan {
namespace {

using binxml::Item;
using binxml::ItemKind;
using binxml::Stream;
using binxml::Tape;

struct SystemName {
  std::string_view element;
  std::string_view attribute;  // empty: the element's content
  SystemField field;
};

constexpr SystemName kSystemNames[] = {
    {"Provider", "Name", SystemField::kProvider},
    {"Provider", "Guid", SystemField::kProviderGuid},
    {"EventID", "", SystemField::kEventId},
    {"Version", "", SystemField::kVersion},
    {"Level", "", SystemField::kLevel},
    {"Keywords", "", SystemField::kKeywords},
    {"TimeCreated", "SystemTime", SystemField::kTimeCreated},
    {"EventRecordID", "", SystemField::kRecordId},
    {"Correlation", "ActivityID", SystemField::kActivityId},
    {"Channel", "", SystemField::kChannel},
    {"Computer", "", SystemField::kComputer},
};

// Content of an element or attribute [begin, end): one substitution, one literal text, nothing, or something else.
struct Content {
  enum Kind : std::uint8_t { kEmpty, kSlot, kLiteral, kOther } kind = kEmpty;
  const Item* item = nullptr;
};

Content content_of(const Tape& tape, std::size_t begin, std::size_t end) noexcept {
  if (begin == end) return {};
  const Item& item = tape[begin];
  if (end - begin == 1 && item.kind == ItemKind::kHole) return {Content::kSlot, &item};
  if (end - begin == 1 && item.kind == ItemKind::kText) return {Content::kLiteral, &item};
  return {Content::kOther, &item};
}

std::size_t behind_attributes(const Tape& tape, std::size_t element) noexcept {
  std::size_t at = element + 1;
  while (tape[at].kind == ItemKind::kAttribute) at = tape[at].number;
  return at;
}

class OuterCompiler {
 public:
  explicit OuterCompiler(const Stream& definition) : tape_(definition.tape) {
    plan_.slots = static_cast<std::uint16_t>(definition.max_index);
  }

  OuterPlan run() {
    plan_.regular = event();
    return plan_;
  }

 private:
  bool event() {
    if (tape_.empty() || !is(0, "Event")) return false;  // a root's own dependency is not followed, see Expander
    std::size_t at = behind_attributes(tape_, 0);
    while (tape_[at].kind != ItemKind::kEnd) {
      if (!part(at)) return false;
      at = tape_[at].kind == ItemKind::kElement ? tape_[at].number : at + 1;
    }
    return has_system_ && at + 1 == tape_.size();
  }

  // A child of Event.
  bool part(std::size_t at) {
    if (tape_[at].kind == ItemKind::kHole) return payload(tape_[at]);
    if (tape_[at].kind != ItemKind::kElement) return false;
    if (is(at, "System")) return tape_[at].dependency == binxml::kNoDependency && system(at);
    if (is(at, "RenderingInfo")) {
      plan_.forwarded = true;
      return tape_[at].dependency == binxml::kNoDependency && !has_holes(at);
    }
    const std::size_t begin = behind_attributes(tape_, at);
    const Content content = content_of(tape_, begin, tape_[at].number - 1);
    if (!is(at, "UserData") || content.kind != Content::kSlot) return false;
    return may_depend(at, content.item->number) && payload(*content.item);
  }

  bool payload(const Item& hole) {
    // Behind System: then damage in the payload leaves System readable, and it need not be looked at.
    if (!has_system_ || plan_.payload != kNoSlot || hole.type != binxml::ValueType::kBinXml) return false;
    plan_.payload = static_cast<std::uint16_t>(hole.number);
    return true;
  }

  bool system(std::size_t element) {
    has_system_ = true;
    std::size_t at = behind_attributes(tape_, element);
    while (tape_[at].kind == ItemKind::kElement) {
      if (!system_child(at)) return false;
      at = tape_[at].number;
    }
    return tape_[at].kind == ItemKind::kEnd;
  }

  bool system_child(std::size_t element) {
    std::size_t at = element + 1;
    const std::size_t content = behind_attributes(tape_, element);
    // Its attributes go with an element whose one optional value is null.
    const bool may_vanish = tape_[content].kind == ItemKind::kHole && tape_[content].optional;
    for (; tape_[at].kind == ItemKind::kAttribute; at = tape_[at].number) {
      const std::size_t field = system_field_of(tape_[element].bytes, tape_[at].bytes);
      if (may_vanish && field != kSystemFieldCount) return false;
      if (!source(field, element, content_of(tape_, at + 1, tape_[at].number - 1))) return false;
    }
    const std::size_t field = system_field_of(tape_[element].bytes, {});
    return source(field, element, content_of(tape_, at, tape_[element].number - 1));
  }

  bool source(std::size_t field, std::size_t element, Content content) {
    if (field == kSystemFieldCount) return true;
    SystemSource& source = plan_.system[field];
    if (source.slot != kNoSlot || source.literal.data() != nullptr) return false;  // named twice
    if (content.kind == Content::kOther) return false;
    if (content.kind == Content::kSlot) source.slot = static_cast<std::uint16_t>(content.item->number);
    if (content.kind == Content::kLiteral) source.literal = content.item->bytes;
    source.dependency = tape_[element].dependency;
    source.plain = source.slot != kNoSlot && source.dependency == binxml::kNoDependency;
    return source.dependency == binxml::kNoDependency || source.dependency < plan_.slots;
  }

  // An element may depend on the value that it holds: then its absence is the value's.
  [[nodiscard]] bool may_depend(std::size_t element, std::uint32_t slot) const noexcept {
    const std::uint16_t dependency = tape_[element].dependency;
    return dependency == binxml::kNoDependency || dependency == slot;
  }
  [[nodiscard]] bool has_holes(std::size_t element) const noexcept {
    for (std::size_t i = element; i < tape_[element].number; ++i) {
      if (tape_[i].kind == ItemKind::kHole) return true;
    }
    return false;
  }
  [[nodiscard]] bool is(std::size_t at, std::string_view name) const noexcept {
    return tape_[at].kind == ItemKind::kElement && equals_ascii(tape_[at].bytes, name);
  }

  const Tape& tape_;
  OuterPlan plan_;
  bool has_system_ = false;
};

class PayloadCompiler {
 public:
  PayloadCompiler(const Stream& definition, const catalogue::EventDef& event) : tape_(definition.tape), event_(event) {
    plan_.slots = static_cast<std::uint16_t>(definition.max_index);
  }

  PayloadPlan run() {
    plan_.regular = !tape_.empty() && tape_[0].kind == ItemKind::kElement && tape_[0].number == tape_.size();
    for (std::size_t at = 0; at < tape_.size() && plan_.regular; at = next_) plan_.regular = visit(at);
    plan_.direct = plan_.regular && plan_.takes.size() <= kMostSlots && event_.quirk == catalogue::Quirk::kNone &&
                   !event_.names_by_position && distinct();
    for (std::size_t i = 0; i < kLogonColumns.size(); ++i) plan_.logon[i] = take_for(kLogonColumns[i]);
    return std::move(plan_);
  }

 private:
  // The root holds leaves, which are fields; everything else is irregular. An inner element further down would be a
  // field itself in records whose values leave it without children.
  bool visit(std::size_t at) {
    next_ = at + 1;
    if (tape_[at].kind == ItemKind::kEnd) return true;
    if (tape_[at].kind != ItemKind::kElement || (at == 0 && has_own_meaning())) return false;
    const std::size_t begin = behind_attributes(tape_, at);
    const std::size_t end = tape_[at].number - 1;
    const bool inner = begin != end && tape_[begin].kind == ItemKind::kElement;
    next_ = inner ? begin : tape_[at].number;
    if (inner) return at == 0;
    if (at == 0 && begin == end) return true;
    const Content content = content_of(tape_, begin, end);
    return (at != 0 || content.kind == Content::kLiteral) && leaf(at, content);
  }

  // A root that the event reads as something else than payload.
  [[nodiscard]] bool has_own_meaning() const noexcept {
    constexpr std::string_view kNames[] = {"System", "UserData", "RenderingInfo"};
    for (const std::string_view name : kNames) {
      if (equals_ascii(tape_[0].bytes, name)) return true;
    }
    return false;
  }

  bool leaf(std::size_t at, Content content) {
    Take take;
    if (content.kind == Content::kOther || !name_of(at, take.name)) return false;
    const std::uint16_t dependency = tape_[at].dependency;
    if (content.kind == Content::kSlot) {
      take.slot = static_cast<std::uint16_t>(content.item->number);
      take.optional = content.item->optional || dependency != binxml::kNoDependency;
    } else if (content.kind == Content::kLiteral) {
      take.literal = content.item->bytes;
    }
    if (dependency != binxml::kNoDependency && dependency != take.slot) return false;
    take.def = field_of(event_, take.name);
    plan_.takes.push_back(take);
    return true;
  }

  [[nodiscard]] std::uint16_t take_for(Column column) const noexcept {
    for (std::size_t i = 0; i < plan_.takes.size(); ++i) {
      const catalogue::FieldDef* def = plan_.takes[i].def;
      if (def != nullptr && def->column == column) return static_cast<std::uint16_t>(i);
    }
    return kNoTake;
  }
  // Every field has a name; no two share their name, their slot or their column.
  [[nodiscard]] bool distinct() const noexcept {
    for (auto one = plan_.takes.begin(); one != plan_.takes.end(); ++one) {
      if (one->name.empty() || equals_ascii(one->name, "Data")) return false;
      const bool shared = std::any_of(plan_.takes.begin(), one, [&](const Take& other) { return shares(*one, other); });
      if (shared) return false;
    }
    return true;
  }
  [[nodiscard]] static bool shares(const Take& a, const Take& b) noexcept {
    const bool slot = a.slot != kNoSlot && a.slot == b.slot;
    const bool column =
        a.def != nullptr && b.def != nullptr && a.def->column != kNoColumn && a.def->column == b.def->column;
    return slot || column || a.name.equals(b.name);
  }

  // Data elements are named by their Name attribute, others by themselves.
  bool name_of(std::size_t at, Bytes& name) const {
    if (!equals_ascii(tape_[at].bytes, "Data")) {
      name = tape_[at].bytes;
      return true;
    }
    for (std::size_t i = at + 1; tape_[i].kind == ItemKind::kAttribute; i = tape_[i].number) {
      if (!equals_ascii(tape_[i].bytes, "Name")) continue;
      const Content content = content_of(tape_, i + 1, tape_[i].number - 1);
      if (content.kind != Content::kLiteral) return false;
      name = content.item->bytes;
    }
    return true;
  }

  const Tape& tape_;
  const catalogue::EventDef& event_;
  PayloadPlan plan_;
  std::size_t next_ = 0;
};

}  // namespace

std::size_t system_field_of(Bytes element, Bytes attribute) noexcept {
  for (const SystemName& known : kSystemNames) {
    if (equals_ascii(element, known.element) && equals_ascii(attribute, known.attribute)) {
      return static_cast<std::size_t>(known.field);
    }
  }
  return kSystemFieldCount;
}

const catalogue::FieldDef* field_of(const catalogue::EventDef& event, Bytes name) noexcept {
  constexpr std::size_t kLongestName = 64;
  if (name.empty() || name.size() > 2 * kLongestName) return nullptr;
  char ascii[kLongestName];
  const std::size_t length = name.size() / 2;
  for (std::size_t i = 0; i < length; ++i) {
    const std::uint16_t unit = name.u16_unchecked(2 * i);
    if (unit > 0x7F) return nullptr;
    ascii[i] = static_cast<char>(unit);
  }
  return catalogue::find_field(event, {ascii, length});
}

OuterPlan compile_outer(const Stream& definition) {
  if (definition.max_index > kMostSlots) return {};
  return OuterCompiler(definition).run();
}

PayloadPlan compile_payload(const Stream& definition, const catalogue::EventDef& event) {
  if (definition.max_index > kMostSlots) return {};
  return PayloadCompiler(definition, event).run();
}

}  // namespace ntlmscan::plan
