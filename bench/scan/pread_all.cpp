// Reads files by pread and does nothing with them: what it takes to get the bytes, without a second program's pipes.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <vector>

namespace {

constexpr std::size_t kBlock = std::size_t{256} * 1024;

bool read_all(const char* path, std::vector<unsigned char>& block) {
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  off_t at = 0;
  ssize_t got = 0;
  while ((got = pread(file, block.data(), block.size(), at)) > 0) at += got;
  close(file);
  return got == 0;
}

}  // namespace

// pread_all FILE...
int main(int count, char** arguments) {
  std::vector<unsigned char> block(kBlock);
  for (int i = 1; i < count; ++i) {
    if (!read_all(arguments[i], block)) {
      std::perror(arguments[i]);
      return 1;
    }
  }
  return 0;
}
