// The health of a file as one JSON object.
#include <nlohmann/json.hpp>

#include "commands/health_text.hpp"
#include "terminal/times.hpp"

namespace ntlmscan::cli {
namespace {

using Json = nlohmann::ordered_json;

Json time_json(const std::optional<std::uint64_t>& ticks) {
  if (!ticks) return nullptr;
  std::string text = tick_text(*ticks);
  if (const std::size_t blank = text.find(' '); blank != std::string::npos) text[blank] = 'T';
  return text;
}

Json stream_json(const StreamHealth& stream) {
  return {{"channel", stream.channel},
          {"computers", stream.computers},
          {"forwarded", stream.forwarded},
          {"records", stream.records},
          {"first_id", stream.first_id},
          {"last_id", stream.last_id},
          {"id_gaps", stream.id_gaps},
          {"ids_missing", stream.ids_missing},
          {"ids_repeated", stream.ids_repeated},
          {"time_reversals", stream.time_reversals},
          {"largest_reversal_seconds", stream.largest_reversal / 10'000'000}};
}

Json fault_json(const Fault& fault) {
  return {{"byte_offset", fault.byte_offset},
          {"code", fault_code_name(fault.code)},
          {"severity", severity_name(fault.severity)},
          {"bytes", fault.bytes},
          {"message", fault.message}};
}

Json sign_json(const TamperSign& sign) {
  return {{"code", sign.code},
          {"byte_offset", sign.byte_offset},
          {"places", sign.places},
          {"evidence", sign.evidence},
          {"innocent", sign.innocent.empty() ? Json(nullptr) : Json(sign.innocent)}};
}

template <class Items, class Make>
Json array_of(const Items& items, const Make& make) {
  Json out = Json::array();
  for (const auto& item : items) out.push_back(make(item));
  return out;
}

}  // namespace

std::string health_json(const FileHealth& health) {
  Json object = {
      {"source", health.source},
      {"state", health.state()},
      {"size", health.size},
      {"format", health.format.empty() ? Json(nullptr) : Json(health.format)},
      {"header_ok", health.header_ok},
      {"dirty", health.dirty},
      {"exported", health.exported},
      {"chunks_recorded", health.chunks_recorded},
      {"chunks", health.chunks},
      {"chunks_unused", health.chunks_unused},
      {"chunks_bad", health.chunks_bad},
      {"bad_checksums", health.bad_checksums},
      {"records", health.records},
      {"first_record", health.first_record},
      {"last_record", health.last_record},
      {"first_time", time_json(health.first_time)},
      {"last_time", time_json(health.last_time)},
      {"bytes_lost", health.bytes_lost},
      {"faults_lost", health.faults_lost},
      {"faults_other", health.faults_other},
      {"streams", array_of(health.streams, stream_json)},
      {"faults", array_of(health.faults, fault_json)},
      {"signs", array_of(health.signs, sign_json)},
  };
  if (health.records_recovered) object["records_recovered"] = *health.records_recovered;
  return object.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace ntlmscan::cli
