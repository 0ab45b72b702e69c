#include "signal/source_file.hpp"

#include <cassert>
#include <utility>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"

namespace ecgpress {

SourceFile::SourceFile(std::filesystem::path path)
    : file_(std::make_unique<InputFile>(std::move(path))) {}

std::string SourceFile::read(std::size_t offset, std::size_t count) const {
    assert(offset <= size() && count <= size() - offset);
    std::string bytes(count, '\0');
    if (file_->read_at(offset, bytes.data(), count) < count)
        throw DataError(concat(on_one_line(file_->path().string()),
                               " was truncated while it was read. It had ", size(),
                               " bytes before. Do not modify it during a run."));
    return bytes;
}

} // namespace ecgpress
