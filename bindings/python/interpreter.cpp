// Threads and processes as the interpreter knows them.
#include "interpreter.hpp"

#include <atomic>
#include <chrono>
#include <new>
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

constexpr std::chrono::milliseconds kLastAskers{100};
constexpr const char* kEndOfInterpreter = "ntlmscan.end_of_interpreter";

/// Threads that wait for the lock at this moment, and the one that ended the interpreter: behind that no other gets it.
std::atomic<int> asking{0};
std::atomic<unsigned long> ended_by{0};

/// False where the lock is no more, or no more for this thread. The one that ends the interpreter has it until it has lost
/// its state.
bool lock_exists() noexcept {
  const unsigned long by = ended_by;
  return by == 0 || (by == PyThread_get_thread_ident() && PyGILState_GetThisThreadState() != nullptr);
}

struct Asking {
  Asking() { ++asking; }
  ~Asking() { --asking; }
  Asking(const Asking&) = delete;
  Asking& operator=(const Asking&) = delete;
};

[[noreturn]] void stay() {
  for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
}

/// Waits for the lock by `take`; false where it is no more. Before Python 3.14 an interpreter that ends makes each other
/// thread that asks for the lock exit from within, which on Linux unwinds its stack like an exception that nothing may stop:
/// through destructors that must not throw, which ends the program. Such a thread stays here instead, as from 3.14 on.
template <class Take>
bool taken(Take take) {
  try {
    const Asking counted;
    if (!lock_exists()) return false;
    take();
    return true;
  } catch (...) {
    stay();
  }
}

/// Called by the interpreter when it frees what belongs to it, while the lock can still be asked for. Those who ask leave
/// within a few of Python's 5 ms turns, or from 3.14 on never come back.
void end_of_interpreter(PyObject* /*capsule*/) {
  ended_by = PyThread_get_thread_ident();
  const auto last_moment = std::chrono::steady_clock::now() + kLastAskers;
  while (asking > 0 && std::chrono::steady_clock::now() < last_moment) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

}  // namespace

LockGivenBack::LockGivenBack() {
  if (lock_exists() && PyGILState_Check() != 0) state_ = PyEval_SaveThread();
}

LockGivenBack::~LockGivenBack() {
  if (state_ != nullptr && !taken([this] { PyEval_RestoreThread(state_); })) stay();
}

LockHeld::LockHeld() : held_(taken([this] { state_ = PyGILState_Ensure(); })) {}

LockHeld::~LockHeld() {
  if (held_) PyGILState_Release(state_);
}

bool in_main_thread() noexcept { return PyThread_get_thread_ident() == main_thread; }

void remember_interpreter() {
  ended_by = 0;
  PyObject* const of_interpreter = PyInterpreterState_GetDict(PyInterpreterState_Get());
  if (of_interpreter == nullptr) throw std::bad_alloc();
  py::reinterpret_borrow<py::dict>(of_interpreter)[kEndOfInterpreter] =
      py::capsule(&asking, kEndOfInterpreter, &end_of_interpreter);
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
