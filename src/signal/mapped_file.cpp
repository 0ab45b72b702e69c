#include "signal/mapped_file.hpp"

#include <cassert>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "core/error.hpp"
#include "core/text.hpp"

namespace ecgpress {

MappedWindow::~MappedWindow() {
    if (mapping_ != nullptr) ::munmap(mapping_, mapping_size_);
}

MappedFile::MappedFile(std::filesystem::path path)
    : path_(std::move(path)),
      descriptor_(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
    if (descriptor_ < 0) fail();
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0) {
        ::close(descriptor_); // the destructor does not run for an object that was never made
        fail();
    }
    size_ = static_cast<std::size_t>(status.st_size);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_) {}

MappedFile::~MappedFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::filesystem::path MappedFile::real_path() const {
    // Of the file that is open, whatever its name leads to by now; and one question, not one a
    // folder.
    std::error_code error;
    const auto place = std::filesystem::read_symlink(concat("/proc/self/fd/", descriptor_), error);
    return error ? std::filesystem::canonical(path_) : place;
}

MappedWindow MappedFile::window(std::size_t offset, std::size_t count) const {
    assert(offset <= size_ && count <= size_ - offset);
    if (count == 0) return {nullptr, 0, {}}; // the system maps no empty window
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t before = offset % page; // a mapping begins at a page
    void* mapping = ::mmap(nullptr, before + count, PROT_READ, MAP_PRIVATE, descriptor_,
                           static_cast<off_t>(offset - before));
    if (mapping == MAP_FAILED) fail();
    return {mapping, before + count, {static_cast<const char*>(mapping) + before, count}};
}

void MappedFile::fail() const {
    throw IoError(concat("cannot read ", path_.string(), " (", std::strerror(errno), ")"));
}

} // namespace ecgpress
