// A finished document as XML on one line, as Windows renders an event.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "binxml/distinct_names.hpp"
#include "binxml/tape.hpp"
#include "binxml/xml_text.hpp"

namespace ntlmscan::binxml {

/// Writes documents one after the other. Keeps its working memory, so that it allocates nothing once warm;
/// one renderer serves one thread.
class XmlRenderer {
 public:
  /// Appends `<Event xmlns='…'>…</Event>` without a declaration or line end. Always well-formed: docs/dump.md says what
  /// becomes of names and characters that XML cannot carry. `document` is a finished one (tape.hpp).
  void append(const Tape& document, std::string& out);

 private:
  std::uint32_t write_item(std::uint32_t at);
  std::uint32_t write_element(std::uint32_t at);
  std::uint32_t write_instruction(std::uint32_t at);
  void write_attribute(std::uint32_t at, std::uint64_t element);
  void write_piece(const Item& piece, XmlPlace place);
  void write_value(const Item& value, XmlPlace place);
  void write_end(Bytes name);

  const Item* items_ = nullptr;
  std::uint32_t end_ = 0;
  TextBuffer out_;  // the document at hand; handed over at its end
  DistinctNames names_;
  std::vector<std::uint32_t> open_;  // elements whose end tag is still to come
  std::string text_;                 // of one value
};

}  // namespace ntlmscan::binxml
