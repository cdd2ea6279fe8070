// Threads and processes as the interpreter knows them.
#include "interpreter.hpp"

#include <thread>

#ifdef _WIN32
#include <process.h>
#else
#include <unistd.h>
#endif

namespace ntlmscan::python {
namespace {

// Set once, while the module is imported.
unsigned long main_thread = 0;

}  // namespace

bool in_main_thread() noexcept { return PyThread_get_thread_ident() == main_thread; }

void remember_main_thread() {
  main_thread = py::module_::import("threading").attr("main_thread")().attr("ident").cast<unsigned long>();
}

long process_id() noexcept {
#ifdef _WIN32
  return static_cast<long>(::_getpid());
#else
  return static_cast<long>(::getpid());
#endif
}

}  // namespace ntlmscan::python
