// Errors of the library as Python exceptions.
#pragma once

#include <string_view>

#include "ntlmscan/result.hpp"

namespace ntlmscan::python {

/// Throws the exception that ntlmscan.errors has for the code of `error`. Holds the interpreter lock.
[[noreturn]] void raise(const Error& error);

/// Throws one of the exceptions that only the package has, such as `StreamUsedError`.
[[noreturn]] void raise_named(const char* type, std::string_view message);

/// The value of `result`, or its exception.
template <class T>
T take(Result<T> result) {
  if (!result) raise(result.error());
  return std::move(result.value());
}

}  // namespace ntlmscan::python
