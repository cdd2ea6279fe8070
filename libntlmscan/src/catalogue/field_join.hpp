// Joins field lists at compile time: a later version of an event is an earlier one and some more.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "catalogue/event_def.hpp"

namespace ntlmscan::catalogue {

template <std::size_t A, std::size_t B>
[[nodiscard]] consteval std::array<FieldDef, A + B> join(const std::array<FieldDef, A>& head,
                                                         const std::array<FieldDef, B>& tail) {
  std::array<FieldDef, A + B> all{};
  std::copy(head.begin(), head.end(), all.begin());
  std::copy(tail.begin(), tail.end(), all.begin() + A);
  return all;
}

/// `list` with `middle` put in before its field number At (counted from 0).
template <std::size_t At, std::size_t N, std::size_t M>
[[nodiscard]] consteval std::array<FieldDef, N + M> insert_at(const std::array<FieldDef, N>& list,
                                                              const std::array<FieldDef, M>& middle) {
  static_assert(At <= N);
  std::array<FieldDef, N + M> all{};
  std::copy(list.begin(), list.begin() + At, all.begin());
  std::copy(middle.begin(), middle.end(), all.begin() + At);
  std::copy(list.begin() + At, list.end(), all.begin() + At + M);
  return all;
}

}  // namespace ntlmscan::catalogue
