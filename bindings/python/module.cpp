// The module ntlmscan._core: every topic adds its part.
#include "ntlmscan/version.hpp"
#include "topics.hpp"

PYBIND11_MODULE(_core, module) {
  using namespace ntlmscan::python;
  module.doc() = "The native half of ntlmscan. Private: use the names of the package itself.";
  module.attr("__version__") = std::string(ntlmscan::kVersion);
  init_errors(module);
  init_table(module);
  init_scan(module);
  init_stream(module);
  init_records(module);
  init_show(module);
  init_catalogue(module);
}
