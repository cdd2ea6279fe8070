// The thread of a scan and what others learn of it.
#include "background_run.hpp"

namespace ntlmscan::python {

BackgroundRun::BackgroundRun(ScanOptions options, Sink& sink, std::function<void()> on_end)
    : options_(std::move(options)) {
  options_.on_progress = [this](const Progress& progress) {
    const std::scoped_lock lock(mutex_);
    progress_ = progress;
    return !stopping_;
  };
  thread_ = std::thread([this, &sink, on_end = std::move(on_end)] {
    Result<Summary> result = scan(options_, sink);
    {
      const std::scoped_lock lock(mutex_);
      result_ = std::move(result);
      ended_.notify_all();
    }
    if (on_end) on_end();
  });
}

BackgroundRun::~BackgroundRun() {
  stop();
  thread_.join();
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
