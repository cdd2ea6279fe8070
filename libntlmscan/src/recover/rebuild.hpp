// Put old records together again, so that the ordinary decoder reads them: each with a template that is known to be its
// own, in memory of its own.
//
// A record in slack refers to a definition that newer records may have overwritten. Here its values are taken, the
// definition is looked for (at its place, then with those who lend templates), and both are written anew, names inline.
// Nothing that was overwritten is followed, and nothing downstream has to know that a record was recovered.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "plan/cache.hpp"
#include "recover/bounds.hpp"
#include "recover/candidates.hpp"
#include "recover/heap_heads.hpp"
#include "recover/known_shapes.hpp"
#include "recover/mend.hpp"
#include "recover/provenance.hpp"
#include "recover/scratch.hpp"

namespace ntlmscan::recover {

/// Who knows templates that a chunk has lost.
class Lender {
 public:
  virtual ~Lender() = default;
  /// The nearest template with that id that the values fit; says whose it is. nullptr: none, or several.
  [[nodiscard]] virtual const Shape* borrow(std::uint32_t id, const binxml::ValueTable& values, plan::Names& from) = 0;

 protected:
  Lender() = default;
  Lender(const Lender&) = default;
  Lender& operator=(const Lender&) = default;
};

/// Who knows what the other records around a record say of themselves.
class Neighbourhood {
 public:
  virtual ~Neighbourhood() = default;
  /// The name of the computer that all of them agree on (UTF-8); else empty.
  [[nodiscard]] virtual const std::string& agreed_computer() = 0;
  /// The channel (UTF-16LE, of that size) that all of them agree on which are of the provider with that GUID, but for
  /// those that were overwritten; else empty. Valid until the next call.
  [[nodiscard]] virtual Bytes agreed_channel(Bytes guid, std::size_t size) = 0;

 protected:
  Neighbourhood() = default;
  Neighbourhood(const Neighbourhood&) = default;
  Neighbourhood& operator=(const Neighbourhood&) = default;
};

using EventIds = std::bitset<65536>;

/// A record in the rebuilder's memory.
struct Rebuilt {
  evtx::Record record;            ///< in Rebuilder::bytes()
  std::uint64_t byte_offset = 0;  ///< of the original, in its stream
  std::uint32_t size = 0;         ///< of the original
  Provenance from;
};

/// The fault of one that the decoder would not read.
[[nodiscard]] Fault beyond_bounds(const Rebuilt& record);

class Rebuilder : private InstanceWriter {
 public:
  /// Templates of other chunks are asked of `lender`; nullptr: nobody has any. It must outlive the rebuilder.
  explicit Rebuilder(Lender* lender) : lender_(lender) {}

  /// Records that follow count their offsets in `home` (a chunk, or what is left of one), which begins at `base` of its
  /// stream. `around` may be nullptr. Forgets the records put together so far, and who vouches for them.
  void begin(Bytes home, std::uint64_t base, Neighbourhood* around);
  /// A checksum that holds vouches for the bytes of `home` up to there: nothing was written into them since.
  void vouch_up_to(std::size_t end) noexcept { vouched_up_to_ = end; }
  /// In front of that there is nothing old in `home`.
  void old_from(std::size_t at) noexcept { heads_.begin_at(at); }

  /// Records of other events than these are looked at no further than that takes; nullptr: all are wanted.
  void want(const EventIds* wanted) noexcept { wanted_ = wanted; }
  /// How many sound records of other events there were since begin().
  [[nodiscard]] std::uint64_t passed_over() const noexcept { return passed_over_; }

  /// Puts a candidate of `home` together. kNone: records() has it, unless it was passed over, and `content_end` says where
  /// its content ends. Else why not.
  [[nodiscard]] Flaw add(const Candidate& candidate, Origin origin, std::size_t& content_end);

  /// Puts records() in the order of their offsets.
  void sort();
  /// Before templates that were borrowed go away.
  void forget_borrowed() { scratch_.clear_templates(); }

