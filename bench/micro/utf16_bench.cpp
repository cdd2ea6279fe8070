// UTF-16LE to UTF-8 by length and script.
#include <benchmark/benchmark.h>

#include <array>
#include <string>
#include <string_view>

#include "bytes/utf16.hpp"
#include "counted.hpp"

namespace ntlmscan::bench {
namespace {

constexpr std::size_t kTexts = 256;
constexpr std::array<std::int64_t, 4> kUnits = {8, 32, 128, 1024};

// Letters of each script; a text takes them in turn.
constexpr std::string_view kAscii = "CONTOSO-PC1$";
constexpr std::string_view kLatin = "Müller-Größe";
constexpr std::string_view kCyrillic = "Пользователь";
constexpr std::string_view kCjk = "管理者用帳戶登入";
constexpr std::string_view kEmoji = "😀🔑🖥🔒";

// `units` code units of the script, ending with a whole character.
std::string text_of(std::string_view script, std::size_t units) {
  std::string wide;
  append_utf16(wide, script);
  const std::size_t step = script == kEmoji ? 4 : 2;
  std::string text;
  for (std::size_t at = 0; text.size() + step <= 2 * units; at = (at + step) % wide.size()) text.append(wide, at, step);
  return text;
}

void utf16_to_utf8(benchmark::State& state, std::string_view script) {
  const std::string wide = text_of(script, static_cast<std::size_t>(state.range(0)));
  std::string again;
  std::string utf8;
  append_utf8(utf8, Bytes::of(wide));
  append_utf16(again, utf8);
  if (again != wide) return state.SkipWithError("the text is not the same there and back");
  const std::size_t expected = kTexts * utf8.size();
  count_items(state, kTexts, [&] {
    utf8.clear();
    for (std::size_t i = 0; i < kTexts; ++i) append_utf8(utf8, Bytes::of(wide));
    return utf8.size() == expected ? kTexts : 0;
  });
  state.SetBytesProcessed(static_cast<std::int64_t>(kTexts * wide.size()) *
                          static_cast<std::int64_t>(state.iterations()));
}

void by_length(benchmark::internal::Benchmark* bench) {
  for (const std::int64_t units : kUnits) bench->Arg(units);
}

BENCHMARK_CAPTURE(utf16_to_utf8, ascii, kAscii)->Apply(by_length);
BENCHMARK_CAPTURE(utf16_to_utf8, latin, kLatin)->Apply(by_length);
BENCHMARK_CAPTURE(utf16_to_utf8, cyrillic, kCyrillic)->Apply(by_length);
BENCHMARK_CAPTURE(utf16_to_utf8, cjk, kCjk)->Apply(by_length);
BENCHMARK_CAPTURE(utf16_to_utf8, emoji, kEmoji)->Apply(by_length);

}  // namespace
}  // namespace ntlmscan::bench
