// The templates that old records may borrow: of their file, of all inputs, of a library.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

#include "bytes/read_buffer.hpp"
#include "ntlmscan/scan.hpp"
#include "recover/harvest.hpp"
#include "recover/rebuild.hpp"
#include "scan/open_file.hpp"
#include "scan/parallel.hpp"

namespace ntlmscan::scanning {

/// The templates of one file, collected by all who ask while they are not known.
class FileTemplates {
 public:
  [[nodiscard]] const recover::TemplateStore& of(const OpenFile& file);

 private:
  class Helper;
  void help(const OpenFile& file);

  std::atomic<bool> known_{false};
  std::mutex mutex_;
  std::condition_variable done_;
  std::uint64_t next_ = 0;  // the first block that nobody has taken
  unsigned helpers_ = 0;    // at work
  recover::TemplateStore store_;
};

/// Adds the templates of the unit's blocks.
void harvest_unit(const Unit& unit, recover::Harvester& harvester, ReadBuffer& buffer, recover::TemplateStore& into);

/// Adds the templates of the file's blocks [first, first + count), whether they are chunks or not.
void harvest_blocks(const OpenFile& file, std::uint64_t first, std::uint64_t count, recover::Harvester& harvester,
                    ReadBuffer& buffer, recover::TemplateStore& into);

/// How inputs are opened and how the templates of a unit are found.
struct Harvesting {
  UnitFeed::Open open = open_file;
  void (*run)(const Unit& unit, recover::Harvester& harvester, ReadBuffer& buffer,
              recover::TemplateStore& into) = harvest_unit;
};

/// What a whole run shares. Read only once the run has begun.
struct Templates {
  recover::TemplateStore collection;
  std::string only_file;  ///< that `collection` was collected from, if there is one alone; else empty
  recover::TemplateStore library;
};

/// Everything that is known before the first record is looked at: the library, and unless the options say one pass, a
/// pass over all inputs that can be read twice. Saves what was found where the options ask for it.
[[nodiscard]] Result<std::shared_ptr<const Templates>> collect_templates(const ScanOptions& options,
                                                                         const Harvesting& how = {});

/// What a run that has no templates for that reason comes to: nothing where it was stopped.
[[nodiscard]] Result<Summary> ended_early(const Error& error);

/// One for each worker.
class Lending : public recover::Lender {
 public:
  explicit Lending(std::shared_ptr<const Templates> shared) : shared_(std::move(shared)) {}

  void turn_to(std::shared_ptr<const OpenFile> file) noexcept { file_ = std::move(file); }
  [[nodiscard]] const recover::Shape* borrow(std::uint32_t id, const binxml::ValueTable& values,
                                             plan::Names& from) override;

 private:
  std::shared_ptr<const Templates> shared_;
  std::shared_ptr<const OpenFile> file_;
};

}  // namespace ntlmscan::scanning
