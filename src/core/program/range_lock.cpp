#include "core/program/range_lock.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>

#include "core/file_error.hpp"

namespace ecgpress {

namespace {

Descriptor open_lock_file(const std::filesystem::path& path) {
    constexpr int k_flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
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
RangeLock::RangeLock(const std::filesystem::path& path, std::uint64_t first, std::uint64_t end)
    : file_(open_lock_file(path)) {
    struct flock lock {};
    lock.l_type = F_WRLCK;
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

} // namespace ecgpress
