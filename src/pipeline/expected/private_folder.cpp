#include "pipeline/expected/private_folder.hpp"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "core/error.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

namespace fs = std::filesystem;

/// A new folder is not locked yet for a moment. It is not taken for an abandoned one.
constexpr std::chrono::hours k_abandoned_after{1};

/// Opens and locks a folder of this user. @return its descriptor; -1 if that is not possible, for
/// example because a process that lives has locked it
int lock_folder(const fs::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor < 0) return -1;
    struct stat status {};
    if (::fstat(descriptor, &status) == 0 && status.st_uid == ::geteuid() &&
        ::flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        return descriptor;
    ::close(descriptor);
    return -1;
}

/// Removes what killed processes left. Errors are ignored: the folders are not in the way.
void remove_abandoned(const fs::path& parent, const std::string& prefix) {
    std::error_code ignored;
    const auto now = fs::file_time_type::clock::now();
    for (fs::directory_iterator at(parent, ignored), end; at != end; at.increment(ignored)) {
        const fs::path folder = at->path();
        if (folder.filename().string().rfind(prefix, 0) != 0) continue;
        const auto changed = fs::last_write_time(folder, ignored);
        if (ignored || now - changed < k_abandoned_after) continue;
        const int descriptor = lock_folder(folder);
        if (descriptor < 0) continue;
        fs::remove_all(folder, ignored);
        ::close(descriptor);
    }
}

} // namespace

PrivateFolder::PrivateFolder(const std::string& name) {
    const char* place = std::getenv("TMPDIR");
    const fs::path parent = place != nullptr && *place != '\0' ? place : "/tmp";
    const std::string prefix = concat("ecgpress-", name, "-");
    remove_abandoned(parent, prefix);
    std::string folder = (parent / (prefix + "XXXXXX")).string();
    if (::mkdtemp(folder.data()) == nullptr)
        throw OutputError(concat("cannot create a temporary folder in ", parent.string(), ": ",
                                 std::generic_category().message(errno),
                                 ". Set TMPDIR to a folder with free space."));
    path_ = folder;
    lock_ = lock_folder(path_);
}

PrivateFolder::~PrivateFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
    if (lock_ >= 0) ::close(lock_);
}

} // namespace ecgpress
