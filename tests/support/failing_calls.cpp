// A library for LD_PRELOAD that lets one call of a function of the C library fail, for files below
// $FAIL_ROOT:
//
//   FAIL_CALL    open, read, write, fsync, link, rename, fcntl or mmap
//   FAIL_NUMBER  the call that fails, counted from 1; 0 lets none fail
//   FAIL_ERROR   its errno, a number
//   FAIL_RANK    the rank of an MPI job in which it fails (0 without mpirun)
//   FAIL_NOTE    a file that gets the number of calls so far, a line "NAME NUMBER" for each of
//                these functions, and a last line with the path of the one that failed
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <iterator>
#include <string>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
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

/// The path of a file named relative to a folder, as openat(2) has it.
std::string absolute(int folder, const char* path) {
    if (path[0] == '/') return path;
    if (folder != AT_FDCWD) return path_of(folder) + '/' + path;
    char place[4096];
    return ::getcwd(place, sizeof place) == nullptr ? "" : std::string(place) + '/' + path;
}

bool is_this_rank() {
    const std::string rank = setting("OMPI_COMM_WORLD_RANK");
    return (rank.empty() ? "0" : rank) == setting("FAIL_RANK");
}

constexpr const char* k_calls[] = {"open", "read",   "write", "fsync",
                                   "link", "rename", "fcntl", "mmap"};
constexpr std::size_t k_call_count = std::size(k_calls);

std::size_t index_of(const char* call) {
    std::size_t index = 0;
    while (std::strcmp(k_calls[index], call) != 0) ++index;
    return index;
}

void note(const long (&calls)[k_call_count], const std::string& failed) {
    static const std::string file = setting("FAIL_NOTE");
    // Raw system calls: the C library's functions would call this library again.
    const long out = ::syscall(SYS_openat, AT_FDCWD, file.c_str(),
                               O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    std::string lines;
    for (std::size_t i = 0; i < k_call_count; ++i)
        lines += std::string(k_calls[i]) + ' ' + std::to_string(calls[i]) + '\n';
    lines += failed + '\n';
    if (::syscall(SYS_write, out, lines.data(), lines.size()) < 0) std::abort();
    ::syscall(SYS_close, out);
}

/// Counts a call. @return whether it must fail, with errno set
bool fails(const char* call, const std::string& path) {
    static const std::string chosen = setting("FAIL_CALL"), root = setting("FAIL_ROOT") + '/';
    static const long number = std::atol(setting("FAIL_NUMBER").c_str());
    static const int error = std::atoi(setting("FAIL_ERROR").c_str());
    static const bool mine = is_this_rank();
    static long calls[k_call_count] = {};
    static std::string failed;
    const int before = errno;
    if (!mine || path.compare(0, root.size(), root) != 0) return false;
    const long made = __atomic_add_fetch(&calls[index_of(call)], 1, __ATOMIC_SEQ_CST);
    const bool now = made == number && chosen == call;
    if (now) failed = path;
    if (number == 0 || chosen == call) note(calls, failed);
    errno = now ? error : before;
    return now;
}

bool fails(const char* call, int descriptor) {
    const int before = errno;
    const std::string path = path_of(descriptor);
    errno = before;
    return fails(call, path);
}

} // namespace

#define NEXT(name) static const auto next = next_of(&::name, #name)

extern "C" {

int open(const char* path, int flags, ...) {
    static const auto next = next_of(&::open, "open");
    va_list rest;
    va_start(rest, flags);
    const unsigned mode = va_arg(rest, unsigned);
    va_end(rest);
    return fails("open", absolute(AT_FDCWD, path)) ? -1 : next(path, flags, mode);
}

int open64(const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const unsigned mode = va_arg(rest, unsigned);
    va_end(rest);
    return open(path, flags, mode);
}

int openat(int folder, const char* path, int flags, ...) {
    static const auto next = next_of(&::openat, "openat");
    va_list rest;
    va_start(rest, flags);
    const unsigned mode = va_arg(rest, unsigned);
    va_end(rest);
    return fails("open", absolute(folder, path)) ? -1 : next(folder, path, flags, mode);
}

int openat64(int folder, const char* path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    const unsigned mode = va_arg(rest, unsigned);
    va_end(rest);
    return openat(folder, path, flags, mode);
}

std::FILE* fopen(const char* path, const char* mode) {
    NEXT(fopen);
    return fails("open", absolute(AT_FDCWD, path)) ? nullptr : next(path, mode);
}

std::FILE* fopen64(const char* path, const char* mode) {
    return fopen(path, mode);
}

ssize_t read(int descriptor, void* bytes, std::size_t count) {
    NEXT(read);
    return fails("read", descriptor) ? -1 : next(descriptor, bytes, count);
}

ssize_t pread(int descriptor, void* bytes, std::size_t count, off_t offset) {
    NEXT(pread);
    return fails("read", descriptor) ? -1 : next(descriptor, bytes, count, offset);
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
    return fails("write", descriptor) ? -1 : next(descriptor, bytes, count);
}

ssize_t pwrite(int descriptor, const void* bytes, std::size_t count, off_t offset) {
    NEXT(pwrite);
    return fails("write", descriptor) ? -1 : next(descriptor, bytes, count, offset);
}

ssize_t pwrite64(int descriptor, const void* bytes, std::size_t count, off64_t offset) {
    return pwrite(descriptor, bytes, count, offset);
}

ssize_t writev(int descriptor, const iovec* parts, int count) {
    NEXT(writev);
    return fails("write", descriptor) ? -1 : next(descriptor, parts, count);
}

int fsync(int descriptor) {
    NEXT(fsync);
    return fails("fsync", descriptor) ? -1 : next(descriptor);
}

int syncfs(int descriptor) {
    NEXT(syncfs);
    return fails("fsync", descriptor) ? -1 : next(descriptor);
}

int link(const char* from, const char* to) {
    NEXT(link);
    return fails("link", absolute(AT_FDCWD, to)) ? -1 : next(from, to);
}

int rename(const char* from, const char* to) {
    NEXT(rename);
    return fails("rename", absolute(AT_FDCWD, to)) ? -1 : next(from, to);
}

int fcntl(int descriptor, int command, ...) {
    NEXT(fcntl);
    va_list rest;
    va_start(rest, command);
    void* argument = va_arg(rest, void*);
    va_end(rest);
    return fails("fcntl", descriptor) ? -1 : next(descriptor, command, argument);
}

int fcntl64(int descriptor, int command, ...) {
    va_list rest;
    va_start(rest, command);
    void* argument = va_arg(rest, void*);
    va_end(rest);
    return fcntl(descriptor, command, argument);
}

void* mmap(void* place, std::size_t bytes, int protection, int flags, int descriptor,
           off_t offset) {
    NEXT(mmap);
    if (descriptor >= 0 && fails("mmap", descriptor)) return MAP_FAILED;
    return next(place, bytes, protection, flags, descriptor, offset);
}

} // extern "C"
