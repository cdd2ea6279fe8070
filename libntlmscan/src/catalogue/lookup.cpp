// Find the catalogue's entry for a record: one sorted index over all tables, made on first use.
#include "catalogue/lookup.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "catalogue/tables.hpp"

namespace ntlmscan::catalogue {
namespace {

constexpr std::size_t kEventCount = 105;

constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_text(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

/// One bit for each 16-bit event id.
class IdSet {
 public:
  void insert(std::uint16_t id) noexcept { words_[id >> 6U] |= std::uint64_t{1} << (id & 63U); }
  [[nodiscard]] bool contains(std::uint16_t id) const noexcept { return (words_[id >> 6U] >> (id & 63U) & 1U) != 0; }

 private:
  std::array<std::uint64_t, 1024> words_{};
};

struct Index {
  std::array<const EventDef*, kEventCount> in_order{};
  std::array<const EventDef*, kEventCount> by_id{};  ///< by event id; within one id in table order, so versions ascend
  IdSet ids;
  std::size_t count = 0;

  Index() noexcept {
    for (const auto table :
         {ntlm_operational_events(), ntlm_enhanced_events(), security_netlogon_events(), security_logon_events(),
          security_session_events(), security_kerberos_events(), security_validation_events(), security_nps_events(),
          kerberos_system_events(), netlogon_events(), lsasrv_events(), log_housekeeping_events()}) {
      add(table);
    }
    by_id = in_order;
    std::sort(by_id.begin(), by_id.begin() + static_cast<std::ptrdiff_t>(count),
              [](const EventDef* a, const EventDef* b) {
                if (a->event_id != b->event_id) return a->event_id < b->event_id;
                if (a->provider != b->provider) return a->provider < b->provider;
                return a->version < b->version;
              });
  }

  void add(std::span<const EventDef> table) noexcept {
    for (const EventDef& event : table.first(std::min(table.size(), kEventCount - count))) {
      in_order[count++] = &event;
      ids.insert(event.event_id);
    }
  }

  [[nodiscard]] std::span<const EventDef* const> events() const noexcept { return std::span(in_order).first(count); }

  [[nodiscard]] std::span<const EventDef* const> with_id(std::uint16_t id) const noexcept {
    const auto all = std::span(by_id).first(count);
    const auto first = std::lower_bound(all.begin(), all.end(), id,
                                        [](const EventDef* e, std::uint16_t want) { return e->event_id < want; });
    const auto last = std::find_if(first, all.end(), [id](const EventDef* e) { return e->event_id != id; });
    return {first, last};
  }
};

// Made by whoever asks first, so no other static's constructor can come too early.
const Index& index() noexcept {
  static const Index made;
  return made;
}

struct Alias {
  std::string_view written;
  std::string_view known_as;
};

/// Names that stand in records where the provider's manifest was not registered, or was an older one.
constexpr Alias kAliases[] = {
    {"LSA (LsaSrv)", kLsaSrvProvider},
    {"Kerberos", kSecurityKerberosProvider},
    {"KDC", kKdcProvider},
};

std::string_view canonical(std::string_view provider) noexcept {
  for (const Alias& alias : kAliases) {
    if (same_text(alias.written, provider)) return alias.known_as;
  }
  return provider;
}

using GuidBytes = std::array<std::uint8_t, 16>;

consteval std::uint8_t hex_digit(char c) { return static_cast<std::uint8_t>(c <= '9' ? c - '0' : c - 'a' + 10); }

/// The 16 bytes as stored: the first three groups little-endian, the rest in reading order.
consteval GuidBytes guid(const char (&text)[37]) {
  constexpr std::array<std::size_t, 16> kDigitAt{6, 4, 2, 0, 11, 9, 16, 14, 19, 21, 24, 26, 28, 30, 32, 34};
  GuidBytes bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>(hex_digit(text[kDigitAt[i]]) << 4U | hex_digit(text[kDigitAt[i] + 1]));
  }
  return bytes;
}

struct ProviderGuid {
  GuidBytes guid;
  std::string_view name;
};

constexpr ProviderGuid kProviderGuids[] = {
    {guid("ac43300d-5fcc-4800-8e99-1bd3f85f0320"), kNtlmProvider},
    {guid("e5ba83f6-07d0-46b1-8bc7-7e669a1d31dc"), kSecurityNetlogonProvider},
    {guid("54849625-5478-4994-a5ba-3e3b0328c30d"), kSecurityAuditingProvider},
    {guid("199fe037-2b82-40a9-82ac-e1d46c792b99"), kLsaSrvProvider},
    {guid("98e6cfcb-ee0a-41e0-a57b-622d4e1b30b1"), kSecurityKerberosProvider},
    {guid("3fd9da1a-5a54-46c5-9a26-9bd7c0685056"), kKdcProvider},
    {guid("fc65ddd8-d6ef-4962-83d5-6e5cfe9ce148"), kEventlogProvider},
    {guid("a68ca8b7-004f-d7b6-a698-07e2de0f1f5d"), kKernelGeneralProvider},
};

std::size_t past_blanks(std::string_view text, std::size_t at) noexcept {
  while (at < text.size() && text[at] == ' ') ++at;
  return at;
}

bool same_field_name(std::string_view a, std::string_view b) noexcept {
  std::size_t i = past_blanks(a, 0);
  std::size_t k = past_blanks(b, 0);
  while (i < a.size() && k < b.size()) {
    if (lower(a[i]) != lower(b[k])) return false;
    i = past_blanks(a, i + 1);
    k = past_blanks(b, k + 1);
  }
  return i >= a.size() && k >= b.size();
}

}  // namespace

std::span<const EventDef* const> all_events() noexcept { return index().events(); }

const EventDef* find_event(std::string_view provider, std::uint16_t event_id, std::uint32_t version) noexcept {
  if (!any_event_with_id(event_id)) return nullptr;
  const std::string_view name = canonical(provider);
  const EventDef* best = nullptr;
  for (const EventDef* event : index().with_id(event_id)) {
    if (!same_text(event->provider, name)) continue;
    if (best == nullptr || event->version <= version) best = event;
  }
  return best;
}

bool any_event_with_id(std::uint16_t event_id) noexcept { return index().ids.contains(event_id); }

const FieldDef* find_field(const EventDef& event, std::string_view name) noexcept {
  for (const FieldDef& field : event.fields) {
    if (same_field_name(field.name, name)) return &field;
  }
  return nullptr;
}

std::string_view provider_of_guid(std::span<const std::uint8_t, 16> guid) noexcept {
  for (const ProviderGuid& known : kProviderGuids) {
    if (std::equal(guid.begin(), guid.end(), known.guid.begin())) return known.name;
  }
  return {};
}

}  // namespace ntlmscan::catalogue
