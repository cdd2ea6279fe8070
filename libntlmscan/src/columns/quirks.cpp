// The two events whose fields mean different things from record to record.
#include "columns/quirks.hpp"
#include "columns/event_rows.hpp"

namespace ntlmscan::columns {
namespace {

using catalogue::EventDef;
using catalogue::FieldDef;
using catalogue::Quirk;

struct QuirkField {
  Quirk quirk;
  Column column;  // the column that the catalogue gives the field
};
constexpr QuirkField kQuirkFields[] = {
    {Quirk::kExplicitCredentials, Column::kClientAddress}, {Quirk::kExplicitCredentials, Column::kClientPort},
    {Quirk::kRotatedTarget, Column::kServiceBinding},      {Quirk::kRotatedTarget, Column::kServerName},
    {Quirk::kRotatedTarget, Column::kServerDomain},
};

// The first field that the catalogue gives this column.
std::size_t index_of(const plan::Extraction& x, Column column) noexcept {
  std::size_t i = 0;
  while (i < x.fields.size() && (x.fields[i].def == nullptr || x.fields[i].def->column != column)) ++i;
  return i;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string shown(const plan::Value& value, Column column) {
  std::string text;
  const Normal normal = normalise_text(column, value, text);
  if (normal == Normal::kNull || normal == Normal::kUnfit) text.clear();
  return lower(text);
}

// `name` is the short or the full name of `computer`; both in lower case.
bool names_computer(const std::string& name, const std::string& computer) {
  return !name.empty() && (name == computer || name == computer.substr(0, computer.find('.')));
}

enum class Order : std::uint8_t { kAsNamed, kRotated, kUnknown };

// Where the SPN (the text with a `/`) stands, or the computer's own name, tells the order.
Order order_of(const std::string& binding, const std::string& machine, const std::string& domain,
               const std::string& computer) {
  const auto spn = [](const std::string& text) { return text.find('/') != std::string::npos; };
  const int spns = spn(binding) + spn(machine) + spn(domain);
  if (spns == 1) return spn(binding) ? Order::kAsNamed : spn(domain) ? Order::kRotated : Order::kUnknown;
  if (spns > 1) return Order::kUnknown;
  if (names_computer(machine, computer)) return Order::kAsNamed;
  return names_computer(binding, computer) ? Order::kRotated : Order::kUnknown;
}

}  // namespace

bool is_quirk_field(const EventDef& event, const FieldDef& field) noexcept {
  for (const QuirkField& known : kQuirkFields) {
    if (known.quirk == event.quirk && known.column == field.column) return true;
  }
  return false;
}

void EventRows::apply_quirk(const plan::Extraction& x) {
  if (x.event->quirk == Quirk::kExplicitCredentials) explicit_credentials(x);
  if (x.event->quirk == Quirk::kRotatedTarget) rotated_target(x);
}

// With a foreign target the address is the target's (seen in real records): then the port, for which there is no
// column, goes to `extra`.
void EventRows::explicit_credentials(const plan::Extraction& x) {
  const std::size_t server = index_of(x, Column::kServerName);
  const std::string target =
      server < x.fields.size() ? shown(x.fields[server].value, Column::kServerName) : std::string();
  const bool local = target.empty() || target == "localhost";
  const auto place = [&](Column from, bool has_column, const FieldDef& to) {
    const std::size_t i = index_of(x, from);
    if (i == x.fields.size()) return;
    const bool absent = shown(x.fields[i].value, from).empty();
    const Normal normal = absent       ? Normal::kNull
                          : has_column ? field_writer_.store(to, x.fields[i].value)
                                       : Normal::kUnfit;
    if (normal == Normal::kLossy || normal == Normal::kUnfit) to_extra(x.fields[i], 1);
  };
  constexpr FieldDef kClientIp{"IpAddress", catalogue::InType::kText, Column::kClientAddress, ""};
  constexpr FieldDef kServerIp{"IpAddress", catalogue::InType::kText, Column::kServerAddress, ""};
  constexpr FieldDef kPort{"IpPort", catalogue::InType::kText, Column::kClientPort, ""};
  place(Column::kClientAddress, true, local ? kClientIp : kServerIp);
  place(Column::kClientPort, local, kPort);
}

void EventRows::rotated_target(const plan::Extraction& x) {
  const std::size_t at[3] = {index_of(x, Column::kServiceBinding), index_of(x, Column::kServerName),
                             index_of(x, Column::kServerDomain)};
  std::string texts[3];
  for (std::size_t i = 0; i < 3; ++i) {
    if (at[i] < x.fields.size()) texts[i] = shown(x.fields[at[i]].value, Column::kServiceBinding);
  }
  const Order order =
      order_of(texts[0], texts[1], texts[2], shown(x.system[plan::SystemField::kComputer], Column::kComputer));
  constexpr Column kAsNamed[3] = {Column::kServiceBinding, Column::kServerName, Column::kServerDomain};
  constexpr Column kRotated[3] = {Column::kServerName, Column::kServerDomain, Column::kServiceBinding};
  for (std::size_t i = 0; i < 3; ++i) {
    if (at[i] == x.fields.size()) continue;
    if (order != Order::kUnknown) {
      static_cast<void>(writer_.set_value(order == Order::kAsNamed ? kAsNamed[i] : kRotated[i], x.fields[at[i]].value));
    }
    to_extra(x.fields[at[i]], 1);
  }
}

}  // namespace ntlmscan::columns
