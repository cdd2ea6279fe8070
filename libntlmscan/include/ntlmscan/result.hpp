// Results, errors and faults: how the library says what went wrong, without exceptions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace ntlmscan {

/// What a fault means for the evidence (schema.md, table `faults`).
enum class Severity : std::uint8_t {
  kLost,      ///< bytes that should hold records could not be read
  kNote,      ///< a stale checksum or flag; nothing was lost
  kTamper,    ///< a contradiction that honest writers do not produce
  kRecovery,  ///< a recovery candidate that was not good enough
};

/// Closed set of causes. `fault_code_name` gives the stable identifier of the `faults` table;
/// a new code needs a row in result.cpp and in docs/faults.md.
enum class FaultCode : std::uint16_t {
  // Input as a whole
  kInputMissing,
  kInputUnreadable,
  kInputShrank,
  kInputEmpty,
  kNotEvtx,
  // File header
  kFileHeaderCut,
  kFileHeaderDamaged,
  kFileHeaderChecksum,
  kFileDirty,
  kFileVersion,
  kFileCut,
  // Chunks
  kChunkWithoutHeader,
  kChunkCut,
  kChunkHeaderChecksum,
  kChunkRecordsChecksum,
  kChunkBoundsDamaged,
  kBytesBetweenChunks,
  // Records
  kRecordDamaged,
  kRecordSizeCopy,
  kBinxmlDamaged,
  kBinxmlLimit,
  kTemplateDamaged,
  kValuesMissing,
  kNameDamaged,
  kArrayDamaged,
  kPayloadDamaged,
  kHiddenBytes,
  // Contradictions, severity tamper (docs/faults.md)
  kChecksumOverGap,
  kChunkIds,
  kIdGap,
  kTimeBack,
  kRecordsChecksum,
  kChunkCount,
  kNextRecord,
  kLogCleared,
  kLogFull,
  // Recovery
  kRecoveryCandidate,
  kRecoveryLimit,
  // Output and calls; never rows of `faults`
  kOutputFailed,
  kBadArgument,
  kTemplateLibrary,
  kStopped,
  kOutOfMemory,
};

/// Stable lower-case identifier, such as `chunk_without_header`.
[[nodiscard]] std::string_view fault_code_name(FaultCode code) noexcept;
/// `lost`, `note`, `tamper` or `recovery`.
[[nodiscard]] std::string_view severity_name(Severity severity) noexcept;

/// One thing found wrong in one source. `byte_offset` counts from the first byte of the .evtx stream;
/// `bytes` is how many bytes the fault covers (0 where it covers none).
struct Fault {
  FaultCode code;
  Severity severity;
  std::uint64_t byte_offset;
  std::uint64_t bytes;
  std::string message;
};

/// Why a call failed. `message` is one line for people and names the file where there is one.
struct Error {
  FaultCode code;
  std::string message;
  std::string source{};                        ///< the file that it is about; empty for none
  std::optional<std::uint64_t> byte_offset{};  ///< where in it
};

/// A value or an Error. Dropping one is a compiler warning.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: implicit by design
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit by design

  [[nodiscard]] bool ok() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return ok(); }

  /// Requires ok().
  [[nodiscard]] T& value() noexcept { return *std::get_if<0>(&state_); }
  [[nodiscard]] const T& value() const noexcept { return *std::get_if<0>(&state_); }
  /// Requires !ok().
  [[nodiscard]] const Error& error() const noexcept { return *std::get_if<1>(&state_); }

 private:
  std::variant<T, Error> state_;
};

/// Success, or an Error.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Error error) : error_(std::move(error)) {}  // NOLINT: implicit by design

  [[nodiscard]] bool ok() const noexcept { return !error_; }
  explicit operator bool() const noexcept { return ok(); }
  /// Requires !ok().
  [[nodiscard]] const Error& error() const noexcept { return *error_; }

 private:
  std::optional<Error> error_;
};

}  // namespace ntlmscan
