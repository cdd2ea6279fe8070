// FILETIME ticks as Python datetimes.
#pragma once

#include <cstdint>
#include <optional>

#include "topics.hpp"

namespace ntlmscan::python {

/// Call once, while the module is imported.
void load_datetime();

/// Stands for datetime.datetime in stubs.
class DateTime : public py::object {
  using py::object::object;
};
using MaybeTime = py::typing::Optional<DateTime>;

/// A datetime in UTC, at a microsecond, rounded down; None for nothing and from the year 10000 on.
[[nodiscard]] MaybeTime datetime_of(std::optional<std::uint64_t> ticks);

}  // namespace ntlmscan::python

template <>
struct pybind11::detail::handle_type_name<ntlmscan::python::DateTime> {
  static constexpr auto name = const_name("datetime.datetime");
};
