// Placeholder being replaced.
#include "commands/commands.hpp"
namespace ntlmscan::cli { int run_info(const Words&) { return kFailed; } }
