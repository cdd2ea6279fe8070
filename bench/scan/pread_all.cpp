// Reads files by pread and does next to nothing with them: what it takes to get the bytes, by block size and advice.
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>

namespace {

constexpr std::size_t kKiB = 1024;
constexpr off_t kWindow = off_t{4} * 1024 * 1024;  // asked for before it is needed

enum class Advice : std::uint8_t { kNone, kSequential, kAhead };

struct Options {
  std::size_t block = 256 * kKiB;
  Advice advice = Advice::kNone;
  bool sum = false;  // look at every byte, as whoever reads does
  bool good = true;
  int files = 1;  // where they begin among the arguments
};

// A copy into memory that begins a few bytes behind a page's start takes half as long again, see bytes/read_buffer.hpp.
struct alignas(4096) Page {
  std::array<std::uint64_t, 512> words;
};

std::uint64_t sum_of(const std::vector<Page>& block, std::size_t bytes) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < bytes / sizeof(std::uint64_t); ++i) sum += block[i / 512].words[i % 512];
  return sum;
}

bool read_all(const char* path, const Options& options, std::vector<Page>& block, std::uint64_t& sum) {
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  if (options.advice == Advice::kSequential) posix_fadvise(file, 0, 0, POSIX_FADV_SEQUENTIAL);
  if (options.advice == Advice::kAhead) posix_fadvise(file, 0, kWindow, POSIX_FADV_WILLNEED);
  off_t at = 0;
  ssize_t got = 0;
  while ((got = pread(file, block.data(), options.block, at)) > 0) {
    at += got;
    if (options.advice == Advice::kAhead)
      posix_fadvise(file, at + kWindow - got, static_cast<off_t>(options.block), POSIX_FADV_WILLNEED);
    if (options.sum) sum += sum_of(block, static_cast<std::size_t>(got));
  }
  close(file);
  return got == 0;
}

bool set_advice(Options& options, std::string_view word) {
  options.advice = word == "ahead" ? Advice::kAhead : word == "sequential" ? Advice::kSequential : Advice::kNone;
  return word == "ahead" || word == "sequential" || word == "none";
}

Options parse(int count, char** arguments) {
  Options options;
  for (; options.files < count && std::strncmp(arguments[options.files], "--", 2) == 0; ++options.files) {
    const std::string_view word = arguments[options.files];
    if (word == "--sum") {
      options.sum = true;
    } else if (word == "--block" && options.files + 1 < count) {
      options.block = static_cast<std::size_t>(std::atoi(arguments[++options.files])) * kKiB;
    } else if (word == "--advice" && options.files + 1 < count) {
      options.good = set_advice(options, arguments[++options.files]) && options.good;
    } else {
      options.good = false;
    }
  }
  options.good = options.good && options.block != 0;
  return options;
}

}  // namespace

int main(int count, char** arguments) {
  const Options options = parse(count, arguments);
  if (!options.good) {
    std::fputs("usage: ntlmscan_pread_all [--block KIB] [--advice none|sequential|ahead] [--sum] FILE...\n", stderr);
    return 2;
  }
  std::vector<Page> block((options.block + sizeof(Page) - 1) / sizeof(Page));
  std::uint64_t sum = 0;
  for (int i = options.files; i < count; ++i) {
    if (!read_all(arguments[i], options, block, sum)) {
      std::perror(arguments[i]);
      return 1;
    }
  }
  if (options.sum) std::printf("%llu\n", static_cast<unsigned long long>(sum));
  return 0;
}
