// A finished document as one JSON object, in the shape that evtx_dump made customary (docs/dump.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "binxml/distinct_names.hpp"
#include "binxml/tape.hpp"

namespace ntlmscan::binxml {

/// Writes documents one after the other. Keeps its working memory, so that it allocates nothing once warm;
/// one renderer serves one thread.
class JsonRenderer {
 public:
  /// Appends the members of the document's object without its braces: `"Event":{…}`; nothing for an empty document.
  /// `out` may hold the beginning of the caller's own object. `document` is a finished one (tape.hpp).
  void append_members(const Tape& document, std::string& out) { out.append(members(document)); }

  /// The same as a text that is valid until the next call.
  [[nodiscard]] std::string_view members(const Tape& document);

 private:
  enum class Form : std::uint8_t {
    kObject,   // a member for each child
    kRun,      // an array of `Data` with one name, one after the other
    kUnnamed,  // an array of the container's `Data` without a name
  };
  enum class Place : std::uint8_t { kMember, kData };  // what an element is to its parent
  struct Frame {
    Form form = Form::kObject;
    bool container = false;     // EventData or UserData: `Data` children become members
    bool first = true;          // nothing written yet
    bool unnamed_done = false;  // its unnamed `Data` are written
    std::uint32_t at = 0;       // next item
    std::uint32_t end = 0;      // just behind the last item
    std::uint64_t object = 0;   // for its keys
  };
  struct Layout;

  void step();
  void close_frame();
  void write_child(const Item& element, std::uint32_t at);
  void write_data(const Item& element, std::uint32_t at);
  void write_named_data(const Item& element, std::uint32_t at, const Item& name);
  void write_unnamed_data(std::uint32_t at);
  void write_value(std::uint32_t at, Place place);
  void write_attributes(const Layout& layout, Place place);
  void write_scalar(const Layout& layout);
  void write_piece(const Item& piece);
  void write_key(Bytes name);
  void separate();

  [[nodiscard]] Layout layout_of(std::uint32_t at, Place place) const;
  [[nodiscard]] const Item* name_of_data(std::uint32_t at) const;
  [[nodiscard]] std::uint32_t end_of_run(std::uint32_t at, const Item& name) const;
  [[nodiscard]] std::size_t count_unnamed(std::uint32_t from, std::uint32_t end) const;
  [[nodiscard]] bool same_content(const Item& one, const Item& other) const;

  const Item* items_ = nullptr;
  TextBuffer out_;  // the document at hand; handed over at its end
  DistinctNames keys_;
  std::vector<Frame> open_;
  std::string text_;  // of one value
};

/// Appends one JSON object, `{"Event":{…}}`.
void render_json(JsonRenderer& renderer, const Tape& document, std::string& out);

}  // namespace ntlmscan::binxml
