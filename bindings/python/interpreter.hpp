// The interpreter lock and signals, where C++ waits or owns Python objects.
#pragma once

#include <functional>
#include <memory>

#include "topics.hpp"

namespace ntlmscan::python {

/// Gives the interpreter lock back for as long as it lives, where this thread holds it.
class LockGivenBack {
 public:
  LockGivenBack();
  ~LockGivenBack();
  LockGivenBack(const LockGivenBack&) = delete;
  LockGivenBack& operator=(const LockGivenBack&) = delete;

 private:
  PyThreadState* state_ = nullptr;
};

/// Holds the interpreter lock for as long as it lives, in any thread. Behind the interpreter's end, where C may still let
/// go of what it was given, it holds nothing: Python's objects must be left alone then.
class LockHeld {
 public:
  LockHeld();
  ~LockHeld();
  LockHeld(const LockHeld&) = delete;
  LockHeld& operator=(const LockHeld&) = delete;
  [[nodiscard]] explicit operator bool() const noexcept { return held_; }

 private:
  PyGILState_STATE state_{};
  bool held_;
};

/// True in the thread in which Python runs its signal handlers.
[[nodiscard]] bool in_main_thread() noexcept;

/// Called once, when the module is imported: notes the main thread and asks to be told of the interpreter's end.
void remember_interpreter();

/// A number that differs in a forked child.
[[nodiscard]] long process_id() noexcept;

/// Frees what has a thread of its own with the lock given back: the thread may want it. In a forked child, where that
/// thread does not exist and its locks may be held for ever, nothing is freed.
template <class T>
struct FreeInItsProcess {
  long process = process_id();
  void operator()(T* owned) const {
    if (process_id() != process) return;
    const LockGivenBack free;
    delete owned;
  }
};

}  // namespace ntlmscan::python
