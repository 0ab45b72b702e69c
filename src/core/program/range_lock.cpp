#include "core/program/range_lock.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file_error.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

constexpr off_t k_most_read_bytes = 64 << 10; // names are at the end of the lock file

Descriptor open_lock_file(const std::filesystem::path& path) {
    constexpr int k_flags = O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    Descriptor file(::open(path.c_str(), k_flags, 0666));
    if (!file.is_open()) throw_not_opened("lock", path, errno);
    struct stat status {};
    if (::fstat(file.number(), &status) != 0) throw_io("lock", path, errno);
    if (!S_ISREG(status.st_mode)) throw_not_a_file("lock", path, status.st_mode);
    return file;
}

/// @return 0 or an errno
int control(const Descriptor& file, int command, struct flock& lock) {
    int error = 0;
    do {
        error = ::fcntl(file.number(), command, &lock) == 0 ? 0 : errno;
    } while (error == EINTR);
    return error;
}

} // namespace

// An open file description lock (fcntl(2)) belongs to this descriptor, works on NFS, Lustre and
// GPFS like a POSIX lock, and ends with its process, even on kill -9.
RangeLock::RangeLock(const std::filesystem::path& path, std::uint64_t first, std::uint64_t end,
                     LockKind kind)
    : first_(first), end_(end), file_(open_lock_file(path)) {
    struct flock lock {};
    lock.l_type = kind == LockKind::shared ? F_RDLCK : F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = static_cast<off_t>(first);
    lock.l_len = static_cast<off_t>(end - first);
    struct flock other = lock; // receives the lock that is in the way
    error_ = control(file_, F_OFD_SETLK, lock);
    // EACCES means that another process holds the lock, or that locks are not permitted.
    const bool is_held =
        error_ == EAGAIN ||
        (error_ == EACCES && control(file_, F_OFD_GETLK, other) == 0 && other.l_type != F_UNLCK);
    if (is_held)
        result_ = LockResult::held;
    else if (error_ == EIO || error_ == ESTALE)
        throw_io("lock", path, error_);
    else if (error_ != 0)
        result_ = LockResult::refused;
}

void RangeLock::sign(std::string_view name) const {
    struct stat status {};
    // Nothing is written into a file that has a second name.
    if (::fstat(file_.number(), &status) != 0 || status.st_nlink != 1) return;
    // One write of a short line to a file opened with O_APPEND: names of others stay whole.
    const std::string line = concat(first_, ' ', end_, ' ', name, '\n');
    [[maybe_unused]] const ssize_t written = ::write(file_.number(), line.data(), line.size());
}

std::string RangeLock::last_name() const {
    struct stat status {};
    if (::fstat(file_.number(), &status) != 0) return {};
    std::string text(static_cast<std::size_t>(std::min(status.st_size, k_most_read_bytes)), '\0');
    const ssize_t count = ::pread(file_.number(), text.data(), text.size(),
                                  std::max<off_t>(0, status.st_size - k_most_read_bytes));
    text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    std::istringstream lines(text);
    std::string name;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream in(line);
        std::uint64_t first = 0, end = 0;
        if (in >> first >> end && in.get() == ' ' && first < end_ && first_ < end)
            std::getline(in, name);
    }
    return name;
}

} // namespace ecgpress
