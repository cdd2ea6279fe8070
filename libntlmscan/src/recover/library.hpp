// Templates as bytes that can be saved, and read again as carefully as a log (docs/formats/templates.md).
//
//   "ntlmscan templates\n" | u32 version | u32 count | count x { u32 size, definition } | u32 CRC-32 of all before
//
// A definition stands there as it would at chunk offset 512, so that reading one is reading any definition.
#pragma once

#include <string>

#include "ntlmscan/result.hpp"
#include "recover/template_store.hpp"

namespace ntlmscan::recover {

/// Begins as a library does.
[[nodiscard]] bool is_library(Bytes bytes) noexcept;

/// Those of `store` that are whole, in an order of their own.
[[nodiscard]] std::string write_library(const TemplateStore& store);

/// Adds what `bytes` hold. An Error where they are no library, are cut or changed, or exceed the bounds; `store` is then
/// not to be used.
[[nodiscard]] Status read_library(Bytes bytes, TemplateStore& store);

}  // namespace ntlmscan::recover
