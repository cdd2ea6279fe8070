// The few calls to the operating system that an output file needs, one twin per system.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ntlmscan/result.hpp"

namespace ntlmscan::sinks {

/// An open file: a POSIX descriptor, or the bits of a Windows HANDLE. Paths and names are UTF-8 on every system.
using Descriptor = std::intptr_t;
inline constexpr Descriptor kNoDescriptor = -1;

enum class Creation : std::uint8_t { kCreated, kExists, kFailed };

/// Makes a file that must not exist yet, without following a link of that name. On kFailed `error` says why.
[[nodiscard]] Creation create_exclusive(const std::string& path, Descriptor& descriptor, std::string& error);
[[nodiscard]] Descriptor standard_output() noexcept;

/// Writes all of `bytes`. A reader that went away is FaultCode::kStopped.
[[nodiscard]] Status write_all(Descriptor descriptor, std::string_view bytes, const std::string& name);
/// Closes, and reports what the system only says on closing.
[[nodiscard]] Status close_descriptor(Descriptor descriptor, const std::string& name);

/// Gives `from` the name `to`, replacing a file of that name.
[[nodiscard]] Status rename_over(const std::string& from, const std::string& to);
void remove_quietly(const std::string& path) noexcept;

[[nodiscard]] bool is_folder(const std::string& path) noexcept;
/// Makes the folder and those above it where they are missing.
[[nodiscard]] Status make_folders(const std::string& path);
[[nodiscard]] std::uint64_t process_number() noexcept;

}  // namespace ntlmscan::sinks
