// Words of the command line become options.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ntlmscan/scan.hpp"

namespace ntlmscan::cli {

/// Exit status of every command.
inline constexpr int kDone = 0;
inline constexpr int kLost = 1;    ///< finished, and some fault is of severity `lost`
inline constexpr int kFailed = 2;  ///< nothing could be read, or the call was wrong
inline constexpr int kInterrupted = 130;

using Words = std::vector<std::string>;

/// What a command understands. Targets given to the add functions must outlive parse().
class Arguments {
 public:
  /// `examples` are lines `command` or `command\tmeaning`, shown at the end of the help.
  Arguments(std::string_view command, std::string_view description, std::string_view examples);
  ~Arguments();
  Arguments(const Arguments&) = delete;
  Arguments& operator=(const Arguments&) = delete;

  void flag(const char* names, bool& target, const char* help);
  void option(const char* names, const char* placeholder, std::string& target, const char* help);
  void choice(const char* names, const char* placeholder, const Words& allowed, std::string& target, const char* help);
  void number(const char* names, const char* placeholder, unsigned& target, const char* help);
  /// Words that are no options; any number of them.
  void words(const char* name, Words& target, const char* help);
  /// A single word that is no option, empty where it is missing.
  void word(const char* name, std::string& target, const char* help);

  /// Exit status if there is nothing more to do: help was shown, or a message about what is wrong.
  [[nodiscard]] std::optional<int> parse(Words words);

 private:
  struct Parser;
  /// Says so, and where to read on.
  [[nodiscard]] int wrong_call(const std::string& message) const;

  std::unique_ptr<Parser> parser_;
  std::string command_;
};

/// What a command reads, and whether it leaves records out when asked to.
enum class Reading : unsigned char {
  kLogs,
  kWholeLogs,  ///< nothing is left out
  kImages,     ///< everything in them is recovered, asked for or not
};

/// Options of every command that reads logs.
struct ReadingOptions {
  ScanOptions scan;
  std::string since;
  std::string until;
  bool quiet = false;
  bool no_progress = false;

  explicit ReadingOptions(Reading kind = Reading::kLogs) : reading_(kind) {}
  /// Adds INPUT and the options.
  void add_to(Arguments& arguments);
  /// Checks what parse() cannot. False: a message was shown.
  [[nodiscard]] bool complete();
  [[nodiscard]] bool shows_progress() const;

 private:
  void add_recovery(Arguments& arguments);
  void add_templates_of_images(Arguments& arguments);
  [[nodiscard]] bool templates_are_of_use() const;

  Reading reading_;
};

/// Adds `--color`.
void add_color(Arguments& arguments, std::string& target);

/// One line on standard error as it is.
void tell(std::string_view line);
/// The same, escaped, with the program's name in front.
void complain(std::string_view message);

}  // namespace ntlmscan::cli
