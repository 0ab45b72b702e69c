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

int open_retried(int folder, const fs::path& path, int flags) {
    int number = -1;
    do {
        number = ::openat(folder, path.c_str(), flags);
    } while (number < 0 && errno == EINTR);
    return number;
}

bool leads_out(const fs::path& path) {
    return path.empty() || path.is_absolute() ||
           std::any_of(path.begin(), path.end(), [](const fs::path& part) {
               return part.empty() || part == "." || part == "..";
           });
}

/// Opens FOLDER/PATH one component at a time. @return -1 with errno, and the failing path in `at`
int open_below(const fs::path& folder, const fs::path& path, fs::path& at) {
    at = folder;
    const fs::path root = folder.empty() ? fs::path(".") : folder;
    Descriptor parent(open_retried(AT_FDCWD, root, O_PATH | O_DIRECTORY | O_CLOEXEC));
    for (auto part = path.begin(); parent.is_open(); ++part) {
        at /= *part;
        if (std::next(part) == path.end())
            return open_retried(parent.number(), *part, k_reading | O_NOFOLLOW);
        const int next = open_retried(parent.number(), *part,
                                      O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        struct stat status {};
        // A link in the place of a folder is reported as ENOTDIR.
        if (next < 0 && errno == ENOTDIR &&
            ::fstatat(parent.number(), part->c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0)
            errno = S_ISLNK(status.st_mode) ? ELOOP : ENOTDIR;
        const int error = errno;
        parent = Descriptor(next);
        errno = error;
    }
    return -1;
}

} // namespace

InputFile::InputFile(fs::path path, Links links) : path_(std::move(path)), links_(links) {
    open();
}

InputFile::InputFile(fs::path folder, fs::path below, Links links)
    : path_(folder / below), folder_(std::move(folder)), below_(std::move(below)), links_(links) {
    open();
}

InputFile InputFile::below(const fs::path& folder, const fs::path& path) {
    if (leads_out(path) || on_one_line(path.string()) != path.string())
        throw DataError(concat(on_one_line(path.string()), " is not a plain path inside ",
                               on_one_line(folder.string()), ". It is not opened."));
    return {folder, path, Links::refused};
}

void InputFile::open() {
    fs::path at = path_;
    for (int attempt = 0; attempt < 2; ++attempt) {
        const int number =
            below_.empty()
                ? open_retried(AT_FDCWD, path_,
                               k_reading | (links_ == Links::refused ? O_NOFOLLOW : 0))
                : open_below(folder_, below_, at);
        const int error = errno;
        descriptor_ = Descriptor(number);
        struct stat status {};
        if (number >= 0 && ::fstat(number, &status) == 0) {
            if (!S_ISREG(status.st_mode)) throw_not_a_file("read", path_, status.st_mode);
            size_ = static_cast<std::uint64_t>(status.st_size);
            device_ = status.st_dev;
            number_ = status.st_ino;
            return;
        }
        const int reason = number < 0 ? error : errno;
        if (reason != ESTALE || attempt > 0) throw_not_opened("read", at, reason);
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
        const ssize_t got =
            ::pread(descriptor_.number(), bytes, count, static_cast<off_t>(offset));
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
