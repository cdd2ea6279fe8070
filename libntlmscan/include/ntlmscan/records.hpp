// Single records of one log, any event: each stays undecoded until something of it is asked for.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ntlmscan/byte_source.hpp"
#include "ntlmscan/result.hpp"

namespace ntlmscan {

/// A chunk in memory; records share the one they lie in.
struct RecordChunk;

/// A record, undecoded. It keeps its chunk, 64 KiB, alive; an old one the memory in which those of its chunk were put
/// together.
struct LogRecord {
  std::shared_ptr<const RecordChunk> chunk;
  std::uint64_t byte_offset = 0;  ///< from the first byte of the log
  std::uint32_t size = 0;         ///< bytes
  std::uint64_t header_id = 0;    ///< of the record header; renumbered in exports
  std::uint64_t written = 0;      ///< of the record header, FILETIME; 0 for none
  std::uint32_t chunk_at = 0;     ///< where in `chunk` it begins
  std::uint32_t chunk_size = 0;   ///< bytes it has there
  std::string_view origin;        ///< as in column `origin`
  std::string_view decoded_by;    ///< of an old record as in that column; else empty
  std::string_view inferred;
};

/// What Event/System says. Texts are empty and numbers absent where the record does not say.
struct RecordSystem {
  std::string provider;
  std::string channel;
  std::string computer;
  std::optional<std::uint64_t> event_id;
  std::optional<std::uint64_t> version;
  std::optional<std::uint64_t> level;
  std::optional<std::uint64_t> keywords;
  std::optional<std::uint64_t> record_id;  ///< System/EventRecordID
  std::optional<std::uint64_t> time;       ///< System/TimeCreated, FILETIME
};

/// Walks the records of one log in the order of their offsets.
class RecordWalker {
 public:
  ~RecordWalker();
  RecordWalker(const RecordWalker&) = delete;
  RecordWalker& operator=(const RecordWalker&) = delete;

  /// Errors where nothing of a log can be read there. With `recover` old records as well, with the templates of this log.
  [[nodiscard]] static Result<std::unique_ptr<RecordWalker>> open(const std::string& path, bool recover = false);
  [[nodiscard]] static Result<std::unique_ptr<RecordWalker>> open(const NamedBytes& bytes, bool recover = false);

  /// The next record, or nothing at the end. What cannot be read is a fault, and the walk goes on behind it.
  [[nodiscard]] std::optional<LogRecord> next();
  /// The same, reading one chunk at most, so that a caller can stop a walk over many that hold nothing: without a record
  /// `more` says whether there are chunks left.
  [[nodiscard]] std::optional<LogRecord> next_within_a_chunk(bool& more);

  /// As in column `source`.
  [[nodiscard]] const std::string& source() const noexcept;
  /// Of the part that was walked.
  [[nodiscard]] const std::vector<Fault>& faults() const noexcept;

 private:
  struct State;
  explicit RecordWalker(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

/// Decodes records of any log, one at a time; it keeps what it learned about templates. For one thread at a time.
class RecordDecoder {
 public:
  RecordDecoder();
  ~RecordDecoder();
  RecordDecoder(const RecordDecoder&) = delete;
  RecordDecoder& operator=(const RecordDecoder&) = delete;

  /// Each fails, with code and offset, where the record cannot be read so far.
  [[nodiscard]] Result<RecordSystem> system(const LogRecord& record);
  /// `{"Event":{…}}` in the shape of docs/dump.md.
  [[nodiscard]] Result<std::string> json(const LogRecord& record);
  /// `<Event …>…</Event>`.
  [[nodiscard]] Result<std::string> xml(const LogRecord& record);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace ntlmscan
