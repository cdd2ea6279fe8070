// Options by way of CLI11, help in 80 columns.
#include "args.hpp"

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdio>

#include "terminal/layout.hpp"
#include "terminal/safe_text.hpp"
#include "terminal/system.hpp"

namespace ntlmscan::cli {
namespace {

constexpr std::size_t kHelpColumn = 28;

class HelpFormat : public CLI::Formatter {
 public:
  std::string make_option(const CLI::Option* option, bool positional) const override {
    const std::string name = "  " + make_option_name(option, positional) + make_option_opts(option);
    std::string out;
    if (name.size() + 2 > kHelpColumn) {
      out = name + "\n";
      append_wrapped(out, std::string(kHelpColumn, ' '), option->get_description());
      return out;
    }
    append_wrapped(out, left(name, kHelpColumn), option->get_description());
    return out;
  }

  std::string make_option_opts(const CLI::Option* option) const override {
    if (option->get_positional() || option->get_type_size() == 0) return {};
    return " " + option->get_type_name();
  }

  // A word that stands alone must be there; of several there may be none.
  std::string make_option_usage(const CLI::Option* option) const override {
    return option->get_expected_max() == 1 ? option->get_name() : CLI::Formatter::make_option_usage(option);
  }

  std::string make_usage(const CLI::App* app, std::string name) const override {
    return CLI::Formatter::make_usage(app, std::move(name));
  }
};

// Commands in two columns where their meaning fits beside them.
std::string example_lines(std::string_view examples) {
  std::string out = "Examples:\n";
  while (!examples.empty()) {
    const std::string_view line = examples.substr(0, examples.find('\n'));
    examples.remove_prefix(std::min(line.size() + 1, examples.size()));
    const std::size_t tab = line.find('\t');
    out += "  " + std::string(line.substr(0, tab)) + "\n";
    if (tab != std::string_view::npos) append_wrapped(out, "      ", line.substr(tab + 1));
  }
  out.pop_back();
  return out;
}

// Empty where `text` is a number from 0 up, otherwise what is wrong with it.
std::string number_fault(const std::string& text) {
  unsigned number = 0;
  const char* const end = text.data() + text.size();
  const auto [read, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc::result_out_of_range && read == end) return "'" + text + "' is too large";
  return error == std::errc() && read == end ? "" : "'" + text + "' is no number from 0 up";
}

// CLI11 tells of an option without its value in the words of a type system.
std::string mismatch_text(const CLI::App& app, const std::string& told) {
  constexpr std::string_view kMissing = " missing";
  const CLI::Option* option = app.get_option_no_throw(told.substr(0, told.find(':')));
  const std::string value = option == nullptr ? "" : option->get_type_name();
  if (value.empty() || !told.ends_with(kMissing)) return told;
  const bool vowel = value == "N" || std::string_view("AEIOU").find(value.front()) != std::string_view::npos;
  return option->get_name() + " needs " + (vowel ? "an " : "a ") + value;
}

std::string wrapped(std::string_view text) {
  std::string out;
  append_wrapped(out, "", text);
  return out;
}

}  // namespace

struct Arguments::Parser {
  CLI::App app;
};

Arguments::Arguments(std::string_view command, std::string_view description, std::string_view examples)
    : parser_(std::make_unique<Parser>()), command_("ntlmscan " + std::string(command)) {
  CLI::App& app = parser_->app;
  app.name(command_);
  app.description(wrapped(description));
  app.footer(example_lines(examples));
  app.formatter(std::make_shared<HelpFormat>());
  app.get_formatter()->label("OPTIONS", "OPTION...");
  app.get_formatter()->label("Positionals", "Arguments");
  app.set_help_flag("-h,--help", "This text");
  app.allow_extras();
}

Arguments::~Arguments() = default;

void Arguments::flag(const char* names, bool& target, const char* help) { parser_->app.add_flag(names, target, help); }

void Arguments::option(const char* names, const char* placeholder, std::string& target, const char* help) {
  parser_->app.add_option(names, target, help)->type_name(placeholder);
}

void Arguments::choice(const char* names, const char* placeholder, const Words& allowed, std::string& target,
                       const char* help) {
  std::string shown;
  for (const std::string& word : allowed) shown += (shown.empty() ? "" : ", ") + word;
  CLI::Option* option = parser_->app.add_option(names, target, help);
  option->check([allowed, shown](const std::string& word) {
    const bool known = std::find(allowed.begin(), allowed.end(), word) != allowed.end();
    return known ? std::string() : "'" + word + "' is none of: " + shown;
  });
  option->type_name(placeholder);
}

void Arguments::number(const char* names, const char* placeholder, unsigned& target, const char* help) {
  parser_->app.add_option(names, target, help)->check(number_fault)->type_name(placeholder);
}

void Arguments::words(const char* name, Words& target, const char* help) {
  parser_->app.add_option(name, target, help);
}

void Arguments::word(const char* name, std::string& target, const char* help) {
  parser_->app.add_option(name, target, help);
}

std::optional<int> Arguments::parse(Words words) {
  std::reverse(words.begin(), words.end());  // as CLI11 takes them
  try {
    parser_->app.parse(std::move(words));
  } catch (const CLI::CallForHelp&) {
    const std::string help = parser_->app.help();
    std::fwrite(help.data(), 1, help.size(), stdout);
    return kDone;
  } catch (const CLI::ArgumentMismatch& error) {
    return wrong_call(mismatch_text(parser_->app, error.what()));
  } catch (const CLI::ParseError& error) {
    return wrong_call(error.what());
  }
  const Words left_over = parser_->app.remaining();
  const auto unknown = std::find_if(left_over.begin(), left_over.end(), [](const std::string& w) { return w != "--"; });
  if (unknown == left_over.end()) return std::nullopt;
  return wrong_call(unknown->starts_with('-') ? "unknown option " + *unknown : "'" + *unknown + "' is one too many");
}

int Arguments::wrong_call(const std::string& message) const {
  complain(message);
  complain("see: " + command_ + " --help");
  return kFailed;
}

void ReadingOptions::add_to(Arguments& arguments) {
  const bool images = reading_ == Reading::kImages;
  arguments.words("INPUT", scan.inputs,
                  images ? "Images: files, folders (searched to their depths), globs, or - for standard input"
                         : "Files, folders (searched to their depths), globs, or - for standard input");
  if (reading_ != Reading::kWholeLogs) {
    arguments.option("--events", "LIST", scan.events,
                     "Only these: ids, ranges and @ntlm, such as @ntlm,4624,8001-8006");
    arguments.option("--since", "TIME", since, "Only records from then on: 2026-09-09 or 2026-09-09T20:40Z; UTC");
    arguments.option("--until", "TIME", until, "Only records before then");
  }
  if (images) add_templates_of_images(arguments);
  if (!images) add_recovery(arguments);
  arguments.number("--threads", "N", scan.threads, "Threads to use; one per processor if not given");
  arguments.flag("--strict", scan.strict, "End with status 2 at the first bytes that cannot be read");
  arguments.flag("-q,--quiet", quiet, "No progress and no closing line");
  arguments.flag("--no-progress", no_progress, "No progress line");
}

void ReadingOptions::add_recovery(Arguments& arguments) {
  arguments.flag("--recover", scan.recover, "Old records as well: from slack, padding and damaged chunks");
  arguments.flag("--one-pass", scan.one_pass, "With --recover: templates of the own file and the library alone");
  arguments.option("--templates", "FILE", scan.templates, "With --recover: a library of templates to read");
  arguments.option("--save-templates", "FILE", scan.save_templates,
                   "With --recover: save the templates that were found as a library");
}

void ReadingOptions::add_templates_of_images(Arguments& arguments) {
  arguments.flag("--one-pass", scan.one_pass, "Read each image once: templates of the own chunk and the library alone");
  arguments.option("--templates", "FILE", scan.templates, "A library of templates to read");
  arguments.option("--save-templates", "FILE", scan.save_templates, "Save the templates that were found as a library");
}

// Templates are for old records: where none is looked for, a library would be neither read nor written.
bool ReadingOptions::templates_are_of_use() const {
  if (scan.recover || reading_ == Reading::kImages) return true;
  const std::pair<const char*, bool> given[] = {{"--one-pass", scan.one_pass},
                                                {"--templates", !scan.templates.empty()},
                                                {"--save-templates", !scan.save_templates.empty()}};
  for (const auto& [name, is_given] : given) {
    if (!is_given) continue;
    complain(std::string(name) + " needs --recover");
    return false;
  }
  return true;
}

bool ReadingOptions::complete() {
  if (scan.inputs.empty()) {
    complain(reading_ == Reading::kImages
                 ? "INPUT is missing: name an image, a folder of images, or - for standard input"
                 : "INPUT is missing: name a log, a folder of logs, or - for standard input");
    return false;
  }
  const auto read = [](const char* name, const std::string& text, std::optional<std::uint64_t>& ticks) {
    if (text.empty()) return true;
    const auto time = parse_time(text);
    if (time) ticks = time.value();
    if (!time) complain(std::string(name) + ": " + time.error().message);
    return time.ok();
  };
  if (!templates_are_of_use() || !read("--since", since, scan.since) || !read("--until", until, scan.until)) {
    return false;
  }
  const bool turned = scan.since && scan.until && *scan.since > *scan.until;
  if (turned) complain("--since lies behind --until");
  return !turned;
}

bool ReadingOptions::shows_progress() const { return !quiet && !no_progress && is_terminal(Stream::kError); }

void add_color(Arguments& arguments, std::string& target) {
  arguments.choice("--color", "WHEN", {"auto", "always", "never"}, target,
                   "Colours: auto (on a terminal), always, never");
}

void tell(std::string_view line) {
  const std::string text = std::string(line) + "\n";
  std::fwrite(text.data(), 1, text.size(), stderr);
}

void complain(std::string_view message) { tell("ntlmscan: " + safe(message)); }

}  // namespace ntlmscan::cli
