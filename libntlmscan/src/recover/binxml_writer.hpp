// Write Binary XML that can be put anywhere: names stand inline at their first use, offsets count from its beginning.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "binxml/stream.hpp"

namespace ntlmscan::recover {

/// Binary XML and the places in it where the offset of its beginning has to be added.
struct Relocatable {
  std::vector<std::uint8_t> bytes;
  std::vector<std::uint32_t> offsets;  ///< positions of u32 name offsets

  void clear() noexcept {
    bytes.clear();
    offsets.clear();
  }
  /// Writes the bytes to `to`, which is chunk offset `at` and has room for them.
  void place(std::uint8_t* to, std::uint32_t at) const noexcept;
};

class BinXmlWriter {
 public:
  /// Appends to `out`, in front of which nothing may have been named. Names given must live as long as the writer.
  BinXmlWriter(Relocatable& out, binxml::Dialect dialect) noexcept : out_(out), dialect_(dialect) {}

  void fragment_header();
  void open(Bytes name, std::uint16_t dependency = binxml::kNoDependency);
  /// Of the element that was opened last, in front of its content.
  void attribute(Bytes name);
  void text(Bytes utf16);
  void hole(std::uint16_t index, binxml::ValueType type, bool optional);
  void close(bool empty = false);
  void end_of_stream();
  /// CDATA, references and processing instructions.
  void other(const binxml::Item& item);
  /// Ends an open start tag, so that content may follow that is appended to the bytes themselves.
  void begin_content();

  /// False once more was written than a bound allows.
  [[nodiscard]] bool within_bounds() const noexcept { return within_bounds_; }

 private:
  struct Open {
    std::uint32_t size_at;
    std::uint32_t list_at;  // 0: no attributes so far
  };
  struct Name {
    std::uint16_t hash;
    std::uint32_t at;
    Bytes units;
  };
  void byte(std::uint8_t value) { out_.bytes.push_back(value); }
  void u16(std::uint32_t value);
  void u32(std::uint32_t value);
  void set_u32(std::uint32_t at, std::uint32_t value) noexcept;
  void name(Bytes units);
  void counted(Bytes utf16);
  void end_start_tag(std::uint8_t token);
  [[nodiscard]] std::uint32_t here() const noexcept { return static_cast<std::uint32_t>(out_.bytes.size()); }

  Relocatable& out_;
  binxml::Dialect dialect_;
  std::vector<Open> open_;
  std::vector<Name> names_;
  std::size_t token_at_ = 0;  // of the start tag that is open, then of its last attribute
  bool in_start_ = false;
  bool within_bounds_ = true;
};

/// Puts an instance of a template where a stream has one.
class InstanceWriter {
 public:
  virtual ~InstanceWriter() = default;
  /// Appends to `out.bytes`; false where it cannot be told what the instance means.
  [[nodiscard]] virtual bool write(const binxml::Instance& instance, Relocatable& out) = 0;

 protected:
  InstanceWriter() = default;
  InstanceWriter(const InstanceWriter&) = default;
  InstanceWriter& operator=(const InstanceWriter&) = default;
};

/// Writes a whole parsed stream or definition body, from its fragment header to its end token. False where a bound is
/// exceeded or an instance could not be written. `instances` may be nullptr for definitions, which have none.
[[nodiscard]] bool write_stream(const binxml::Stream& stream, binxml::Dialect dialect, InstanceWriter* instances,
                                Relocatable& out);

}  // namespace ntlmscan::recover
