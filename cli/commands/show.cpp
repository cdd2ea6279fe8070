// Placeholder being replaced.
#include "commands/commands.hpp"
namespace ntlmscan::cli { int run_show(const Words&) { return kFailed; } }
