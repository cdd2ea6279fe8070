// Writes a document as XML in one walk over its items.
#include "binxml/xml_render.hpp"

#include <string_view>

#include "binxml/pieces.hpp"
#include "binxml/values.hpp"
#include "bytes/utf16.hpp"

namespace ntlmscan::binxml {
namespace {

constexpr TextStyle kStyle{.guid_upper = false, .guid_braces = true, .fraction_digits = 7};

// No instruction may be called `xml`, in any case of its letters.
bool is_reserved(Bytes target) noexcept {
  constexpr std::string_view kXml = "xml";
  if (target.size() != 2 * kXml.size()) return false;
  for (std::size_t i = 0; i < kXml.size(); ++i) {
    if ((target.u16_unchecked(2 * i) | 0x20) != kXml[i]) return false;
  }
  return true;
}

}  // namespace

void XmlRenderer::append(const Tape& document, std::string& out) {
  items_ = document.data();
  end_ = static_cast<std::uint32_t>(document.size());
  out_.clear();
  names_.start_document();
  open_.clear();
  for (std::uint32_t at = 0; at < end_;) at = write_item(at);
  out.append(out_.view());
}

// Returns the index of the next item to write.
std::uint32_t XmlRenderer::write_item(std::uint32_t at) {
  const Item& item = items_[at];
  switch (item.kind) {
    case ItemKind::kElement:
      return write_element(at);
    case ItemKind::kEnd:
      write_end(items_[open_.back()].bytes);
      open_.pop_back();
      return at + 1;
    case ItemKind::kPiTarget:
      return write_instruction(at);
    case ItemKind::kCdata:
      out_.append("<![CDATA[");
      append_xml_utf16(out_, item.bytes, XmlPlace::kCdata);
      out_.append("]]>");
      return at + 1;
    default:
      write_piece(item, XmlPlace::kContent);
      return at + 1;
  }
}

std::uint32_t XmlRenderer::write_element(std::uint32_t at) {
  const Item& element = items_[at];
  out_.push_back('<');
  append_xml_name(out_, element.bytes);
  const std::uint64_t number = names_.open_object();
  std::uint32_t next = at + 1;
  for (; items_[next].kind == ItemKind::kAttribute; next = items_[next].number) {
    if (has_text(items_ + next)) write_attribute(next, number);
  }
  if (items_[next].kind != ItemKind::kEnd) {
    out_.push_back('>');
    open_.push_back(at);
    return next;
  }
  if (element.closed_empty) {
    out_.append("/>");
  } else {
    out_.push_back('>');
    write_end(element.bytes);
  }
  return next + 1;
}

void XmlRenderer::write_attribute(std::uint32_t at, std::uint64_t element) {
  out_.push_back(' ');
  const std::size_t name_at = out_.size();
  append_xml_name(out_, items_[at].bytes);
  names_.settle(out_, name_at, element);
  out_.append("='");
  for (std::uint32_t piece = at + 1; items_[piece].kind != ItemKind::kEnd; ++piece) {
    write_piece(items_[piece], XmlPlace::kAttribute);
  }
  out_.push_back('\'');
}

void XmlRenderer::write_end(Bytes name) {
  out_.append("</");
  append_xml_name(out_, name);
  out_.push_back('>');
}

std::uint32_t XmlRenderer::write_instruction(std::uint32_t at) {
  out_.append(is_reserved(items_[at].bytes) ? "<?_" : "<?");
  append_xml_name(out_, items_[at].bytes);
  const bool data = at + 1 < end_ && items_[at + 1].kind == ItemKind::kPiData;
  if (data) {
    out_.push_back(' ');
    append_xml_utf16(out_, items_[at + 1].bytes, XmlPlace::kPiData);
    if (out_.view().back() == '?') out_.push_back(' ');
  }
  out_.append("?>");
  return at + (data ? 2u : 1u);
}

void XmlRenderer::write_piece(const Item& piece, XmlPlace place) {
  switch (piece.kind) {
    case ItemKind::kText:
    case ItemKind::kCdata:
      return append_xml_utf16(out_, piece.bytes, place);
    case ItemKind::kEntityRef:
      if (const std::string_view entity = entity_name(piece); !entity.empty()) {
        out_.push_back('&');
        out_.append(entity);
        return out_.push_back(';');
      }
      [[fallthrough]];
    case ItemKind::kCharRef:
      text_.clear();
      append_reference(text_, piece);
      return append_xml_utf8(out_, text_, place);
    case ItemKind::kValue:
      return write_value(piece, place);
    default:
      return;
  }
}

void XmlRenderer::write_value(const Item& value, XmlPlace place) {
  if (value.type == ValueType::kUtf16) return append_xml_utf16(out_, until_nul(value.bytes), place);
  text_.clear();
  append_value_text(text_, value.type, value.bytes, kStyle);
  if (value.type == ValueType::kAnsi) return append_xml_utf8(out_, text_, place);
  out_.append(text_);  // digits, letters and signs that XML does not escape
}

}  // namespace ntlmscan::binxml
