// Text as parts of an XML 1.0 document.
#pragma once

#include <cstdint>
#include <string_view>

#include "binxml/text_buffer.hpp"
#include "bytes/byte_view.hpp"

namespace ntlmscan::binxml {

/// Where a text stands in XML.
enum class XmlPlace : std::uint8_t {
  kContent,    ///< `&`, `<`, `>` are escaped
  kAttribute,  ///< quotes of both kinds and line breaks as well
  kCdata,      ///< inside `<![CDATA[…]]>`; `]]>` is split over two sections
  kPiData,     ///< inside `<?…?>`; `?>` is pulled apart
};

// Characters that XML 1.0 cannot carry become `_`, as in the XML that Windows renders: controls but tab, LF and CR,
// lone surrogates, U+FFFE and U+FFFF. Characters that move or hide text on a terminal (DEL, C1 controls, direction
// marks) become references, which readers of XML do not notice; `_` in a processing instruction, which has none.

void append_xml_utf16(TextBuffer& out, Bytes utf16, XmlPlace place);

/// The same for valid UTF-8.
void append_xml_utf8(TextBuffer& out, std::string_view utf8, XmlPlace place);

/// Appends `name` as a name of XML: `_` for each character that names may not hold, and in front of one that they
/// may not begin with. The first colon inside divides prefix and name, others become `_`.
void append_xml_name(TextBuffer& out, Bytes name);

}  // namespace ntlmscan::binxml
