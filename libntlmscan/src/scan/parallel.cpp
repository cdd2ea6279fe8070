// The driver: a lock around claiming and merging, none around the work.
#include "scan/parallel.hpp"

#include <algorithm>
#include <map>
#include <thread>

#include "scan/guarded.hpp"

namespace ntlmscan::scanning {
namespace {

// Results that may be claimed and not yet merged, per thread: bounds the memory of a slow merge.
constexpr std::uint64_t kInFlightPerThread = 4;

class Driver {
 public:
  Driver(UnitFeed& feed, unsigned threads, const Stages& stages)
      : feed_(feed), most_in_flight_(threads * kInFlightPerThread), stages_(stages) {}

  void work(unsigned worker) {
    Status status = guarded([&]() -> Status {
      while (auto result = claim()) {
        stages_.work(worker, *result);
        deliver(std::move(result));
      }
      return {};
    });
    if (!status.ok()) fail(std::move(status));
  }

  [[nodiscard]] Status status() const { return status_; }

 private:
  using Slot = std::unique_ptr<UnitResult>;

  void fail(Status status) {
    const std::scoped_lock lock(mutex_);
    status_ = std::move(status);
    failed_ = stopped_ = true;
    room_.notify_all();
  }

  Slot claim() {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return stopped_ || claimed_ - merged_ < most_in_flight_; });
    Unit unit;
    if (stopped_ || !feed_.next(unit)) {
      stopped_ = true;
      return nullptr;
    }
    ++claimed_;
    Slot slot = free_.empty() ? std::make_unique<UnitResult>() : std::move(free_.back());
    if (!free_.empty()) free_.pop_back();
    slot->clear();
    slot->unit = std::move(unit);
    return slot;
  }

  // Whoever brings the next result in order merges it, and those that wait behind it.
  void deliver(Slot result) {
    std::unique_lock lock(mutex_);
    const std::uint64_t sequence = result->unit.sequence;
    done_.emplace(sequence, std::move(result));
    if (merging_) return;
    merging_ = true;
    for (auto next = done_.find(merged_); next != done_.end() && !failed_; next = done_.find(merged_)) {
      Slot ready = std::move(next->second);
      done_.erase(next);
      lock.unlock();
      Status status = stages_.merge(*ready);
      ready->unit.file.reset();
      lock.lock();
      ++merged_;
      free_.push_back(std::move(ready));
      if (!status.ok()) {
        status_ = std::move(status);
        failed_ = stopped_ = true;
      }
      room_.notify_all();
    }
    merging_ = false;
    room_.notify_all();
  }

  UnitFeed& feed_;
  const std::uint64_t most_in_flight_;
  const Stages& stages_;

  std::mutex mutex_;
  std::condition_variable room_;
  std::map<std::uint64_t, Slot> done_;
  std::vector<Slot> free_;
  std::uint64_t claimed_ = 0;
  std::uint64_t merged_ = 0;
  bool merging_ = false;
  bool stopped_ = false;
  bool failed_ = false;
  Status status_;
};

}  // namespace

bool UnitFeed::open_next() {
  for (;;) {
    auto path = sources_.next();
    if (!path) return false;
    file_ = path->ok() ? open_(path->value(), recover_) : missing_file(path->error());
    next_chunk_ = 0;
    if (file_ != nullptr) return true;
  }
}

bool UnitFeed::next(Unit& unit) {
  if (file_ == nullptr && !open_next()) return false;
  unit.sequence = sequence_++;
  unit.file = file_;
  unit.first_chunk = next_chunk_;
  unit.chunks = std::min(kChunksPerUnit, file_->chunk_count - next_chunk_);
  unit.first_of_file = next_chunk_ == 0;
  next_chunk_ += unit.chunks;
  unit.last_of_file = next_chunk_ == file_->chunk_count;
  if (unit.last_of_file) file_ = nullptr;
  return true;
}

Status run_units(UnitFeed& feed, unsigned threads, const Stages& stages) {
  threads = std::max(threads, 1u);
  Driver driver(feed, threads, stages);
  {
    std::vector<std::jthread> others;
    for (unsigned worker = 1; worker < threads; ++worker) {
      others.emplace_back([&driver, worker] { driver.work(worker); });
    }
    driver.work(0);
  }
  return driver.status();
}

}  // namespace ntlmscan::scanning
