#include "signal/source_file.hpp"

#include <cassert>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "core/error.hpp"
#include "core/strings.hpp"

namespace ecgpress {

SourceFile::SourceFile(std::filesystem::path path)
    : path_(std::move(path)),
      descriptor_(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {
    if (descriptor_ < 0) fail();
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0) {
        ::close(descriptor_); // the destructor does not run if the constructor throws
        fail();
    }
    size_ = static_cast<std::size_t>(status.st_size);
}

SourceFile::SourceFile(SourceFile&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)),
      size_(other.size_) {}

SourceFile::~SourceFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::filesystem::path SourceFile::real_path() const {
    // The path of the open file, even if its name points elsewhere by now. This is also one system
    // call instead of one per folder.
    std::error_code error;
    const auto place = std::filesystem::read_symlink(concat("/proc/self/fd/", descriptor_), error);
    return error ? std::filesystem::canonical(path_) : place;
}

std::string SourceFile::read(std::size_t offset, std::size_t count) const {
    assert(offset <= size_ && count <= size_ - offset);
    std::string bytes(count, '\0');
    for (std::size_t filled = 0; filled < count;) {
        const ssize_t got = ::pread(descriptor_, bytes.data() + filled, count - filled,
                                    static_cast<off_t>(offset + filled));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fail();
        if (got == 0)
            throw DataError(concat(path_.string(), " was truncated while it was read. It had ",
                                   size_, " bytes before. Do not modify it during a run."));
        filled += static_cast<std::size_t>(got);
    }
    return bytes;
}

void SourceFile::fail() const {
    throw IoError(concat("cannot read ", path_.string(), ": ", std::strerror(errno),
                         ". Check the disk and the permissions and run the same command again, or "
                         "exclude the record."));
}

} // namespace ecgpress
