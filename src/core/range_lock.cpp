#include "core/range_lock.hpp"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

#include "core/error.hpp"
#include "core/strings.hpp"

namespace ecgpress {

// An open file description lock (fcntl(2)) belongs to this descriptor, works on NFS, Lustre and
// GPFS like a POSIX lock, and ends with its process, even on kill -9.
RangeLock::RangeLock(const std::filesystem::path& path, std::uint64_t first, std::uint64_t end) {
    const auto fail = [&](int error) {
        throw IoError(concat("cannot lock ", path.string(), ": ",
                             std::generic_category().message(error),
                             ". Check that its folder is writable."));
    };
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor_ < 0) fail(errno);
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = static_cast<off_t>(first);
    lock.l_len = static_cast<off_t>(end - first);
    int error = 0;
    do {
        error = ::fcntl(descriptor_, F_OFD_SETLK, &lock) == 0 ? 0 : errno;
    } while (error == EINTR);
    if (error == 0) {
        result_ = LockResult::taken;
    } else if (error == EAGAIN || error == EACCES) {
        result_ = LockResult::held;
    } else if (error != ENOLCK && error != ENOSYS && error != EOPNOTSUPP && error != EINVAL) {
        ::close(descriptor_);
        fail(error);
    }
}

RangeLock::~RangeLock() {
    ::close(descriptor_);
}

} // namespace ecgpress
