#include "core/file.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <iterator>
#include <limits>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "core/error.hpp"
#include "core/process.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

const char* advice_for(int error) {
    switch (error) {
    case ENOSPC:
    case EDQUOT:
        return "Free some space there, then run the same command again.";
    case EACCES:
    case EPERM:
    case EROFS:
        return "Check the permissions of the file and its folder.";
    case ENOENT:
    case ENOTDIR:
        return "Check that the folder exists and the name is correct.";
    case ELOOP:
        return "Output is not written through symbolic links. Remove the link, or use the path "
               "that it points to.";
    case EMFILE:
    case ENFILE:
        return "Raise the limit of open files (ulimit -n).";
    default:
        return "Check the path and the disk.";
    }
}

[[noreturn]] void throw_io(const char* verb, const fs::path& path, int error) {
    throw IoError(concat("cannot ", verb, " ", path.string(), ": ",
                         std::generic_category().message(error), ". ", advice_for(error)));
}

/// An open file, closed by the destructor.
class Descriptor {
  public:
    Descriptor(const char* verb, const fs::path& path, int flags)
        : number_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {
        if (number_ < 0) throw_io(verb, path, errno);
    }
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int number() const { return number_; }

    /// Closes the file and reports errors. Network file systems may report a full disk only on
    /// close.
    void close_written(const fs::path& path) {
        const int result = ::close(number_);
        number_ = -1;
        if (result != 0 && errno != EINTR) throw_io("write", path, errno);
    }

  private:
    int number_;
};

/// Removes an incomplete part when a write fails, because it would only use space on a disk that
/// may be full.
struct PartGone {
    const fs::path& part;

    ~PartGone() {
        std::error_code ignored;
        fs::remove(part, ignored);
    }
};

void sync_folder(const fs::path& folder) {
    const fs::path path = folder.empty() ? fs::path(".") : folder;
    const Descriptor descriptor("sync", path, O_RDONLY | O_DIRECTORY);
    // EINVAL: the file system does not support syncing folders. Its renames do not need it.
    if (::fsync(descriptor.number()) != 0 && errno != EINVAL) throw_io("sync", path, errno);
}

} // namespace

std::string read_file(const fs::path& path) {
    return read_file(path, std::numeric_limits<std::size_t>::max());
}

std::string read_file(const fs::path& path, std::size_t most_bytes) {
    const Descriptor descriptor("read", path, O_RDONLY);
    struct stat status {};
    if (::fstat(descriptor.number(), &status) != 0) throw_io("read", path, errno);
    // One byte more than the file size, so that the end of the file is detected without growing the
    // buffer.
    const auto told = static_cast<std::size_t>(status.st_size);
    std::string text(std::min(told, most_bytes) + 1, '\0');
    std::size_t filled = 0;
    for (;;) {
        if (filled > most_bytes)
            throw DataError(concat(path.string(), " has more than ", most_bytes,
                                   " bytes. No valid file of this type is that large. Check that "
                                   "it is the right file."));
        if (filled == text.size()) text.resize(2 * text.size());
        const ssize_t count =
            ::read(descriptor.number(), text.data() + filled, text.size() - filled);
        if (count == 0) break;
        if (count > 0) filled += static_cast<std::size_t>(count);
        if (count < 0 && errno != EINTR) throw_io("read", path, errno);
    }
    text.resize(filled);
    return text;
}

void write_file(const fs::path& path, const void* bytes, std::size_t count) {
    Descriptor descriptor("write", path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
    const char* position = static_cast<const char*>(bytes);
    while (count > 0) {
        const ssize_t written = ::write(descriptor.number(), position, count);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) throw_io("write", path, errno);
        position += written;
        count -= static_cast<std::size_t>(written);
    }
    descriptor.close_written(path);
}

void write_file(const fs::path& path, std::string_view text) {
    write_file(path, text.data(), text.size());
}

void write_file_whole(const fs::path& path, std::string_view text) {
    fs::path part = path;
    part += ".part";
    const PartGone gone{part};
    write_file(part, text);
    publish_file(part, path);
}

bool write_file_once(const fs::path& path, std::string_view text) {
    const fs::path part = concat(path.string(), ".", process_name(), ".part");
    const PartGone gone{part};
    write_file(part, text);
    sync_file(part);
    // Creating a hard link fails if the name exists; a rename would replace the existing file.
    if (::link(part.c_str(), path.c_str()) == 0) {
        sync_folder(path.parent_path());
        return true;
    }
    if (errno == EEXIST) return false;
    if (errno != EPERM && errno != EOPNOTSUPP) throw_io("link to", path, errno);
    std::error_code ignored; // the file system has no hard links
    if (fs::exists(path, ignored)) return false;
    publish_file(part, path);
    return true;
}

void sync_file(const fs::path& path) {
    const Descriptor descriptor("sync", path, O_RDONLY);
    if (::fsync(descriptor.number()) != 0) throw_io("sync", path, errno);
}

void publish_file(const fs::path& part, const fs::path& final_path) {
    sync_file(part);
    if (::rename(part.c_str(), final_path.c_str()) != 0) throw_io("rename to", final_path, errno);
    sync_folder(final_path.parent_path());
}

void publish_file(const fs::path& part, const fs::path& landing, const fs::path& final_path) {
    if (part == landing) {
        publish_file(part, final_path);
        return;
    }
    std::error_code error;
    fs::copy_file(part, landing, fs::copy_options::overwrite_existing, error);
    if (error) throw_io("copy a finished file to", landing, error.value());
    publish_file(landing, final_path);
    fs::remove(part, error); // a leftover file on scratch does not affect the run
}

void sync_file_system(const fs::path& path) {
    const Descriptor descriptor("sync", path, O_RDONLY);
    if (::syncfs(descriptor.number()) != 0) throw_io("sync", path, errno);
}

std::uint64_t free_bytes(const fs::path& path) {
    std::error_code error;
    fs::path folder = fs::absolute(path, error).lexically_normal();
    while (!fs::exists(folder, error) && folder.has_relative_path()) folder = folder.parent_path();
    const fs::space_info space = fs::space(folder, error);
    if (error) throw_io("determine the free space of", folder, error.value());
    return space.available;
}

void make_folder(const fs::path& path) {
    std::error_code error;
    fs::create_directory(path, error); // fast path: one system call
    if (error) fs::create_directories(path, error);
    if (error) throw_io("create the folder", path, error.value());
}

void make_folder_below(const fs::path& root, const fs::path& folder) {
    fs::path place = root;
    for (auto part = folder.begin(); part != folder.end(); ++part) {
        place /= *part;
        std::error_code error;
        // Fast path, as releases create one folder per page: a new folder is not a link, so one
        // call is enough.
        if (std::next(part) == folder.end() && fs::create_directory(place, error)) return;
        fs::file_type type = fs::symlink_status(place, error).type();
        if (type == fs::file_type::not_found) {
            make_folder(place);
            type = fs::symlink_status(place, error).type(); // another process may have created it
        }
        if (type == fs::file_type::symlink) throw_io("create the folder", place, ELOOP);
        if (type != fs::file_type::directory) throw_io("create the folder", place, ENOTDIR);
    }
}

} // namespace ecgpress
