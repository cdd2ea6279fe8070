// Records of the log writer as a worker sees them: a chunk of exactly its size, a range of Binary XML in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <utility>
#include <vector>

#include "evtx_writer/event.hpp"
#include "support/exact_buffer.hpp"

namespace ntlmscan::plan {

class LogRecords {
 public:
  explicit LogRecords(fixtures::LogFile log) : log_(std::move(log)) {
    for (const std::uint64_t at : log_.chunk_offsets) {
      chunks_.emplace_back(std::span(log_.bytes).subspan(at, fixtures::kChunkSize));
    }
  }

  [[nodiscard]] std::size_t size() const { return log_.records.size(); }
  [[nodiscard]] const fixtures::RecordPlace& place(std::size_t record) const { return log_.records[record]; }
  [[nodiscard]] Bytes chunk_of(std::size_t record) const { return chunks_[place(record).chunk].bytes(); }
  /// Behind the record's header, up to the copy of its size.
  [[nodiscard]] std::size_t begin(std::size_t record) const { return place(record).offset + 24U; }
  [[nodiscard]] std::size_t end(std::size_t record) const { return place(record).offset + place(record).size - 4U; }

 private:
  fixtures::LogFile log_;
  std::vector<support::ExactBuffer> chunks_;
};

/// One chunk, unless a record does not fit.
[[nodiscard]] inline LogRecords records_of(const std::vector<fixtures::RecordSpec>& specs) {
  fixtures::LogWriter log;
  for (const fixtures::RecordSpec& spec : specs) static_cast<void>(log.append(spec));
  return LogRecords(log.finish());
}

/// A payload template under a GUID of the caller's choice, as `event`'s payload.
[[nodiscard]] inline fixtures::RecordSpec with_template(const fixtures::EventSpec& event, const fixtures::Guid& guid,
                                                        fixtures::Element root, std::vector<fixtures::Value> values) {
  fixtures::Instance instance;
  instance.definition = std::make_shared<const fixtures::TemplateDef>(fixtures::TemplateDef{guid, std::move(root)});
  instance.values = std::move(values);
  fixtures::Fragment payload;
  payload.pieces.push_back(std::make_shared<const fixtures::Instance>(std::move(instance)));
  return fixtures::record_with_payload(event, fixtures::Shape::kExported, std::move(payload));
}

/// `<Data Name="name">` around a hole.
[[nodiscard]] inline fixtures::Element data_element(std::string_view name, fixtures::Substitution hole,
                                                    std::uint16_t depends_on = fixtures::kAlways) {
  fixtures::Element data("Data", depends_on);
  if (!name.empty()) data.attribute("Name", name);
  data.hole(hole);
  return data;
}

}  // namespace ntlmscan::plan
