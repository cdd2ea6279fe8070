// The thread of a scan and what others learn of it.
#include "background_run.hpp"

#include <set>

namespace ntlmscan::python {
namespace {

constexpr std::chrono::seconds kExitWait{5};

/// Runs that may have a thread.
struct Runs {
  std::mutex mutex;
  std::set<BackgroundRun*> known;
};

Runs& runs() {
  static Runs* const all = new Runs;  // never freed: a run may end behind the module
  return *all;
}

}  // namespace

BackgroundRun::BackgroundRun(ScanOptions options, Sink& sink, Calls calls, Work work)
    : options_(std::move(options)), calls_(std::move(calls)) {
  options_.on_progress = [this](const Progress& progress) {
    const std::scoped_lock lock(mutex_);
    progress_ = progress;
    return !stopping_;
  };
  const std::scoped_lock registering(runs().mutex);
  thread_ = std::thread([this, &sink, work = std::move(work)] {
    Result<Summary> result = work(options_, sink);
    {
      const std::scoped_lock lock(mutex_);
      result_ = std::move(result);
      ended_.notify_all();
    }
    if (calls_.on_end) calls_.on_end();
  });
  runs().known.insert(this);
}

BackgroundRun::~BackgroundRun() {
  {
    const std::scoped_lock lock(runs().mutex);
    runs().known.erase(this);
  }
  stop();
  thread_.join();
}

void BackgroundRun::stop() {
  stopping_ = true;
  if (calls_.on_stop) calls_.on_stop();
}

// In a forked child the runs of its parent have no thread, and the lock may be held by one for ever.
void BackgroundRun::end_all() {
  const LockGivenBack free;
  const std::unique_lock registered(runs().mutex, std::try_to_lock);
  if (!registered) return;
  const auto last_moment = std::chrono::steady_clock::now() + kExitWait;
  for (BackgroundRun* run : runs().known) {
    if (run->process_ == process_id()) run->stop();
  }
  for (BackgroundRun* run : runs().known) {
    if (run->process_ != process_id()) continue;
    std::unique_lock lock(run->mutex_);
    run->ended_.wait_until(lock, last_moment, [run] { return run->result_.has_value(); });
  }
}

bool BackgroundRun::finished_within_a_turn() {
  std::unique_lock lock(mutex_);
  return ended_.wait_for(lock, kTurn, [this] { return result_.has_value(); });
}

bool BackgroundRun::finished() {
  const std::scoped_lock lock(mutex_);
  return result_.has_value();
}

Progress BackgroundRun::progress() {
  const std::scoped_lock lock(mutex_);
  return progress_;
}

}  // namespace ntlmscan::python
