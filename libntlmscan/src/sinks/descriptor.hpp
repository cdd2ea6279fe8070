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

/// What a path leads to, symbolic links followed. kStream takes bytes as they come and has no content to replace: a
/// FIFO or a character device, on Windows whatever is no disk file.
enum class Occupant : std::uint8_t { kNothing, kFile, kFolder, kStream, kBlockDevice, kSocket };
[[nodiscard]] Occupant occupant_of(const std::string& path) noexcept;
/// Where the symbolic links under `path` end, whether something is there or not; `path` itself where it is no link.
/// Empty where they lead in a circle, on Windows also where they lead to nothing.
[[nodiscard]] std::string follow_links(std::string path);
/// Whether `path` is the name that the system gives an open descriptor, as in `/dev/fd/1`.
[[nodiscard]] bool names_descriptor(const std::string& path) noexcept;
/// Opens a stream for writing; a FIFO waits for its reader. The name of a descriptor gives another one of the same open
/// file, so that what both write stands in turn. kNoDescriptor on failure, and `error` says why.
[[nodiscard]] Descriptor open_stream(const std::string& path, std::string& error);

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
