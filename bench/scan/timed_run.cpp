// Runs one command and prints what it took as a line of JSON: a small parent, so that peak memory is the command's own.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>

namespace {

constexpr int kCannotRun = 127;

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

}  // namespace

// timed_run OUTPUT COMMAND [ARGUMENT...]: the command's standard output goes to the file OUTPUT.
int main(int count, char** arguments) {
  if (count < 3) {
    std::fputs("usage: ntlmscan_timed_run OUTPUT COMMAND [ARGUMENT...]\n", stderr);
    return 2;
  }
  const double begun = now();
  const pid_t child = fork();
  if (child == 0) become(arguments + 2, arguments[1]);
  int status = 0;
  rusage used{};
  if (child < 0 || wait4(child, &status, 0, &used) != child) {
    std::perror("ntlmscan_timed_run");
    return 1;
  }
  const double wall = now() - begun;
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  std::printf("{\"seconds\": %.6f, \"user\": %.6f, \"system\": %.6f, \"peak_kib\": %ld, \"status\": %d}\n", wall,
              seconds(used.ru_utime), seconds(used.ru_stime), used.ru_maxrss, code);
  return 0;
}
