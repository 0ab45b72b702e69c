#include "core/file_system.hpp"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <thread>
#include <unistd.h>

#include "core/descriptor.hpp"
#include "core/error.hpp"
#include "core/file_error.hpp"
#include "core/log.hpp"
#include "core/output_file.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

/// Did the file system refuse a call, in contrast to a disk that failed? Different file systems
/// (NFS, CIFS, FUSE, BeeGFS, gVisor) report different reasons.
bool is_refused(int error) {
    switch (error) {
    case EINVAL:
    case EOPNOTSUPP:
    case ENOSYS:
    case EBADF:
    case EROFS:
    case EACCES:
    case EPERM:
    case ENOTTY:
    case EISDIR:
        return true;
    default:
        return false;
    }
}

bool is_there(const fs::path& path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0;
}

/// A file that only one process can create. Removed by the destructor.
class Claim {
  public:
    explicit Claim(fs::path path) : path_(std::move(path)) {
        const Descriptor file(
            ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
        is_mine_ = file.is_open();
        if (!is_mine_ && errno != EEXIST) throw_io("create", path_, errno);
    }
    ~Claim() {
        std::error_code ignored;
        if (is_mine_) fs::remove(path_, ignored);
    }
    Claim(const Claim&) = delete;
    Claim& operator=(const Claim&) = delete;

    bool is_mine() const { return is_mine_; }

  private:
    fs::path path_;
    bool is_mine_ = false;
};

bool name_claimed(const fs::path& part, const fs::path& to) {
    constexpr std::chrono::milliseconds k_pause{100};
    constexpr int k_attempts = 100;
    const fs::path claimed = to.string() + ".claim";
    for (int attempt = 0; attempt < k_attempts; ++attempt) {
        if (is_there(to)) return false;
        const Claim claim(claimed);
        if (claim.is_mine()) {
            // The process that had the claim before may have finished in between.
            if (is_there(to)) return false;
            rename_file(part, to);
            return true;
        }
        std::this_thread::sleep_for(k_pause);
    }
    throw IoError(concat(on_one_line(claimed.string()),
                         " exists: another process is about to write ", to.filename().string(),
                         ", or was killed while it did. If no job is "
                         "starting there, remove this file and run the same command again."));
}

} // namespace

void rename_file(const fs::path& from, const fs::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) throw_io("rename to", to, errno);
}

bool name_once(const fs::path& part, const fs::path& to) {
    // Creating a hard link fails if the name exists; a rename would replace the existing file.
    if (::link(part.c_str(), to.c_str()) == 0) return true;
    const int error = errno;
    struct stat status {};
    // A network file system may repeat a request whose answer was lost, and report EEXIST for the
    // name that it has just created.
    if (::lstat(part.c_str(), &status) == 0 && status.st_nlink == 2) return true;
    if (error == EEXIST) return false;
    warn_once("hard links",
              concat("The file system of ", on_one_line(to.string()), " has no hard links (",
                     std::generic_category().message(error), "). The file is renamed instead."));
    if (::renameat2(AT_FDCWD, part.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0)
        return true;
    return errno == EEXIST ? false : name_claimed(part, to);
}

void sync_folder(const fs::path& folder) {
    const fs::path path = folder.empty() ? fs::path(".") : folder;
    const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (descriptor.is_open() && ::fsync(descriptor.number()) == 0) return;
    if (!is_refused(errno)) throw_io("sync", path, errno);
    warn_once("folders",
              concat("The file system of ", on_one_line(path.string()), " does not sync folders (",
                     std::generic_category().message(errno),
                     "). After a power failure, the newest files may be missing. The same command "
                     "then writes them again."));
}

void sync_file_system(const fs::path& path) {
    const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (!descriptor.is_open()) throw_io("sync", path, errno);
    if (::syncfs(descriptor.number()) == 0) return;
    if (!is_refused(errno)) throw_io("sync", path, errno);
    warn_once("syncfs", concat("The file system of ", on_one_line(path.string()),
                               " cannot be synced alone (", std::generic_category().message(errno),
                               "). All file systems of this node are synced instead."));
    ::sync();
}

} // namespace ecgpress
