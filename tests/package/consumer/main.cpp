// Calls the installed library once: exits with 0 where its `events` table is the one its headers promise.
#include <ntlmscan/schema.hpp>

int main() {
  const auto columns = ntlmscan::table_columns(ntlmscan::Table::kEvents);
  return columns.size() == ntlmscan::kEventColumnCount && columns.front().name == "source" ? 0 : 1;
}
