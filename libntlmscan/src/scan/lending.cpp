// Collecting templates and asking for them, nearest first.
#include "scan/lending.hpp"

#include <algorithm>

#include "bytes/file_source.hpp"
#include "evtx/layout.hpp"
#include "ntlmscan/output.hpp"
#include "recover/bounds.hpp"
#include "recover/library.hpp"
#include "scan/guarded.hpp"
#include "scan/parallel.hpp"
#include "scan/selection_text.hpp"
#include "sinks/descriptor.hpp"

namespace ntlmscan::scanning {
namespace {

using recover::TemplateStore;

struct Worker {
  recover::Harvester harvester;
  TemplateStore store;
  ReadBuffer buffer;
};

// Standard input can be read once: what it holds is known to its own records alone.
ScanOptions seekable(const ScanOptions& options) {
  ScanOptions out = options;
  std::erase(out.inputs, "-");
  for (NamedBytes& buffer : out.buffers) buffer.after = 0;
  return out;
}

Status collect(const ScanOptions& options, const Harvesting& how, Templates& into) {
  const unsigned threads = thread_count(options.threads);
  std::vector<std::unique_ptr<Worker>> workers;
  for (unsigned i = 0; i < threads; ++i) workers.push_back(std::make_unique<Worker>());
  UnitFeed feed(seekable(options), how.open);
  std::uint64_t files = 0;
  const Stages stages{
      .work =
          [&](unsigned number, UnitResult& result) {
            Worker& worker = *workers[number];
            how.run(result.unit, worker.harvester, worker.buffer, worker.store);
          },
      .merge = [&](UnitResult& result) -> Status {
        if (result.unit.first_of_file && ++files == 1) into.only_file = result.unit.file->name;
        if (!options.on_progress || options.on_progress(Progress{})) return {};
        return Error{FaultCode::kStopped, "stopped"};
      },
  };
  const Status status = run_units(feed, threads, stages);
  if (!status.ok()) return status.error();
  for (const auto& worker : workers) into.collection.join(std::move(worker->store));
  if (files != 1) into.only_file.clear();
  return {};
}

Status load(const std::string& path, TemplateStore& store) {
  auto file = FileSource::open(path);
  if (!file) return file.error();
  if (file.value()->size() > recover::kMostLibraryBytes) {
    return Error{FaultCode::kTemplateLibrary, path + ": template library: larger than is allowed"};
  }
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(file.value()->size()));
  const auto got = file.value()->read_at(0, bytes);
  if (!got) return got.error();
  const Status read = recover::read_library(Bytes(bytes).first(got.value()), store);
  if (!read.ok()) return Error{read.error().code, path + ": " + read.error().message, path};
  return {};
}

// A file is replaced where it is a library or empty: a name in the wrong place must not cost an image.
Status may_replace(const std::string& path) {
  if (path.ends_with(".zst")) {
    return Error{FaultCode::kBadArgument, path + ": template libraries are not compressed; give another name"};
  }
  if (sinks::occupant_of(path) != sinks::Occupant::kFile) return {};
  auto file = FileSource::open(path);
  if (!file) return file.error();
  std::vector<std::uint8_t> bytes(64);
  const auto got = file.value()->read_at(0, bytes);
  if (!got) return got.error();
  if (got.value() == 0 || recover::is_library(Bytes(bytes).first(got.value()))) return {};
  return Error{FaultCode::kOutputFailed,
               path + ": cannot write here: a file that is no template library has that name"};
}

// What the inputs and the library hold, together.
Status save(const std::string& path, const Templates& templates) {
  TemplateStore all;
  for (const TemplateStore* store : {&templates.collection, &templates.library}) {
    for (const recover::Shape* shape : store->sorted()) all.add(*shape, recover::Trust::kWhole);
  }
  auto out = open_text_output(path);
  if (!out) return out.error();
  if (Status status = out.value()->write(recover::write_library(all)); !status.ok()) return status;
  return out.value()->finish();
}

}  // namespace

void harvest_blocks(const OpenFile& file, std::uint64_t first, std::uint64_t count, recover::Harvester& harvester,
                    ReadBuffer& buffer, TemplateStore& into) {
  if (file.source == nullptr) return;
  buffer.resize(evtx::kChunkSize);
  for (std::uint64_t k = first; k < first + count; ++k) {
    const auto got = file.source->read_at(file.chunk_at(k), std::span(buffer).first(file.chunk_size(k)));
    if (got) harvester.run(Bytes(buffer).first(got.value()), into);
  }
}

