// Rates, ETA, and the sum of the inputs' sizes.
#include "terminal/progress.hpp"

#include <cstdio>
#include <filesystem>
#include <optional>
#include <stop_token>

#include "terminal/layout.hpp"
#include "terminal/safe_text.hpp"

namespace ntlmscan::cli {
namespace {

namespace fs = std::filesystem;
using std::chrono::duration;

fs::path to_path(const std::string& text) {
#ifdef _WIN32
  return fs::path(std::u8string(text.begin(), text.end()));
#else
  return fs::path(text);
#endif
}

std::uint64_t folder_size(const fs::path& folder, const std::stop_token& stop) {
  std::uint64_t sum = 0;
  std::error_code error;
  fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, error);
  for (const fs::recursive_directory_iterator end; !error && at != end && !stop.stop_requested(); at.increment(error)) {
    std::error_code ignored;
    if (at->path().extension() != ".evtx" || !at->is_regular_file(ignored)) continue;
    const std::uint64_t size = at->file_size(ignored);
    if (!ignored) sum += size;
  }
  return sum;
}

// Nothing where an input is a glob or standard input: then there is no total.
std::optional<std::uint64_t> input_size(const std::string& input, const std::stop_token& stop) {
  std::error_code error;
  const fs::path path = to_path(input);
  if (fs::is_directory(path, error)) return folder_size(path, stop);
  const std::uint64_t size = fs::file_size(path, error);
  return error ? std::nullopt : std::optional(size);
}

}  // namespace

ProgressLine::ProgressLine(bool shown, std::vector<std::string> inputs) : shown_(shown) {
  if (!shown_) return;
  sizes_ = std::jthread([this, names = std::move(inputs)](const std::stop_token& stop) {
    std::uint64_t sum = 0;
    for (const std::string& name : names) {
      const auto size = input_size(name, stop);
      if (!size || stop.stop_requested()) return;
      sum += *size;
    }
    total_ = sum;
  });
}

std::string ProgressLine::text(const Progress& progress, Clock::time_point now) const {
  const double seconds = duration<double>(now - begun_).count();
  const double rate = seconds > 0 ? static_cast<double>(progress.bytes_done) / seconds : 0;
  const std::uint64_t total = total_;
  const bool known = total >= progress.bytes_done && total > 0;
  std::string out = bytes_text(progress.bytes_done);
  if (known) out = std::to_string(progress.bytes_done * 100 / total) + "% of " + bytes_text(total);
  out += "  " + bytes_text(static_cast<std::uint64_t>(rate)) + "/s  " + counted(progress.records, "record") + "  " +
         counted(progress.rows, "row");
  if (known && rate > 0 && seconds > 1) {
    out +=
        "  " + span_text(static_cast<std::uint64_t>(static_cast<double>(total - progress.bytes_done) / rate)) + " left";
  }
  return fit(out, kColumns - 1);
}

void ProgressLine::update(const Progress& progress) {
  if (!shown_) return;
  const auto now = Clock::now();
  if (now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  visible_ = true;
  const std::string line = "\r\x1b[K" + text(progress, now);
  std::fwrite(line.data(), 1, line.size(), stderr);
  std::fflush(stderr);
}

void ProgressLine::clear() {
  if (!visible_) return;
  visible_ = false;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
}

}  // namespace ntlmscan::cli
