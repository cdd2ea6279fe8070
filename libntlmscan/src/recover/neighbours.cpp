// One pass over the System parts of a chunk's records.
#include "recover/neighbours.hpp"

#include "bytes/utf16.hpp"
#include "recover/bounds.hpp"
#include "recover/candidates.hpp"
#include "recover/overwritten.hpp"

namespace ntlmscan::recover {

using plan::SystemField;

// An old record is asked only where its own template is whole; then a plan reads it.
void Neighbours::ask(std::size_t begin, std::size_t end) {
  if (differ_ || known(begin, end)) return;
  plan::Value computer;
  bool forwarded = false;
  if (runner_.open(begin, end)) {
    computer = runner_.system(SystemField::kComputer);
  } else if (reader_.read_system(begin, end, values_, forwarded) && !reader_.expansion().name_damaged) {
    computer = values_[SystemField::kComputer];
  } else {
    return;
  }
  computer_.clear();
  if (computer.type == binxml::ValueType::kUtf16) append_utf8(computer_, trim_end(computer.bytes));
  if (first_) agreed_ = computer_;
  first_ = false;
  differ_ = differ_ || agreed_ != computer_;
}

// A record whose template was asked about: the computer is a text of it.
bool Neighbours::known(std::size_t begin, std::size_t end) {
  constexpr std::size_t kReference = 6;  // fragment header, 0C and its version
  constexpr std::size_t kMostKnown = 16;
  if (end - begin < kReference + 8 || chunk_.u8_unchecked(begin + 4) != 0x0C) return false;
  const std::uint64_t reference = chunk_.u64_unchecked(begin + kReference);  // id and offset
  for (const std::uint64_t one : references_) {
    if (one == reference) return true;
  }
  if (references_.size() < kMostKnown) references_.push_back(reference);
  return false;
}

template <class Ask>
void Neighbours::each_old(std::size_t from, std::size_t to, const Ask& ask) const {
  CandidateScan scan(chunk_.first(to), from, to, evtx::kRecordAlignment);
  while (const auto candidate = scan.next()) {
    if (candidate->flaw != Flaw::kNone) continue;
    ask(candidate->begin(), candidate->end());
    scan.go_on_at(candidate->at + candidate->size);
  }
}

// The contents of all records, live and old.
template <class Ask>
void Neighbours::each(const Ask& ask) const {
  std::size_t at = evtx::kChunkHeaderSize;
  for (const evtx::Record& record : live_) {
    each_old(at, raw(record.at), ask);
    at = raw(record.at) + record.size;
    ask(raw(record.at) + evtx::kRecordHeaderSize, at - evtx::kRecordTrailerSize);
  }
  each_old(at, chunk_.size(), ask);
}

const std::string& Neighbours::agreed_computer() {
  if (asked_) return agreed_;
  asked_ = first_ = true;
  differ_ = false;
  agreed_.clear();
  references_.clear();
  runner_.begin_chunk(chunk_);
  reader_.begin_chunk(chunk_);
  each([&](std::size_t begin, std::size_t end) { ask(begin, end); });
  if (differ_) agreed_.clear();
  return agreed_;
}

// Of a record of the provider with that GUID; empty where it is none, or its channel is no name.
Bytes Neighbours::channel_of(std::size_t begin, std::size_t end, Bytes guid) {
  if (!instance_.find_table(chunk_, begin, end)) return {};
  const std::size_t table = instance_.table() - 4;
  const auto values = binxml::ValueTable::read(chunk_.slice_unchecked(table, end - table));
  if (!values || system_form(*values) != SystemForm::kManifest) return {};
  if (!values->value(kProviderGuidSlot).bytes.equals(guid)) return {};
  const Bytes channel = values->value(kChannelSlot).bytes;
  return has_control_character(channel) ? Bytes() : channel;
}

Bytes Neighbours::agreed_channel(Bytes guid, std::size_t size) {
  Bytes agreed;
  bool differ = guid.empty() || ++channels_asked_ > kMostChannelsAsked;
  if (differ) return {};
  each([&](std::size_t begin, std::size_t end) {
    const Bytes channel = channel_of(begin, end, guid);
    if (channel.size() != size || size == 0) return;
    differ = differ || (!agreed.empty() && !agreed.equals(channel));
    agreed = channel;
  });
  return differ ? Bytes() : agreed;
}

}  // namespace ntlmscan::recover
