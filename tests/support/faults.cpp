// A library for LD_PRELOAD that simulates faults of a host, for files inside $FAULT_ROOT.
// Environment variables select the fault:
//
//   FAULT_READ=short     every read returns half of the requested bytes
//   FAULT_READ=N         the N-th read of a file whose path contains $FAULT_MATCH, and all later
//                        ones, fail with EIO
//   FAULT_OPEN=N         every open of a file whose path contains $FAULT_MATCH fails with errno N
//   FAULT_RANK=N         the two above on this rank of an MPI job only
//   FAULT_REFUSE=CALL=ERRNO,...  a file system that refuses a call: link, renameat2, fsync-folder,
//                        syncfs, lock
//   FAULT_RENAME=N       the N-th rename to a path that contains $FAULT_MATCH fails with EIO
//   FAULT_STALE=CALL     the first open or read of a file whose path contains $FAULT_MATCH fails
//                        with ESTALE
//   FAULT_SPACE=BYTES:FILES  the file system has this much free space
//   FAULT_CLOCK=1        the system clock jumps by up to a month, in both directions, whenever it
//   is
//                        read
//   FAULT_JOURNAL=FILE   logs what a power failure could still lose: D file (written), S file or
//                        folder (synced), A (all synced), R old<tab>new (renamed or linked)
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <dlfcn.h>
#include <fcntl.h>
#include <string>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

std::string setting(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? "" : value;
}

