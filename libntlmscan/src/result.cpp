// Names of fault codes and severities: the stable identifiers of the `faults` table.
#include "ntlmscan/result.hpp"

namespace ntlmscan {
namespace {

struct CodeName {
  FaultCode code;
  std::string_view name;
};

constexpr CodeName kCodeNames[] = {
    {FaultCode::kInputMissing, "input_missing"},
    {FaultCode::kInputUnreadable, "input_unreadable"},
    {FaultCode::kInputShrank, "input_shrank"},
    {FaultCode::kInputEmpty, "input_empty"},
    {FaultCode::kNotEvtx, "not_evtx"},
    {FaultCode::kFileHeaderCut, "file_header_cut"},
    {FaultCode::kFileHeaderDamaged, "file_header_damaged"},
    {FaultCode::kFileHeaderChecksum, "file_header_checksum"},
    {FaultCode::kFileDirty, "file_dirty"},
    {FaultCode::kFileVersion, "file_version"},
    {FaultCode::kFileCut, "file_cut"},
    {FaultCode::kChunkWithoutHeader, "chunk_without_header"},
    {FaultCode::kChunkCut, "chunk_cut"},
    {FaultCode::kChunkHeaderChecksum, "chunk_header_checksum"},
    {FaultCode::kChunkRecordsChecksum, "chunk_records_checksum"},
    {FaultCode::kChunkBoundsDamaged, "chunk_bounds_damaged"},
    {FaultCode::kBytesBetweenChunks, "bytes_between_chunks"},
    {FaultCode::kRecordDamaged, "record_damaged"},
    {FaultCode::kRecordSizeCopy, "record_size_copy"},
    {FaultCode::kBinxmlDamaged, "binxml_damaged"},
    {FaultCode::kBinxmlLimit, "binxml_limit"},
    {FaultCode::kTemplateDamaged, "template_damaged"},
    {FaultCode::kValuesMissing, "values_missing"},
    {FaultCode::kNameDamaged, "name_damaged"},
    {FaultCode::kArrayDamaged, "array_damaged"},
    {FaultCode::kPayloadDamaged, "payload_damaged"},
    {FaultCode::kHiddenBytes, "hidden_bytes"},
    {FaultCode::kChecksumOverGap, "checksum_over_gap"},
    {FaultCode::kChunkIds, "chunk_ids"},
    {FaultCode::kIdGap, "id_gap"},
    {FaultCode::kTimeBack, "time_back"},
    {FaultCode::kRecordsChecksum, "records_checksum"},
    {FaultCode::kChunkCount, "chunk_count"},
    {FaultCode::kNextRecord, "next_record"},
    {FaultCode::kLogCleared, "log_cleared"},
    {FaultCode::kLogFull, "log_full"},
    {FaultCode::kRecoveryCandidate, "recovery_candidate"},
    {FaultCode::kRecoveryLimit, "recovery_limit"},
    {FaultCode::kOutputFailed, "output_failed"},
    {FaultCode::kBadArgument, "bad_argument"},
    {FaultCode::kTemplateLibrary, "template_library"},
    {FaultCode::kStopped, "stopped"},
    {FaultCode::kOutOfMemory, "out_of_memory"},
};

}  // namespace

std::string_view fault_code_name(FaultCode code) noexcept {
  for (const CodeName& known : kCodeNames) {
    if (known.code == code) return known.name;
  }
  return "unknown";
}

std::string_view severity_name(Severity severity) noexcept {
  switch (severity) {
    case Severity::kLost:
      return "lost";
    case Severity::kNote:
      return "note";
    case Severity::kTamper:
      return "tamper";
    case Severity::kRecovery:
      return "recovery";
  }
  return "unknown";
}

}  // namespace ntlmscan
