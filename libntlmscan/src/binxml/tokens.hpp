// Token and value-type codes of Binary XML as event log files hold it (MS-EVEN6 2.2.12, libevtx format notes).
#pragma once

#include <cstddef>
#include <cstdint>

namespace ntlmscan::binxml {

/// Token byte without the "more follows" bit.
enum class Token : std::uint8_t {
  kEndOfStream = 0x00,
  kOpenStart = 0x01,
  kCloseStart = 0x02,
  kCloseEmpty = 0x03,
  kEndElement = 0x04,
  kText = 0x05,
  kAttribute = 0x06,
  kCdata = 0x07,
  kCharRef = 0x08,
  kEntityRef = 0x09,
  kPiTarget = 0x0A,
  kPiData = 0x0B,
  kTemplateInstance = 0x0C,
  kNormalSubstitution = 0x0D,
  kOptionalSubstitution = 0x0E,
  kFragmentHeader = 0x0F,
};

/// On an open-start token: an attribute list follows. On an attribute: another one follows.
inline constexpr std::uint8_t kMoreFollows = 0x40;

enum class ValueType : std::uint8_t {
  kNull = 0x00,
  kUtf16 = 0x01,
  kAnsi = 0x02,
  kInt8 = 0x03,
  kUInt8 = 0x04,
  kInt16 = 0x05,
  kUInt16 = 0x06,
  kInt32 = 0x07,
  kUInt32 = 0x08,
  kInt64 = 0x09,
  kUInt64 = 0x0A,
  kFloat = 0x0B,
  kDouble = 0x0C,
  kBool = 0x0D,
  kBinary = 0x0E,
  kGuid = 0x0F,
  kSizeT = 0x10,
  kFiletime = 0x11,
  kSystemtime = 0x12,
  kSid = 0x13,
  kHex32 = 0x14,
  kHex64 = 0x15,
  kEvtHandle = 0x20,
  kBinXml = 0x21,
  kEvtXml = 0x23,
};
/// Set on a value type: the value is an array of it.
inline constexpr std::uint8_t kArray = 0x80;

[[nodiscard]] constexpr bool is_array(ValueType type) noexcept {
  return (static_cast<std::uint8_t>(type) & kArray) != 0;
}
/// The value stands for its own text: it is neither an array nor Binary XML.
[[nodiscard]] constexpr bool is_single(ValueType type) noexcept {
  return !is_array(type) && type != ValueType::kBinXml;
}
[[nodiscard]] constexpr ValueType item_type(ValueType type) noexcept {
  return static_cast<ValueType>(static_cast<std::uint8_t>(type) & ~kArray);
}

// Bounds: constants, never numbers from a file. Real records reach depth 8, 2 streams, some hundred nodes.
inline constexpr std::size_t kMaxElementDepth = 256;    ///< open elements in one stream
inline constexpr std::size_t kMaxStreamDepth = 16;      ///< streams and template instances inside each other
inline constexpr std::size_t kMaxTapeItems = 1u << 18;  ///< items one record may expand to
inline constexpr std::size_t kMaxRecordWork = 1u
                                              << 20;  ///< bytes parsed, values listed and items visited for one record
inline constexpr std::size_t kMaxChunkWork = 1u << 22;   ///< the same for all records of a chunk that need much
inline constexpr std::size_t kMuchWork = 1u << 16;       ///< what no real record needs
inline constexpr std::size_t kMaxRecordText = 2u << 20;  ///< bytes one record may refer to after expansion

}  // namespace ntlmscan::binxml