void harvest_unit(const Unit& unit, recover::Harvester& harvester, ReadBuffer& buffer, TemplateStore& into) {
  harvest_blocks(*unit.file, unit.first_chunk, unit.chunks, harvester, buffer, into);
}

// Counts a thread that is at work, however that ends: others wait for it.
class FileTemplates::Helper {
 public:
  explicit Helper(FileTemplates& whom) : whom_(whom), lock_(whom.mutex_) { ++whom_.helpers_; }
  Helper(const Helper&) = delete;
  Helper& operator=(const Helper&) = delete;
  ~Helper() {
    if (!lock_) lock_.lock();
    --whom_.helpers_;
    whom_.done_.notify_all();
  }

  /// The next blocks, [first, first + count); false if none are left.
  [[nodiscard]] bool take(const OpenFile& file, std::uint64_t& first, std::uint64_t& count) {
    if (!lock_) lock_.lock();
    first = whom_.next_;
    count = std::min(kBlocksAtATime, file.chunk_count - first);
    whom_.next_ += count;
    if (count > 0) lock_.unlock();
    return count > 0;
  }
  /// Requires that take() said so.
  void hand_over(TemplateStore&& found) { whom_.store_.join(std::move(found)); }

 private:
  static constexpr std::uint64_t kBlocksAtATime = 64;

  FileTemplates& whom_;
  std::unique_lock<std::mutex> lock_;
};

void FileTemplates::help(const OpenFile& file) {
  Helper helper(*this);
  recover::Harvester harvester;
  TemplateStore found;
  ReadBuffer buffer;
  std::uint64_t first = 0;
  std::uint64_t count = 0;
  bool helped = false;  // who comes too late must leave the store alone: others may be reading it
  for (; helper.take(file, first, count); helped = true) {
    harvest_blocks(file, first, count, harvester, buffer, found);
  }
  if (helped) helper.hand_over(std::move(found));
}

const TemplateStore& FileTemplates::of(const OpenFile& file) {
  if (known_) return store_;
  help(file);
  std::unique_lock lock(mutex_);
  done_.wait(lock, [&] { return helpers_ == 0; });
  known_ = true;
  return store_;
}

const recover::Shape* Lending::borrow(std::uint32_t id, const binxml::ValueTable& values, plan::Names& from) {
  const auto ask = [&](const TemplateStore& store, plan::Names whose) {
    from = whose;
    return store.find(id, values);
  };
  const bool alone = file_ != nullptr && !file_->name.empty() && file_->name == shared_->only_file;
  const recover::Shape* shape = nullptr;
  if (file_ != nullptr) shape = ask(alone ? shared_->collection : file_->templates->of(*file_), plan::Names::kFile);
  if (shape == nullptr && !alone) shape = ask(shared_->collection, plan::Names::kCollection);
  return shape != nullptr ? shape : ask(shared_->library, plan::Names::kLibrary);
}

Result<Summary> ended_early(const Error& error) {
  if (error.code != FaultCode::kStopped) return error;
  Summary summary;
  summary.stopped = true;
  return summary;
}

Result<std::shared_ptr<const Templates>> collect_templates(const ScanOptions& options, const Harvesting& how) {
  return guarded([&]() -> Result<std::shared_ptr<const Templates>> {
    auto templates = std::make_shared<Templates>();
    if (!options.recover) return std::shared_ptr<const Templates>(templates);
    if (!options.save_templates.empty()) {
      if (Status status = may_replace(options.save_templates); !status.ok()) return status.error();
    }
    if (!options.templates.empty()) {
      if (Status status = load(options.templates, templates->library); !status.ok()) return status.error();
    }
    if (!options.one_pass) {
      if (Status status = collect(options, how, *templates); !status.ok()) return status.error();
    }
    if (!options.save_templates.empty()) {
      if (Status status = save(options.save_templates, *templates); !status.ok()) return status.error();
    }
    return std::shared_ptr<const Templates>(templates);
  });
}

}  // namespace ntlmscan::scanning
