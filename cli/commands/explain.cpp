// Placeholder being replaced.
#include "commands/commands.hpp"
namespace ntlmscan::cli { int run_explain(const Words&) { return kFailed; } }