template <class Function> Function next_of(Function, const char* name) {
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

std::string path_of(int descriptor) {
    char path[4096];
    const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
    const ssize_t length = ::readlink(link.c_str(), path, sizeof path);
    return length < 0 ? "" : std::string(path, static_cast<std::size_t>(length));
}

std::string absolute(const char* path) {
    if (path[0] == '/') return path;
    char folder[4096];
    return ::getcwd(folder, sizeof folder) == nullptr ? "" : std::string(folder) + '/' + path;
}

bool is_concerned(const std::string& path) {
    static const std::string root = setting("FAULT_ROOT") + '/';
    return path.compare(0, root.size(), root) == 0;
}

void note(char kind, const std::string& what) {
    static const std::string journal = setting("FAULT_JOURNAL");
    if (journal.empty()) return;
    // Raw system calls: the C library's functions would call this library again.
    static const long file = ::syscall(SYS_openat, AT_FDCWD, journal.c_str(),
                                       O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
    const std::string line = std::string(1, kind) + ' ' + what + '\n';
    if (::syscall(SYS_write, file, line.data(), line.size()) < 0) std::abort();
}

void note_written(int descriptor) {
    const int error = errno;
    const std::string path = path_of(descriptor);
    if (is_concerned(path)) note('D', path);
    errno = error;
}

int noted_sync(int descriptor, int result) {
    const std::string path = path_of(descriptor);
    if (result == 0 && is_concerned(path)) note('S', path);
    return result;
}

/// True on the rank whose reads and opens fail.
bool is_concerned_rank() {
    static const std::string rank = setting("FAULT_RANK");
    static const bool concerned = rank.empty() || rank == setting("OMPI_COMM_WORLD_RANK");
    return concerned;
}

/// The errno with which an open of this path must fail; 0: it may succeed.
int open_error(const char* path) {
    static const std::string open = setting("FAULT_OPEN"), match = setting("FAULT_MATCH");
    if (open.empty() || !is_concerned_rank()) return 0;
    const std::string whole = absolute(path);
    return is_concerned(whole) && whole.find(match) != std::string::npos ? std::atoi(open.c_str())
                                                                         : 0;
}

/// The errno with which a file system refuses a call; 0: it does not.
int refusal(const std::string& call) {
    static const std::string refused = ',' + setting("FAULT_REFUSE") + ',';
    const std::size_t at = refused.find(',' + call + '=');
    return at == std::string::npos ? 0 : std::atoi(refused.c_str() + at + call.size() + 2);
}

/// Is this the first call on a stale file?
bool is_stale(const std::string& call, const std::string& path) {
    static const std::string stale = setting("FAULT_STALE"), match = setting("FAULT_MATCH");
    static bool has_failed = false;
    if (has_failed || stale != call || !is_concerned(path) || path.find(match) == std::string::npos)
        return false;
    errno = ESTALE;
    return has_failed = true;
}

/// Does this rename fail?
bool fails_to_rename(const std::string& path) {
    static const long wanted = std::atol(setting("FAULT_RENAME").c_str());
    static const std::string match = setting("FAULT_MATCH");
    static long renames = 0;
    if (wanted == 0 || !is_concerned(path) || path.find(match) == std::string::npos ||
        ++renames != wanted)
        return false;
    errno = EIO;
    return true;
}

std::string below(int folder, const char* path) {
    return folder == AT_FDCWD || path[0] == '/' ? path : path_of(folder) + '/' + path;
}

/// The number of bytes that a read of `count` bytes may return; -1: the disk has failed.
ssize_t allowed(int descriptor, std::size_t count) {
    static const std::string read = setting("FAULT_READ"), match = setting("FAULT_MATCH");
    static long reads = 0;
    if (!setting("FAULT_STALE").empty() && is_stale("read", path_of(descriptor))) return -1;
    if (read.empty() || !is_concerned_rank()) return static_cast<ssize_t>(count);
    const int error = errno;
    const std::string path = path_of(descriptor);
    errno = error;
    if (!is_concerned(path)) return static_cast<ssize_t>(count);
    if (read == "short") return static_cast<ssize_t>((count + 1) / 2);
    if (path.find(match) == std::string::npos || ++reads < std::atol(read.c_str()))
        return static_cast<ssize_t>(count);
    errno = EIO;
    return -1;
}

/// The current error of the clock in seconds.
long jump_s() {
    static const bool jumps = !setting("FAULT_CLOCK").empty();
    static unsigned state = 1;
    if (!jumps) return 0;
    state = state * 1664525U + 1013904223U; // generator of Numerical Recipes
    constexpr long k_month_s = 30L * 24 * 3600;
    return static_cast<long>(state % (2 * k_month_s)) - k_month_s;
}

} // namespace

#define NEXT(name) static const auto next = next_of(&::name, #name)

extern "C" {

int open(const char* path, int flags, ...) {
    NEXT(open);
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = va_arg(rest, mode_t); // unused without O_CREAT
    va_end(rest);
    errno = open_error(path);
    return errno != 0 || is_stale("open", absolute(path)) ? -1 : next(path, flags, mode);
}

int open64(const char* path, int flags, ...) {
    NEXT(open64);
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    errno = (flags & O_DIRECTORY) != 0 ? 0 : open_error(path);
    return errno != 0 ? -1 : next(path, flags, mode);
}

int openat(int folder, const char* path, int flags, ...) {
    NEXT(openat);
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    errno = (flags & O_DIRECTORY) != 0 ? 0 : open_error(below(folder, path).c_str());
    return errno != 0 ? -1 : next(folder, path, flags, mode);
}

int openat64(int folder, const char* path, int flags, ...) {
    NEXT(openat64);
    va_list rest;
    va_start(rest, flags);
    const mode_t mode = va_arg(rest, mode_t);
    va_end(rest);
    errno = (flags & O_DIRECTORY) != 0 ? 0 : open_error(below(folder, path).c_str());
    return errno != 0 ? -1 : next(folder, path, flags, mode);
}

int __openat_2(int folder, const char* path, int flags) {
    return openat(folder, path, flags, 0);
}

int __open_2(const char* path, int flags) {
    return open(path, flags, 0);
}

FILE* fopen(const char* path, const char* mode) {
    NEXT(fopen);
    errno = open_error(path);
    return errno != 0 ? nullptr : next(path, mode);
}

FILE* fopen64(const char* path, const char* mode) {
    NEXT(fopen64);
    errno = open_error(path);
    return errno != 0 ? nullptr : next(path, mode);
}

int fcntl(int descriptor, int command, ...) {
    NEXT(fcntl);
    va_list rest;
    va_start(rest, command);
    void* const argument = va_arg(rest, void*);
    va_end(rest);
    if (command == F_OFD_SETLK && is_concerned(path_of(descriptor)) && refusal("lock") != 0) {
        errno = refusal("lock");
        return -1;
    }
    return next(descriptor, command, argument);
}

int fcntl64(int descriptor, int command, ...) {
    va_list rest;
    va_start(rest, command);
    void* const argument = va_arg(rest, void*);
    va_end(rest);
    return fcntl(descriptor, command, argument);
}

ssize_t read(int descriptor, void* bytes, std::size_t count) {
    NEXT(read);
    const ssize_t some = allowed(descriptor, count);
    return some < 0 ? some : next(descriptor, bytes, static_cast<std::size_t>(some));
}

ssize_t pread(int descriptor, void* bytes, std::size_t count, off_t offset) {
    NEXT(pread);
    const ssize_t some = allowed(descriptor, count);
    return some < 0 ? some : next(descriptor, bytes, static_cast<std::size_t>(some), offset);
}

ssize_t pread64(int descriptor, void* bytes, std::size_t count, off64_t offset) {
    return pread(descriptor, bytes, count, offset);
}

ssize_t __read_chk(int descriptor, void* bytes, std::size_t count, std::size_t) {
    return read(descriptor, bytes, count);
}

ssize_t __pread_chk(int descriptor, void* bytes, std::size_t count, off_t offset, std::size_t) {
    return pread(descriptor, bytes, count, offset);
}

ssize_t __pread64_chk(int descriptor, void* bytes, std::size_t count, off64_t offset, std::size_t) {
    return pread(descriptor, bytes, count, offset);
}

ssize_t write(int descriptor, const void* bytes, std::size_t count) {
    NEXT(write);
    note_written(descriptor);
    return next(descriptor, bytes, count);
}

ssize_t pwrite(int descriptor, const void* bytes, std::size_t count, off_t offset) {
    NEXT(pwrite);
    note_written(descriptor);
    return next(descriptor, bytes, count, offset);
}

ssize_t pwrite64(int descriptor, const void* bytes, std::size_t count, off64_t offset) {
    return pwrite(descriptor, bytes, count, offset);
}

ssize_t writev(int descriptor, const iovec* parts, int count) {
    NEXT(writev);
    note_written(descriptor);
    return next(descriptor, parts, count);
}

ssize_t sendfile(int to, int from, off_t* offset, std::size_t count) {
    NEXT(sendfile);
    note_written(to);
    return next(to, from, offset, count);
}

ssize_t copy_file_range(int from, off64_t* from_offset, int to, off64_t* to_offset,
                        std::size_t count, unsigned flags) {
    NEXT(copy_file_range);
    note_written(to);
    return next(from, from_offset, to, to_offset, count, flags);
}

int ftruncate(int descriptor, off_t size) {
    NEXT(ftruncate);
    note_written(descriptor);
    return next(descriptor, size);
}

int ftruncate64(int descriptor, off64_t size) {
    return ftruncate(descriptor, size);
}

int statvfs(const char* path, struct statvfs* space) {
    NEXT(statvfs);
    const int result = next(path, space);
    const std::string space_text = setting("FAULT_SPACE");
    if (result != 0 || space_text.empty()) return result;
    space->f_frsize = 1;
    space->f_bavail = std::stoull(space_text);
    space->f_files = space->f_favail = std::stoull(space_text.substr(space_text.find(':') + 1));
    return result;
}

int statvfs64(const char* path, struct statvfs64* space) {
    return statvfs(path, reinterpret_cast<struct statvfs*>(space)); // the same on 64-bit Linux
}

int fsync(int descriptor) {
    NEXT(fsync);
    struct stat status {};
    if (refusal("fsync-folder") != 0 && ::fstat(descriptor, &status) == 0 &&
        S_ISDIR(status.st_mode)) {
        errno = refusal("fsync-folder");
        return -1;
    }
    return noted_sync(descriptor, next(descriptor));
}

int fdatasync(int descriptor) {
    NEXT(fdatasync);
    return noted_sync(descriptor, next(descriptor));
}

int syncfs(int descriptor) {
    NEXT(syncfs);
    if ((errno = refusal("syncfs")) != 0) return -1;
    const int result = next(descriptor);
    if (result == 0) note('A', "");
    return result;
}

int rename(const char* from, const char* to) {
    NEXT(rename);
    if (fails_to_rename(absolute(to))) return -1;
    if (is_concerned(absolute(to))) note('R', absolute(from) + '\t' + absolute(to));
    return next(from, to);
}

int link(const char* from, const char* to) {
    NEXT(link);
    if (is_concerned(absolute(to)) && (errno = refusal("link")) != 0) return -1;
    if (is_concerned(absolute(to))) note('R', absolute(from) + '\t' + absolute(to));
    return next(from, to);
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) {
    NEXT(renameat2);
    if (is_concerned(absolute(to)) && (errno = refusal("renameat2")) != 0) return -1;
    if (is_concerned(absolute(to))) note('R', absolute(from) + '\t' + absolute(to));
    return next(from_folder, from, to_folder, to, flags);
}

int clock_gettime(clockid_t clock, timespec* now) {
    NEXT(clock_gettime);
    const int result = next(clock, now);
    if (result == 0 && clock == CLOCK_REALTIME) now->tv_sec += jump_s();
    return result;
}

time_t time(time_t* out) {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    if (out != nullptr) *out = now.tv_sec;
    return now.tv_sec;
}

int gettimeofday(timeval* now, void*) {
    timespec exact{};
    const int result = clock_gettime(CLOCK_REALTIME, &exact);
    *now = {exact.tv_sec, exact.tv_nsec / 1000};
    return result;
}

} // extern "C"
