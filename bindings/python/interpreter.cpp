// Threads and processes as the interpreter knows them.
#include "interpreter.hpp"

#include <chrono>
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

/// Waits for the lock by `take`. Before Python 3.14 an interpreter that ends makes each other thread that asks for the lock
/// exit from within, which on Linux unwinds its stack like an exception that nothing may stop: through destructors that must
/// not throw, which ends the program. Such a thread stays here instead, as from 3.14 on.
template <class Take>
auto taken(Take take) {
  try {
    return take();
  } catch (...) {
    for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
  }
}

}  // namespace

LockGivenBack::LockGivenBack() {
  if (PyGILState_Check() != 0) state_ = PyEval_SaveThread();
}

LockGivenBack::~LockGivenBack() {
  if (state_ != nullptr) taken([this] { PyEval_RestoreThread(state_); });
}

LockHeld::LockHeld() : state_(taken(PyGILState_Ensure)) {}

LockHeld::~LockHeld() { PyGILState_Release(state_); }

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
