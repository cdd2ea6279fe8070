// A record's Binary XML as one finished document: templates filled in, nested streams in place, arrays repeated.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "binxml/template_cache.hpp"

namespace ntlmscan::binxml {

/// What expand() met besides the document. A damaged document holds what could be read before the damage.
struct Expansion {
  ParseError error = ParseError::kNone;
  std::size_t error_at = 0;       ///< chunk offset
  bool template_damaged = false;  ///< the error lies in a template definition
  bool name_damaged = false;      ///< a name does not match its stored hash
  bool values_missing = false;    ///< a template asks for more values than the record has; taken as null
  bool array_damaged = false;     ///< an array ends with a part of an item, which was left out
  bool templated = false;         ///< the outermost piece is a template instance
  std::size_t end = 0;            ///< chunk offset behind the last byte of the outermost stream
};

/// Expands records of one chunk at a time. Keeps its memory; not shared between threads.
class Expander {
 public:
  void begin_chunk(Bytes chunk) noexcept;

  /// Expands chunk bytes [begin, end), which must lie inside the chunk, into `document` (cleared first). Its items
  /// refer to the chunk. Depth, items and text are bounded by the constants of tokens.hpp: a record beyond them is
  /// an error kTooDeep or kTooLarge.
  Expansion expand(std::size_t begin, std::size_t end, Tape& document);

 private:
  /// One stream or definition being copied out.
  struct Level {
    Stream stream;                   ///< the parsed stream of this level (unused for a definition)
    const Stream* source = nullptr;  ///< what is being copied
    std::size_t position = 0;        ///< next item of source
    std::vector<Value> values;       ///< definitions: the instance's values
    bool definition = false;
  };

  [[nodiscard]] bool may_work(std::size_t amount, std::size_t at);
  Level* push_level();
  void push_stream(std::size_t begin, std::size_t end);
  void push_definition(const Instance& instance);
  void step(Level& level);
  void hole(const Level& level, const Item& item);
  bool omitted(const Level& level, std::size_t at);
  bool repeated(Level& level, std::size_t at);
  void repeat(const Level& level, std::size_t at, std::size_t content, Value array);
  Value value_of(const Level& level, std::uint32_t index);
  void emit(Item item);
  void close();
  void fail(ParseError error, std::size_t at, bool in_template);
  void note(const Stream& stream, bool in_template);

  Bytes chunk_;
  TemplateCache templates_;
  std::vector<std::unique_ptr<Level>> levels_;  // the first depth_ are open
  std::size_t depth_ = 0;
  std::vector<std::uint32_t> open_;  // open elements and attributes of the document
  std::size_t work_ = 0;             // for this record
  std::size_t chunk_work_ = 0;       // for those records of the chunk that needed kMuchWork
  std::size_t text_ = 0;
  Tape* document_ = nullptr;
  Expansion result_;
};

}  // namespace ntlmscan::binxml
