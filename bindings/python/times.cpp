// Civil time by std::chrono, objects by the C interface of datetime.
#include "times.hpp"

#include <datetime.h>

#include <chrono>
#include <ratio>

namespace ntlmscan::python {
namespace {

using Ticks = std::chrono::duration<std::int64_t, std::ratio<1, 10'000'000>>;

constexpr std::uint64_t kTicksTo10000 = 2'650'467'744'000'000'000;  // from 1601 to 10000-01-01
constexpr std::chrono::sys_days kEpoch = std::chrono::year(1601) / 1 / 1;

}  // namespace

void load_datetime() {
  PyDateTime_IMPORT;
  if (PyDateTimeAPI == nullptr) throw py::error_already_set();
}

MaybeTime datetime_of(std::optional<std::uint64_t> ticks) {
  namespace chrono = std::chrono;
  if (!ticks || *ticks >= kTicksTo10000) return MaybeTime(py::none());
  const auto micros = chrono::floor<chrono::microseconds>(Ticks(static_cast<std::int64_t>(*ticks)));
  const auto days = chrono::floor<chrono::days>(micros);
  const chrono::year_month_day date(kEpoch + days);
  const chrono::hh_mm_ss<chrono::microseconds> clock(micros - days);
  PyObject* made = PyDateTimeAPI->DateTime_FromDateAndTime(
      static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
      static_cast<int>(static_cast<unsigned>(date.day())), static_cast<int>(clock.hours().count()),
      static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
      static_cast<int>(clock.subseconds().count()), PyDateTimeAPI->TimeZone_UTC, PyDateTimeAPI->DateTimeType);
  if (made == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<MaybeTime>(made);
}

}  // namespace ntlmscan::python
