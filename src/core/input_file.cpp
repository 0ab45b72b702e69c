#include "core/input_file.hpp"

#include <algorithm>
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

// O_NONBLOCK: opening a pipe that nothing writes returns at once.
constexpr int k_reading = O_RDONLY | O_NONBLOCK | O_CLOEXEC;

Descriptor open_retried(const fs::path& path, int flags) {
    for (;;) {
        Descriptor file(::open(path.c_str(), flags, 0));
        if (file.is_open() || errno != EINTR) return file;
    }
}

/// The folder NAME of an open folder, for looking up names in it. @return closed, with errno, if it
/// is a link or no folder
Descriptor folder_in(const Descriptor& parent, const char* name) {
    Descriptor folder(
        ::openat(parent.number(), name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0));
    struct stat status {};
    // A link in the place of a folder is reported as ENOTDIR.
    if (!folder.is_open() && errno == ENOTDIR)
        errno = ::fstatat(parent.number(), name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
                        S_ISLNK(status.st_mode)
                    ? ELOOP
                    : ENOTDIR;
    return folder;
}

/// Opens FOLDER/PATH. Its components are looked up one at a time, and the file must be the one that
/// is found in this way. @return closed, with errno and the failing path in `at`
Descriptor open_below(const fs::path& folder, const fs::path& path, fs::path& at) {
    at = folder;
    Descriptor parent =
        open_retried(folder.empty() ? fs::path(".") : folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    for (const fs::path& part : path.parent_path()) {
        if (!parent.is_open()) return Descriptor();
        at /= part;
        parent = folder_in(parent, part.c_str());
    }
    if (!parent.is_open()) return Descriptor();
    at = folder / path;
    Descriptor file = open_retried(at, k_reading | O_NOFOLLOW);
    struct stat found {
    }, opened{};
    if (!file.is_open() || ::fstat(file.number(), &opened) != 0 ||
        ::fstatat(parent.number(), path.filename().c_str(), &found, AT_SYMLINK_NOFOLLOW) != 0)
        return Descriptor();
    if (found.st_ino == opened.st_ino && found.st_dev == opened.st_dev) return file;
    errno = ESTALE; // replaced in between
    return Descriptor();
}

} // namespace

bool is_plain_path(const fs::path& path) {
    return !path.empty() && !path.is_absolute() && on_one_line(path.string()) == path.string() &&
           std::none_of(path.begin(), path.end(), [](const fs::path& part) {
               return part.empty() || part == "." || part == "..";
           });
}

InputFile::InputFile(fs::path path, Links links) : path_(std::move(path)), links_(links) {
    open();
}

InputFile::InputFile(fs::path folder, fs::path below, Links links)
    : path_(folder / below), folder_(std::move(folder)), below_(std::move(below)), links_(links) {
    open();
}

InputFile InputFile::below(const fs::path& folder, const fs::path& path) {
    if (!is_plain_path(path))
        throw DataError(concat(on_one_line(path.string()), " is not a plain path inside ",
                               on_one_line(folder.string()), ". It is not opened."));
    return {folder, path, Links::refused};
}

void InputFile::open() {
    fs::path at = path_;
    for (int attempt = 0; attempt < 2; ++attempt) {
        const int no_link = links_ == Links::refused ? O_NOFOLLOW : 0;
        descriptor_ = below_.empty() ? open_retried(path_, k_reading | no_link)
                                     : open_below(folder_, below_, at);
        struct stat status {};
        if (descriptor_.is_open() && ::fstat(descriptor_.number(), &status) == 0) {
            if (!S_ISREG(status.st_mode)) throw_not_a_file("read", path_, status.st_mode);
            size_ = static_cast<std::uint64_t>(status.st_size);
            device_ = status.st_dev;
            number_ = status.st_ino;
            return;
        }
        if (errno != ESTALE || attempt > 0) throw_not_opened("read", at, errno);
    }
}

void InputFile::open_again(int error) {
    if (error != ESTALE || std::exchange(opened_again_, true)) throw_io("read", path_, error);
    const auto before = std::make_pair(device_, number_);
    open();
    // The name leads to another file by now: what was read of the old one does not belong to it.
    if (position_ > 0 && before != std::make_pair(device_, number_))
        throw_io("read", path_, ESTALE);
}

fs::path InputFile::real_path() const {
    // The path of the open file, even if its name points elsewhere by now. This is also one system
    // call instead of one per folder.
    std::error_code error;
    fs::path place = fs::read_symlink(concat("/proc/self/fd/", descriptor_.number()), error);
    return error ? fs::canonical(path_) : place;
}

std::size_t InputFile::read_some(std::uint64_t offset, void* bytes, std::size_t count) {
    for (;;) {
        const ssize_t got = ::pread(descriptor_.number(), bytes, count, static_cast<off_t>(offset));
        if (got >= 0) return static_cast<std::size_t>(got);
        if (errno == EINTR) continue;
        // Storage that first has to fetch the file from tape does not wait with O_NONBLOCK.
        if (errno == EAGAIN && ::fcntl(descriptor_.number(), F_SETFL, 0) == 0) continue;
        open_again(errno);
    }
}

std::size_t InputFile::read(void* bytes, std::size_t count) {
    const std::size_t got = read_some(position_, bytes, count);
    position_ += got;
    return got;
}

std::size_t InputFile::read_at(std::uint64_t offset, void* bytes, std::size_t count) {
    std::size_t filled = 0;
    while (filled < count) {
        const std::size_t got =
            read_some(offset + filled, static_cast<char*>(bytes) + filled, count - filled);
        if (got == 0) break;
        filled += got;
    }
    return filled;
}

std::string InputFile::text(const FileKind& kind) {
    std::string text;
    // One byte more than the file size, so that the end of the file is detected without growing the
    // buffer.
    std::uint64_t wanted = size_ + 1;
    while (position_ < wanted) {
        if (wanted > kind.most_bytes + 1) break;
        text.resize(static_cast<std::size_t>(wanted));
        const std::size_t got = read(text.data() + position_, text.size() - position_);
        if (got == 0) {
            text.resize(static_cast<std::size_t>(position_));
            return text;
        }
        if (position_ == wanted) wanted = std::min(2 * wanted, kind.most_bytes + 1);
    }
    throw DataError(concat(on_one_line(path_.string()), " has more than ", kind.most_bytes,
                           " bytes. No valid ", kind.name,
                           " is that large. Check that it is the right file."));
}

} // namespace ecgpress
