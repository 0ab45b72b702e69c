#include "core/output_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "core/error.hpp"
#include "core/file_error.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

// O_NONBLOCK: opening a pipe that nothing reads fails at once.
constexpr int k_writing = O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;

Descriptor open_writable(const fs::path& path, int flags, mode_t mode) {
    for (;;) {
        const int number = ::open(path.c_str(), k_writing | flags, mode);
        if (number >= 0) return Descriptor(number);
        if (errno != EINTR) throw_not_opened("write", path, errno);
    }
}

/// @return size of the file that is already there
off_t require_own_file(const Descriptor& file, const fs::path& path) {
    struct stat status {};
    if (::fstat(file.number(), &status) != 0) throw_io("write", path, errno);
    if (!S_ISREG(status.st_mode)) throw_not_a_file("write", path, status.st_mode);
    if (status.st_nlink > 1)
        throw DataError(concat("cannot write ", on_one_line(path.string()),
                               ": it is one of several names of the same file (hard links), and "
                               "the others would change with it. Remove this name, then run the "
                               "same command again."));
    return status.st_size;
}

} // namespace

OutputFile::OutputFile(fs::path path, Descriptor descriptor)
    : path_(std::move(path)), descriptor_(std::move(descriptor)) {}

OutputFile OutputFile::replacing(fs::path path) {
    Descriptor file = open_writable(path, 0, 0666);
    // Not O_TRUNC: what is there is looked at first.
    if (require_own_file(file, path) > 0 && ::ftruncate(file.number(), 0) != 0)
        throw_io("write", path, errno);
    return {std::move(path), std::move(file)};
}

OutputFile OutputFile::appending(fs::path path) {
    Descriptor file = open_writable(path, O_APPEND, 0666);
    require_own_file(file, path);
    return {std::move(path), std::move(file)};
}

OutputFile OutputFile::fresh(fs::path path, Readers readers) {
    Descriptor file = open_writable(path, O_EXCL, readers == Readers::owner ? 0600 : 0666);
    return {std::move(path), std::move(file)};
}

OutputFile OutputFile::device(fs::path path) {
    const int number =
        ::open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (number < 0) throw_not_opened("write", path, errno);
    Descriptor device(number);
    struct stat status {};
    if (::fstat(number, &status) != 0) throw_io("write", path, errno);
    if (!S_ISCHR(status.st_mode)) throw_not_a_file("write", path, status.st_mode);
    // A slow terminal is waited for.
    if (::fcntl(number, F_SETFL, 0) != 0) throw_io("write", path, errno);
    return {std::move(path), std::move(device)};
}

void OutputFile::append(const void* bytes, std::size_t count) {
    const char* position = static_cast<const char*>(bytes);
    while (count > 0) {
        const ssize_t written = ::write(descriptor_.number(), position, count);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw_io("write", path_, errno);
        position += written;
        count -= static_cast<std::size_t>(written);
    }
}

void OutputFile::sync() {
    if (::fsync(descriptor_.number()) != 0) throw_io("sync", path_, errno);
}

void OutputFile::close() {
    if (const int error = descriptor_.close(); error != 0) throw_io("write", path_, error);
}

} // namespace ecgpress
