// Read a record of any form by way of its whole document: slow, general, and the twin that plans are tested against.
#pragma once

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "binxml/expand.hpp"
#include "plan/extraction.hpp"
#include "plan/literal_pattern.hpp"

namespace ntlmscan::plan {

class DocumentReader {
 public:
  void begin_chunk(Bytes chunk) noexcept {
    chunk_ = chunk;
    expander_.begin_chunk(chunk);
    pattern_.clear();
  }

  /// Expands chunk bytes [begin, end) and reads System. False if the document has no Event/System at all.
  [[nodiscard]] bool read_system(std::size_t begin, std::size_t end, SystemValues& system, bool& forwarded);

  /// Reads System of a record without a template and nothing behind it. False: there is more to it than that, and
  /// read_system() decides. What the record holds behind System is then not known, expansion() says that all is well.
  [[nodiscard]] bool read_literal_system(std::size_t begin, std::size_t end, SystemValues& system);

  /// Appends the payload fields of that record.
  void read_payload(const catalogue::EventDef& event, std::vector<Field>& fields);

  /// How the last read_system() went.
  [[nodiscard]] const binxml::Expansion& expansion() const noexcept { return expansion_; }
  [[nodiscard]] const binxml::Tape& document() const noexcept { return document_; }

 private:
  [[nodiscard]] bool is(std::size_t at, std::string_view name) const noexcept;
  [[nodiscard]] std::size_t behind_attributes(std::size_t element) const noexcept;
  [[nodiscard]] Value pieces(std::size_t begin, std::size_t end);
  [[nodiscard]] bool system_of_document(SystemValues& system, bool& rendered);
  void system_child(std::size_t element, SystemValues& system);
  void leaf(std::size_t element, const catalogue::EventDef& event, std::vector<Field>& fields);
  [[nodiscard]] const catalogue::FieldDef* def_of(const catalogue::EventDef& event, Bytes name, std::size_t place);

  Bytes chunk_;
  binxml::Expander expander_;
  binxml::Stream head_;
  LiteralPattern pattern_;  // of the last literal System that was parsed in this chunk
  binxml::Expansion expansion_;
  binxml::Tape document_;
  /// What a field's name meant in the record before of the same event; most records of an event name the same fields.
  struct KnownName {
    std::string name;
    const catalogue::FieldDef* def = nullptr;
  };
  static constexpr std::size_t kLongestKnown = 128;   // bytes of a name
  static constexpr std::size_t kMostKnownNames = 64;  // of one event; real ones have up to 27 fields
  std::unordered_map<const catalogue::EventDef*, std::vector<KnownName>> known_names_;
  std::deque<std::string> texts_;  // joined pieces of this record; a deque keeps them in place
};

}  // namespace ntlmscan::plan
