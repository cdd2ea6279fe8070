// Writing and reading of template libraries.
#include "recover/library.hpp"

#include <array>
#include <cstring>
#include <string_view>

#include "evtx/checksum.hpp"
#include "recover/bounds.hpp"

namespace ntlmscan::recover {
namespace {

constexpr std::string_view kMagic = "ntlmscan templates\n";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kAt = binxml::kFirstOffset;  // where definitions are taken to lie
constexpr std::size_t kMostDefinition = binxml::kDefinitionHeader + 2 * kMostShapeBytes;

void put_u32(std::string& out, std::size_t number) {
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>(number >> shift));
}

Error damaged(const char* what) { return {FaultCode::kTemplateLibrary, std::string("template library: ") + what}; }

class LibraryReader {
 public:
  LibraryReader(Bytes bytes, TemplateStore& store) : bytes_(bytes), store_(store), chunk_(kAt + kMostDefinition) {}

  Status run() {
    const std::size_t head = kMagic.size() + 8;
    const bool known = bytes_.size() >= head + 4 && is_library(bytes_);
    if (!known) return Error{FaultCode::kTemplateLibrary, "no library of templates, as --save-templates writes them"};
    if (bytes_.u32_unchecked(kMagic.size()) != kVersion) return damaged("of another version");
    const std::size_t end = bytes_.size() - 4;
    if (evtx::crc32(bytes_.first(end)) != bytes_.u32_unchecked(end))
      return damaged("cut or changed: its checksum is wrong");
    const std::uint32_t count = bytes_.u32_unchecked(kMagic.size() + 4);
    at_ = head;
    for (std::uint32_t i = 0; i < count; ++i) {
      if (Status status = entry(end); !status.ok()) return status;
    }
    return at_ == end ? Status{} : damaged("it goes on behind its last template");
  }

 private:
  Status entry(std::size_t end) {
    if (end - at_ < 4) return damaged("it ends within a template");
    const std::size_t size = bytes_.u32_unchecked(at_);
    at_ += 4;
    if (size < binxml::kDefinitionHeader || size > kMostDefinition || size > end - at_)
      return damaged("a template's size is impossible");
    std::memset(chunk_.data(), 0, chunk_.size());
    std::memcpy(chunk_.data() + kAt, bytes_.data() + at_, size);
    at_ += size;
    const Bytes chunk = Bytes(chunk_).first(kAt + size);
    std::array<std::uint8_t, 16> guid{};
    std::memcpy(guid.data(), chunk_.data() + kAt + binxml::kDefinitionGuid, guid.size());
    binxml::parse_definition(chunk, kAt, Bytes(guid).u32_unchecked(0), stream_);
    const auto shape = shape_of(stream_, kAt, size - binxml::kDefinitionHeader, guid);
    if (!shape) return damaged("a template is not sound");
    store_.add(*shape, Trust::kWhole);
    return store_.overflowed() ? damaged("more templates than are allowed") : Status{};
  }

  Bytes bytes_;
  TemplateStore& store_;
  std::vector<std::uint8_t> chunk_;
  std::size_t at_ = 0;
  binxml::Stream stream_;
};

}  // namespace

bool is_library(Bytes bytes) noexcept { return bytes.first(kMagic.size()).chars() == kMagic; }

std::string write_library(const TemplateStore& store) {
  const std::vector<const Shape*> all = store.sorted();
  std::string out(kMagic);
  put_u32(out, kVersion);
  put_u32(out, all.size());
  std::vector<std::uint8_t> definition;
  for (const Shape* shape : all) {
    definition.resize(shape->size());
    shape->place(definition.data(), kAt);
    put_u32(out, definition.size());
    out.append(Bytes(definition).chars());
  }
  put_u32(out, evtx::crc32(Bytes::of(out)));
  return out;
}

Status read_library(Bytes bytes, TemplateStore& store) { return LibraryReader(bytes, store).run(); }

}  // namespace ntlmscan::recover
