#include "core/file_error.hpp"

#include <cerrno>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <system_error>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

const char* advice_for(int error) {
    switch (error) {
    case ENOSPC:
    case EDQUOT:
        return "Free some space there, then run the same command again.";
    case EFBIG:
        return "The limit is that of the shell (ulimit -f) or of the file system. Raise it, then "
               "run the same command again.";
    case EACCES:
    case EPERM:
    case EROFS:
        return "Check the permissions of the file and its folder.";
    case ENOENT:
    case ENOTDIR:
        return "Check that the folder exists and the name is correct.";
    case EMFILE:
    case ENFILE:
        return "Raise the limit of open files (ulimit -n).";
    default:
        return "Check the path and the disk, then run the same command again.";
    }
}

std::string type_of(mode_t mode) {
    switch (mode & S_IFMT) {
    case S_IFIFO:
        return "a pipe";
    case S_IFSOCK:
        return "a socket";
    case S_IFCHR:
    case S_IFBLK:
        return "a device";
    case S_IFDIR:
        return "a folder";
    case S_IFLNK:
        return "a symbolic link";
    default:
        return "of unknown type";
    }
}

} // namespace

void throw_io(const char* verb, const std::filesystem::path& path, int error) {
    const std::string message =
        concat("cannot ", verb, " ", on_one_line(path.string()), ": ",
               std::generic_category().message(error), ". ", advice_for(error));
    if (verb == std::string_view("read")) throw IoError(message);
    throw OutputError(message);
}

void throw_not_a_file(const char* verb, const std::filesystem::path& path, mode_t mode) {
    const char* advice = S_ISLNK(mode)
                             ? "Files of this program are not written and not read through "
                               "symbolic links. Remove the link, or use the path that it points to."
                             : "Remove it, or use another path.";
    throw DataError(concat("cannot ", verb, " ", on_one_line(path.string()), ": it is ",
                           type_of(mode), ", not a file. ", advice));
}

void throw_not_opened(const char* verb, const std::filesystem::path& path, int error) {
    struct stat status {};
    // ELOOP: a link where none may be. ENXIO: a pipe without a reader, or a socket.
    const bool telling = error == ELOOP || error == ENXIO || error == EISDIR;
    if (telling && ::lstat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode))
        throw_not_a_file(verb, path, status.st_mode);
    throw_io(verb, path, error);
}

} // namespace ecgpress
