// A scan in a thread of its own, so that the thread of the caller can obey signals and tell of progress.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "interpreter.hpp"
#include "ntlmscan/scan.hpp"

namespace ntlmscan::python {

/// How long a signal or a progress callback waits at most.
inline constexpr std::chrono::milliseconds kTurn{50};

class BackgroundRun {
 public:
  /// What a sink that waits for others must be told.
  struct Calls {
    std::function<void()> on_end;   ///< from the thread of the run, behind its last use of the sink
    std::function<void()> on_stop;  ///< from the thread that asks it to end
  };

  /// What is run: scan(), or what reads and writes in the same way.
  using Work = std::function<Result<Summary>(const ScanOptions& options, Sink& sink)>;

  /// Begins. `sink` is used by one thread at a time until finished() says so or the destructor has run.
  BackgroundRun(ScanOptions options, Sink& sink, Calls calls = {}, Work work = scan);
  /// Stops it and waits for its thread; give the interpreter lock back before.
  ~BackgroundRun();
  BackgroundRun(const BackgroundRun&) = delete;
  BackgroundRun& operator=(const BackgroundRun&) = delete;

  /// Asks it to end; it does so within some chunks.
  void stop();

  /// Waits for its end, at most one turn. True when it ended.
  [[nodiscard]] bool finished_within_a_turn();
  [[nodiscard]] bool finished();
  [[nodiscard]] Progress progress();
  /// Once it has ended.
  [[nodiscard]] const Result<Summary>& result() const noexcept { return *result_; }

  /// Ends all runs of this process, for the interpreter is about to go and their inputs may be its objects. Waits for
  /// some seconds at most, without the interpreter lock, which the caller must hold.
  static void end_all();

 private:
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::condition_variable ended_;
  Progress progress_;
  std::optional<Result<Summary>> result_;
  ScanOptions options_;
  Calls calls_;
  const long process_ = process_id();
  std::thread thread_;
};

}  // namespace ntlmscan::python
