// Out of memory as a value.
#pragma once

#include <exception>
#include <new>
#include <string>

#include "ntlmscan/result.hpp"

namespace ntlmscan::scanning {

/// Calls `run`; where memory runs out the result is an Error instead of an exception.
template <class Run>
[[nodiscard]] auto guarded(const Run& run) -> decltype(run()) {
#if defined(__cpp_exceptions)
  try {
    return run();
  } catch (const std::bad_alloc&) {
    return Error{FaultCode::kOutOfMemory, "not enough memory"};
  } catch (const std::exception& refused) {  // a thread, or random numbers
    return Error{FaultCode::kOutOfMemory, std::string("the system refused: ") + refused.what()};
  }
#else
  return run();
#endif
}

}  // namespace ntlmscan::scanning
