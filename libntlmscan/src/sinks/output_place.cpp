// Judges what an output's name stands for.
#include "sinks/output_place.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <utility>

#include "sinks/descriptor.hpp"

namespace ntlmscan::sinks {
namespace {

/// Indexed by Occupant; empty where an output can go.
constexpr std::array<std::string_view, 6> kRefusals = {
    "", "", "a folder has that name", "", "a block device has that name", "a socket has that name"};

bool is_event_log(const std::string& path) {
  std::ifstream file(std::filesystem::path(std::u8string(path.begin(), path.end())), std::ios::binary);
  char magic[8] = {};
  file.read(magic, sizeof magic);
  const std::string_view read(magic, sizeof magic);
  return read == std::string_view("ElfFile\0", 8) || read == std::string_view("ElfChnk\0", 8);
}

}  // namespace

Error cannot_create(const std::string& name, const std::string& why) {
  return {FaultCode::kOutputFailed, name + ": cannot write here: " + why};
}

Result<OutputPlace> find_place(std::string name) {
  const Occupant occupant = occupant_of(name);
  if (occupant == Occupant::kFile && is_event_log(name))
    return cannot_create(name, "an event log has that name, and logs are never written to");
  std::string path = follow_links(name);
  if (path.empty()) return cannot_create(name, "the symbolic link of that name cannot be followed");
  // Whatever an open descriptor leads to, whoever opened it meant bytes to go there, and maybe shares it.
  if (names_descriptor(path)) return OutputPlace{std::move(name), std::move(path), true};
  const std::string_view refusal = kRefusals[static_cast<std::size_t>(occupant)];
  if (!refusal.empty()) return cannot_create(name, std::string(refusal));
  // Links of other processes' descriptors lead to names that do not exist, such as pipe:[7].
  if (occupant == Occupant::kStream) path = name;
  return OutputPlace{std::move(name), std::move(path), occupant == Occupant::kStream};
}

}  // namespace ntlmscan::sinks
