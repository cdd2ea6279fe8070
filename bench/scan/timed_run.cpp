// Runs one command and prints what it took as a line of JSON: a small parent, so that peak memory is the command's own.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace {

constexpr int kCannotRun = 127;
constexpr timespec kBetweenSamples = {0, 2'000'000};  // short beside the growth of any buffer worth finding

struct Ended {
  int status = 0;
  rusage used{};
  long anonymous_kib = -1;  // highest of the samples; -1: none taken
};

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

double now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

[[noreturn]] void become(char** command, const char* output) {
  const int out = open(output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (out >= 0 && dup2(out, STDOUT_FILENO) >= 0) execvp(command[0], command);
  perror(command[0]);
  _exit(kCannotRun);
}

// Memory that belongs to no file, of which only a look while the process lives can tell.
long anonymous_kib(pid_t process) {
  char line[256];
  std::snprintf(line, sizeof line, "/proc/%ld/status", static_cast<long>(process));
  std::FILE* const status = std::fopen(line, "r");
  if (status == nullptr) return -1;
  long kib = -1;
  while (std::fgets(line, sizeof line, status) != nullptr) {
    if (std::sscanf(line, "RssAnon: %ld kB", &kib) == 1) break;
  }
  std::fclose(status);
  return kib;
}

bool wait_for(pid_t child, bool sampled, Ended& ended) {
  while (sampled) {
    const pid_t done = wait4(child, &ended.status, WNOHANG, &ended.used);
    if (done != 0) return done == child;
    ended.anonymous_kib = std::max(ended.anonymous_kib, anonymous_kib(child));
    nanosleep(&kBetweenSamples, nullptr);
  }
  return wait4(child, &ended.status, 0, &ended.used) == child;
}

int report(const Ended& ended, double wall) {
  const int code = WIFEXITED(ended.status) ? WEXITSTATUS(ended.status) : 128 + WTERMSIG(ended.status);
  std::printf(
      "{\"seconds\": %.6f, \"user\": %.6f, \"system\": %.6f, \"peak_kib\": %ld, \"anonymous_kib\": %ld, "
      "\"status\": %d}\n",
      wall, seconds(ended.used.ru_utime), seconds(ended.used.ru_stime), ended.used.ru_maxrss, ended.anonymous_kib,
      code);
  return 0;
}

}  // namespace

// timed_run [--sample] OUTPUT COMMAND [ARGUMENT...]: the command's standard output goes to the file OUTPUT.
int main(int count, char** arguments) {
  const bool sampled = count > 1 && std::strcmp(arguments[1], "--sample") == 0;
  char** const words = arguments + (sampled ? 2 : 1);
  if (count < (sampled ? 4 : 3)) {
    std::fputs("usage: ntlmscan_timed_run [--sample] OUTPUT COMMAND [ARGUMENT...]\n", stderr);
    return 2;
  }
  const double begun = now();
  const pid_t child = fork();
  if (child == 0) become(words + 1, words[0]);
  Ended ended;
  if (child < 0 || !wait_for(child, sampled, ended)) {
    std::perror("ntlmscan_timed_run");
    return 1;
  }
  return report(ended, now() - begun);
}
