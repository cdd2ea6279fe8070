// A library for test_readback.py: a case of awkward tables as Arrow C streams.
#include <memory>
#include <utility>
#include <vector>

#include "awkward_tables.hpp"
#include "ntlmscan/arrow_export.hpp"

namespace {

using ntlmscan::Batch;
using ntlmscan::Table;

/// Keeps the batches of one table.
class Keeper final : public ntlmscan::Sink {
 public:
  explicit Keeper(Table table) : table_(table) {}
  ntlmscan::Status write(const Batch& batch) override {
    if (batch.table == table_) batches.push_back(batch);
    return {};
  }
  ntlmscan::Status finish() override { return {}; }

  std::vector<Batch> batches;

 private:
  Table table_;
};

/// Hands the batches out one by one; a failing source ends with an error instead of the end.
struct Replay {
  std::shared_ptr<Keeper> keeper;
  bool fails;
  std::size_t next = 0;

  ntlmscan::Result<std::shared_ptr<const Batch>> operator()() {
    if (next < keeper->batches.size()) return std::make_shared<const Batch>(std::move(keeper->batches[next++]));
    if (fails) return ntlmscan::Error{ntlmscan::FaultCode::kInputUnreadable, "the source broke"};
    return std::shared_ptr<const Batch>();
  }
};

}  // namespace

extern "C" int open_arrow_stream(const char* name, int table, int fails, ArrowArrayStream* out) {
  auto keeper = std::make_shared<Keeper>(static_cast<Table>(table));
  if (!awkward::write_case(name, *keeper)) return 1;
  ntlmscan::export_stream(static_cast<Table>(table), Replay{std::move(keeper), fails != 0}, out);
  return 0;
}
