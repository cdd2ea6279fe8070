// Decide on a record and take out what is kept: by plan where it is regular, by its document where it is not.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <vector>

#include "plan/extraction.hpp"
#include "plan/numbers.hpp"
#include "plan/run.hpp"
#include "plan/selection.hpp"
#include "plan/walk.hpp"

namespace ntlmscan::plan {

enum class Verdict : std::uint8_t {
  kRejected,  ///< System was read; the record is not wanted
  kKept,      ///< extraction() holds it
  kPartial,   ///< kept, but the payload is damaged: only System is to be believed
  kDamaged,   ///< System could not be read
};

/// When a record was written, and its number in its log.
struct Stamp {
  bool has_time = false;
  bool has_record_id = false;
  std::uint64_t filetime = 0;
  std::uint64_t record_id = 0;
};

class RecordReader {
 public:
  /// `selection` must outlive the reader. `walker_only` leaves the plans out (the results must not change).
  RecordReader(const Selection& selection, bool walker_only);

  void begin_chunk(Bytes chunk) noexcept;
  /// Ids that events may have which are wanted.
  [[nodiscard]] const std::bitset<65536>& wanted_ids() const noexcept { return wanted_ids_; }

  /// Reads the record whose Binary XML is chunk bytes [begin, end).
  [[nodiscard]] Verdict read(std::size_t begin, std::size_t end);

  // Valid until the next read().

  /// Of a kept record.
  [[nodiscard]] const Extraction& extraction() const noexcept { return x_; }
  /// Of a record of which System was read: for one that was rejected the id, time, record id, channel and computer are
  /// single values.
  [[nodiscard]] Value system(SystemField field) const noexcept {
    return planned_ ? runner_.system(field) : x_.system[field];
  }
  [[nodiscard]] Stamp stamp() const noexcept {
    Stamp stamp{true, true};
    if (planned_ && runner_.read_stamp(stamp.filetime, stamp.record_id)) return stamp;
    stamp.has_time = read_filetime(system(SystemField::kTimeCreated), stamp.filetime);
    stamp.has_record_id = read_number(system(SystemField::kRecordId), stamp.record_id);
    return stamp;
  }
  /// Computer and channel are those of the record before, which was planned() as well. False: perhaps not.
  [[nodiscard]] bool repeats_log() const noexcept { return planned_ && runner_.repeats_log(); }
  [[nodiscard]] bool forwarded() const noexcept { return planned_ ? runner_.forwarded() : x_.forwarded; }
  /// How the general walker fared; meaningful if it was used.
  [[nodiscard]] const binxml::Expansion& expansion() const noexcept { return walker_.expansion(); }
  [[nodiscard]] bool planned() const noexcept { return planned_; }

 private:
  struct Memo {
    std::uint16_t id = 0;
    std::uint32_t version = 0;
    std::vector<std::uint8_t> provider;
    const catalogue::EventDef* event = nullptr;
  };

  [[nodiscard]] Verdict read_planned(std::size_t begin, std::size_t end);
  [[nodiscard]] Verdict read_document(std::size_t begin, std::size_t end);
  [[nodiscard]] bool rejects_literal(std::size_t begin, std::size_t end);
  [[nodiscard]] bool walk(std::size_t begin, std::size_t end);
  [[nodiscard]] Verdict judge(bool damaged);
  static constexpr std::int32_t kNotWanted = -1;
  [[nodiscard]] std::int32_t wanted_id(const Value& event_id) const noexcept;  // the event's id or kNotWanted
  [[nodiscard]] bool wants_id_of_planned() const noexcept;
  [[nodiscard]] bool wanted();
  [[nodiscard]] const catalogue::EventDef* event_of(std::uint16_t id);
  [[nodiscard]] bool group_wanted() const;

  const Selection& selection_;
  bool walker_only_;
  bool planned_ = false;
  bool literal_kept_ = false;  // the document before was wanted: then the next one is read whole at once
  PlanRunner runner_;
  DocumentReader walker_;
  Extraction x_;
  std::bitset<65536> wanted_ids_;
  std::array<std::unique_ptr<Memo>, 256>
      memos_;  // by id: provider and version seen last, so that names are decoded once
};

}  // namespace ntlmscan::plan
