// The sinks behind open_output(): a set of files, or standard output.
#include "ntlmscan/output.hpp"

#include <utility>
#include <vector>

#include "sinks/descriptor.hpp"
#include "sinks/table_file.hpp"

namespace ntlmscan {
namespace {

using sinks::OutputFile;
using sinks::OutputPlace;
using sinks::TableFile;

/// A reader that went away from one of four tables leaves the others without their end, which is no success.
Status whole_set(Status status) {
  if (status.ok() || status.error().code != FaultCode::kStopped) return status;
  return Error{FaultCode::kOutputFailed, status.error().message};
}

/// Four files that get their names together.
class FileSet final : public Sink {
 public:
  explicit FileSet(std::vector<TableFile> files) : files_(std::move(files)) {}

  Status write(const Batch& batch) override {
    return whole_set(files_[static_cast<std::size_t>(batch.table)].write(batch));
  }

  Status finish() override {
    for (TableFile& file : files_) {
      if (Status closed = file.close(); !closed) return whole_set(closed);
    }
    for (TableFile& file : files_) {
      Status committed = file.commit();
      if (committed.ok()) continue;
      for (TableFile& earlier : files_) earlier.withdraw();
      return committed;
    }
    return {};
  }

 private:
  std::vector<TableFile> files_;  // indexed by Table
};

/// One table that gets its name when it is whole; batches of the others are dropped.
class SingleFile final : public Sink {
 public:
  SingleFile(TableFile file, Table table) : file_(std::move(file)), table_(table) {}

  Status write(const Batch& batch) override { return batch.table == table_ ? file_.write(batch) : Status(); }
  Status finish() override {
    if (Status closed = file_.close(); !closed) return closed;
    return file_.commit();
  }

 private:
  TableFile file_;
  Table table_;
};

/// `events` to standard output; batches of the other tables are dropped.
class EventStream final : public Sink {
 public:
  explicit EventStream(TableFile file) : file_(std::move(file)) {}

  Status write(const Batch& batch) override { return batch.table == Table::kEvents ? file_.write(batch) : Status(); }
  Status finish() override { return file_.close(); }

 private:
  TableFile file_;
};

Result<TableFile> begin_table(OutputPlace place, Table table, const OutputOptions& options) {
  auto file = OutputFile::create(std::move(place));
  if (!file) return file.error();
  return TableFile::begin(std::move(file.value()), table, options);
}

Result<std::vector<OutputPlace>> find_places(const OutputTarget& target) {
  std::vector<OutputPlace> places;
  for (std::string& path : output_paths(target)) {
    auto place = sinks::find_place(std::move(path));
    if (!place) return place.error();
    places.push_back(std::move(place.value()));
  }
  return places;
}

Result<std::unique_ptr<Sink>> open_files(const OutputTarget& target) {
  std::vector<TableFile> files;
  auto places = find_places(target);
  if (!places) return places.error();
  for (std::size_t i = 0; i < kTableCount; ++i) {
    auto begun = begin_table(std::move(places.value()[i]), static_cast<Table>(i), target.options);
    if (!begun) return begun.error();
    files.push_back(std::move(begun.value()));
  }
  return std::unique_ptr<Sink>(std::make_unique<FileSet>(std::move(files)));
}

Result<std::unique_ptr<Sink>> open_events(const OutputTarget& target) {
  auto place = sinks::find_place(target.path);
  if (!place) return place.error();
  auto begun = begin_table(std::move(place.value()), Table::kEvents, target.options);
  if (!begun) return begun.error();
  return std::unique_ptr<Sink>(std::make_unique<SingleFile>(std::move(begun.value()), Table::kEvents));
}

Result<std::unique_ptr<Sink>> open_stream(const OutputOptions& options) {
  auto out = OutputFile::borrow(sinks::standard_output(), "standard output");
  auto begun = TableFile::begin(std::move(out), Table::kEvents, options);
  if (!begun) return begun.error();
  return std::unique_ptr<Sink>(std::make_unique<EventStream>(std::move(begun.value())));
}

}  // namespace

Result<std::unique_ptr<Sink>> open_table_output(const OutputTarget& target, Table table) {
  if (target.destination != Destination::kFile) {
    return Error{FaultCode::kBadArgument, "'" + target.path + "': one table goes into one file"};
  }
  auto place = sinks::find_place(target.path);
  if (!place) return place.error();
  auto begun = begin_table(std::move(place.value()), table, target.options);
  if (!begun) return begun.error();
  return std::unique_ptr<Sink>(std::make_unique<SingleFile>(std::move(begun.value()), table));
}

Result<std::unique_ptr<Sink>> open_output(const OutputTarget& target) {
  if (target.destination == Destination::kStream) {
    return target.path.empty() || target.path == "-" ? open_stream(target.options) : open_events(target);
  }
  if (target.destination == Destination::kFolder) {
    if (Status made = sinks::make_folders(target.path); !made) return made.error();
  }
  return open_files(target);
}

}  // namespace ntlmscan
