// Names in an open-addressed table; those of earlier texts count as free places.
#include "binxml/distinct_names.hpp"

#include <charconv>
#include <cstring>

namespace ntlmscan::binxml {
namespace {

constexpr std::uint64_t kMultiplier = 0x9E3779B97F4A7C15u;

template <class Word>
std::uint64_t word_at(std::string_view text, std::size_t at) noexcept {
  Word word;
  std::memcpy(&word, text.data() + at, sizeof word);
  return word;
}

std::uint64_t mix(std::uint64_t hash, std::uint64_t word) noexcept {
  hash = (hash ^ word) * kMultiplier;
  return hash ^ (hash >> 32);
}

// Fewer than eight bytes as one word; loads overlap rather than loop.
std::uint64_t short_word(std::string_view name) noexcept {
  const std::size_t size = name.size();
  if (size >= 4) return word_at<std::uint32_t>(name, 0) << 32 | word_at<std::uint32_t>(name, size - 4);
  if (size == 0) return 0;
  const auto byte = [&](std::size_t at) { return word_at<std::uint8_t>(name, at); };
  return byte(0) << 16 | byte(size / 2) << 8 | byte(size - 1);
}

// Every byte counts: names chosen to collide would make a record slow.
std::uint64_t hash_of(std::string_view name, std::uint64_t object) noexcept {
  const std::size_t size = name.size();
  std::uint64_t hash = mix(object, size);
  if (size < 8) return mix(hash, short_word(name));
  for (std::size_t at = 0; size - at > 8; at += 8) hash = mix(hash, word_at<std::uint64_t>(name, at));
  return mix(hash, word_at<std::uint64_t>(name, size - 8));
}

}  // namespace

void DistinctNames::start_document() noexcept {
  document_ = last_object_;
  used_ = 0;
}

// The slot that holds the name, or the free one where it belongs: less than half the table is in use.
DistinctNames::Slot& DistinctNames::find(std::string_view text, std::string_view name, std::uint64_t object,
                                         std::uint64_t hash) {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
    Slot& slot = slots_[i];
    if (slot.object <= document_) return slot;
    if (slot.hash != hash || slot.object != object) continue;
    if (text.substr(slot.at, slot.length) == name) return slot;
  }
}

// Enters the name; nothing if it was new, its slot if not.
DistinctNames::Slot* DistinctNames::take(const TextBuffer& out, std::size_t name_at, std::uint64_t object) {
  const std::string_view name = out.view().substr(name_at);
  const std::uint64_t hash = hash_of(name, object);
  Slot& slot = find(out.view(), name, object, hash);
  if (slot.object > document_) return &slot;
  slot = {object, hash, name_at, name.size(), 0};
  ++used_;
  return nullptr;
}

void DistinctNames::settle(TextBuffer& out, std::size_t name_at, std::uint64_t object) {
  if (2 * used_ >= slots_.size()) grow();  // one name is entered below, so slots stay where they are
  Slot* const slot = take(out, name_at, object);
  if (slot == nullptr) return;
  const std::size_t base_length = out.size() - name_at;
  do {  // a field may already be called like the numbered form of another
    char number[24];
    const auto end = std::to_chars(number, number + sizeof number, ++slot->repeats).ptr;
    out.shrink(name_at + base_length);
    out.push_back('_');
    out.append({number, static_cast<std::size_t>(end - number)});
  } while (take(out, name_at, object) != nullptr);
}

void DistinctNames::grow() {
  std::vector<Slot> old(2 * slots_.size());
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.object <= document_) continue;
    std::size_t i = slot.hash & mask;
    while (slots_[i].object > document_) i = (i + 1) & mask;
    slots_[i] = slot;
  }
}

}  // namespace ntlmscan::binxml