  [[nodiscard]] const std::vector<Rebuilt>& records() const noexcept { return records_; }
  /// A chunk of its own, larger than one in a file, for the decoder. Valid until begin() or add().
  [[nodiscard]] Bytes bytes() const noexcept { return scratch_.bytes(); }

 private:
  /// What one level of nesting needs.
  struct Level {
    binxml::Stream stream;
    Relocatable content;
  };

  [[nodiscard]] Flaw put_together(const Candidate& candidate, Origin origin, std::size_t& content_end);
  [[nodiscard]] Flaw put_together_with(const Descriptors& mended, const Candidate& candidate, Origin origin,
                                       std::size_t& content_end);
  [[nodiscard]] Flaw judge(const Level& level, const Candidate& candidate);
  [[nodiscard]] std::span<const std::size_t> heads_in(std::size_t begin, std::size_t end);
  [[nodiscard]] bool written_over(Bytes value);
  [[nodiscard]] bool pass_over(const Candidate& candidate, std::size_t& content_end, Flaw& flaw);
  [[nodiscard]] SystemForm form_of(const binxml::ValueTable& values) noexcept;
  [[nodiscard]] static Flaw judge_times(const binxml::ValueTable& values, const Candidate& candidate) noexcept;
  bool write(const binxml::Instance& instance, Relocatable& out) override;
  [[nodiscard]] bool write_values(const binxml::ValueTable& values, Relocatable& out);
  void check_provider();
  void check_channel();
  [[nodiscard]] std::optional<Bytes> instead_of(std::uint32_t slot, Bytes value, std::span<const std::size_t> foreign);
  [[nodiscard]] std::string provider() const;
  [[nodiscard]] bool write_nested(Bytes value);
  [[nodiscard]] bool write_level(Level& level);
  [[nodiscard]] const Shape* shape_of(const binxml::Instance& instance);
  [[nodiscard]] const Shape* shape_in_chunk(const binxml::Instance& instance);
  [[nodiscard]] const Shape* made_up(const binxml::ValueTable& values);
  [[nodiscard]] const Shape* made_up_system(const binxml::ValueTable& values);
  [[nodiscard]] bool payload_is_user_data(const binxml::ValueTable& values, SystemForm form);
  [[nodiscard]] const Shape* found(const binxml::Instance& instance, plan::Names& from);
  [[nodiscard]] const Shape* made_up_payload(const binxml::ValueTable& values);
  template <class Make>
  [[nodiscard]] const Shape* keep(std::string key, const Make& make);
  [[nodiscard]] const catalogue::EventDef* event_of(const binxml::ValueTable& payload) const;
  void learned_from(plan::Names names);

  Lender* lender_;
  Neighbourhood* around_ = nullptr;
  Bytes home_;
  std::uint64_t base_ = 0;
  std::size_t vouched_up_to_ = 0;
  HeapHeads heads_;                 // in home_
  std::vector<std::uint8_t> copy_;  // of home_, once it was needed
  plan::PlanCache definitions_;
  std::uint64_t generation_ = 0;
  std::unordered_map<const plan::Template*, std::optional<Shape>> shapes_;  // of definitions_
  std::unordered_map<std::string, std::optional<Shape>> made_up_;
  Scratch scratch_;
  std::vector<Rebuilt> records_;
  const EventIds* wanted_ = nullptr;
  std::uint64_t passed_over_ = 0;
  plan::OpenInstance instance_;
  SystemForm form_ = SystemForm::kUnknown;  // of the record judged last, and its descriptors
  std::vector<std::uint32_t> form_types_;
  std::vector<std::uint32_t> form_masks_;  // of what decides
  // Of the record at hand.
  std::array<std::unique_ptr<Level>, kMostNested> levels_;
  std::size_t depth_ = 0;
  Provenance from_;
  bool too_much_ = false;
  bool may_be_overwritten_ = false;
  binxml::ValueTable outer_;
  const Shape* outer_shape_ = nullptr;
  std::string provider_;          // UTF-16LE, in place of a name that contradicts its GUID
  std::optional<Bytes> channel_;  // in place of one that was overwritten; empty: it is not known
};

}  // namespace ntlmscan::recover
