// Templates by their id, as many as a bound allows, for records whose own chunk has lost them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "binxml/value_table.hpp"
#include "recover/shape.hpp"

namespace ntlmscan::recover {

/// How far a definition is to be believed. One in slack whose names lie where newer records do may have theirs.
enum class Trust : std::uint8_t { kMixed, kWhole };

class TemplateStore {
 public:
  /// Keeps a copy of a shape that it has not got.
  void add(const Shape& shape, Trust trust);
  /// Takes over what `other` has. In which order stores are joined does not matter.
  void join(TemplateStore&& other);

  /// The only template with that id that the values fit, whole ones alone where there are any; nullptr where there is
  /// none, or several. Valid as long as the store.
  [[nodiscard]] const Shape* find(std::uint32_t id, const binxml::ValueTable& values) const noexcept;

  /// A whole one with that GUID is kept.
  [[nodiscard]] bool has_whole(Bytes guid) const noexcept;

  /// More templates than the bounds allow: then none is given out, since which would have been kept depends on order.
  [[nodiscard]] bool overflowed() const noexcept { return overflowed_; }
  [[nodiscard]] std::size_t size() const noexcept { return count_; }
  /// All of them, by GUID and content.
  [[nodiscard]] std::vector<const Shape*> sorted() const;

 private:
  struct Entry {
    std::unique_ptr<const Shape> shape;
    Trust trust;
  };
  struct OfId {
    std::vector<Entry> entries;
    bool crowded = false;        // too many share the id: none of them is believed
    bool mixed_crowded = false;  // so with those that may be mixed up; how many they are is nothing to whole ones
  };
  void keep(std::unique_ptr<const Shape> shape, Trust trust);
  void limit(OfId& of_id);
  void drop(OfId& of_id, Trust up_to);
  [[nodiscard]] bool known(OfId& of_id, const Shape& shape, Trust trust);

  std::unordered_map<std::uint32_t, OfId> by_id_;
  std::size_t count_ = 0;
  std::size_t bytes_ = 0;
  bool overflowed_ = false;
};

}  // namespace ntlmscan::recover
