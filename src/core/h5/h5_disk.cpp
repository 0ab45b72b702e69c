#include "core/h5/h5_disk.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <hdf5.h>
#include <iterator>
#include <memory>
#include <new>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "core/h5/h5_place.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_file_bytes = std::size_t{4} << 20; ///< Memory that opening a file takes.

/// The driver's open file.
struct Disk {
    H5FD_t base; // first: HDF5 sees only this
    int descriptor;
    haddr_t allocated, size;
    H5Place* place;
    ino_t number; ///< inode
    bool opened_again = false;

    void note(int error) const {
        if (place->system_error == 0) place->system_error = error;
    }
};

/// Opens a regular file. Not through a link, and without waiting for the other end of a pipe.
/// @return -1 with errno
int open_file(const char* name, int flags, mode_t mode, struct stat& status) {
    const int descriptor = ::open(name, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, mode);
    if (descriptor < 0) return -1;
    const bool known = ::fstat(descriptor, &status) == 0;
    if (known && S_ISREG(status.st_mode)) return descriptor;
    const int error = known ? EINVAL : errno;
    ::close(descriptor);
    errno = error;
    return -1;
}

/// A network file system forgot the handle of a file (ESTALE): opens it again, once.
bool open_again(Disk& disk) {
    struct stat status {};
    if (disk.opened_again) return false;
    disk.opened_again = true;
    int descriptor = open_file(disk.place->path.c_str(), O_RDONLY, 0, status);
    const bool is_same = descriptor >= 0 && status.st_ino == disk.number;
    if (is_same) std::swap(disk.descriptor, descriptor);
    if (descriptor >= 0) ::close(descriptor);
    return is_same;
}

const Disk& disk_of(const H5FD_t* file) {
    return *reinterpret_cast<const Disk*>(file);
}

Disk& disk_of(H5FD_t* file) {
    return *reinterpret_cast<Disk*>(file);
}

H5FD_t* open_disk(const char* name, unsigned flags, hid_t access, haddr_t) {
    H5Place* place = *static_cast<H5Place* const*>(H5Pget_driver_info(access));
    const int mode = ((flags & H5F_ACC_RDWR) != 0 ? O_RDWR : O_RDONLY) |
                     ((flags & H5F_ACC_CREAT) != 0 ? O_CREAT | O_EXCL : 0);
    struct stat status {};
    const int descriptor =
        open_file(name, mode, place->readers == Readers::owner ? 0600 : 0666, status);
    // HDF5 first tries to open a file that it shall create; the last error counts.
    place->system_error = descriptor < 0 ? errno : 0;
    if (descriptor < 0) return nullptr;
    return &(new Disk{H5FD_t{}, descriptor, 0, static_cast<haddr_t>(status.st_size), place,
                      status.st_ino})
                ->base;
}

herr_t close_disk(H5FD_t* file) {
    const std::unique_ptr<Disk> disk(&disk_of(file));
    // Network file systems may report a full disk only here.
    if (::close(disk->descriptor) != 0 && errno != EINTR) disk->note(errno);
    return 0;
}

herr_t read_disk(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t address, size_t count, void* buffer) {
    Disk& disk = disk_of(file);
    char* position = static_cast<char*>(buffer);
    while (count > 0) {
        const ssize_t done = ::pread(disk.descriptor, position, count, static_cast<off_t>(address));
        if (done < 0 && (errno == EINTR || (errno == ESTALE && open_again(disk)))) continue;
        if (done < 0) disk.note(errno);
        if (done < 0) return -1;
        if (done == 0) { // space that HDF5 allocated but did not write reads as zeros
            std::memset(position, 0, count);
            return 0;
        }
        position += done;
        address += static_cast<haddr_t>(done);
        count -= static_cast<size_t>(done);
    }
    return 0;
}

herr_t write_disk(H5FD_t* file, H5FD_mem_t, hid_t, haddr_t address, size_t count,
                  const void* buffer) {
    Disk& disk = disk_of(file);
    disk.size = std::max<haddr_t>(disk.size, address + count);
    const char* position = static_cast<const char*>(buffer);
    while (count > 0 && disk.place->system_error == 0) {
        const ssize_t done =
            ::pwrite(disk.descriptor, position, count, static_cast<off_t>(address));
        if (done < 0 && errno != EINTR) disk.note(errno);
        if (done < 0) continue;
        position += done;
        address += static_cast<haddr_t>(done);
        count -= static_cast<size_t>(done);
    }
    return 0;
}

herr_t truncate_disk(H5FD_t* file, hid_t, hbool_t) {
    Disk& disk = disk_of(file);
    if (disk.place->system_error == 0 && disk.size != disk.allocated &&
        ::ftruncate(disk.descriptor, static_cast<off_t>(disk.allocated)) != 0)
        disk.note(errno);
    disk.size = disk.allocated;
    return 0;
}

herr_t describe_disk(const H5FD_t*, unsigned long* features) {
    // No aggregation: blocks that HDF5 allocates in advance end with bytes that no checksum covers.
    *features = H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE;
    return 0;
}

H5FD_class_t disk_class() {
    H5FD_class_t disk{};
    disk.name = "ecgpress";
    disk.maxaddr = (haddr_t{1} << 62) - 1;
    disk.fc_degree = H5F_CLOSE_STRONG;
    disk.fapl_size = sizeof(H5Place*);
    disk.open = open_disk;
    disk.close = close_disk;
    disk.query = describe_disk;
    disk.get_eoa = [](const H5FD_t* file, H5FD_mem_t) { return disk_of(file).allocated; };
    disk.set_eoa = [](H5FD_t* file, H5FD_mem_t, haddr_t address) {
        disk_of(file).allocated = address;
        return herr_t{0};
    };
    disk.get_eof = [](const H5FD_t* file, H5FD_mem_t) { return disk_of(file).size; };
    disk.read = read_disk;
    disk.write = write_disk;
    disk.truncate = truncate_disk;
    constexpr H5FD_mem_t k_spaces[] = H5FD_FLMAP_DICHOTOMY;
    std::copy(std::begin(k_spaces), std::end(k_spaces), disk.fl_map);
    return disk;
}

/// Allocates and frees this memory before the library starts and before a file is opened.
/// HDF5 1.10.8 ends the process with a signal if it cannot allocate its table of types (H5T_init),
/// or the file's metadata cache (H5AC_create, about 0.5 MiB).
/// @throws std::bad_alloc if memory is insufficient
void require_memory() {
    ::operator delete(::operator new(k_file_bytes));
}

} // namespace

H5Handle h5_file_access(H5Place& place) {
    static const H5FD_class_t disk = disk_class();
    require_memory();
    static const hid_t driver = H5FDregister(&disk); // its first call starts the library
    require_memory();
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); // HDF5's messages become part of ours
    H5Handle list(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
    H5Place* const info = &place;
    H5Pset_driver(list.id(), driver, &info);
    return list;
}

} // namespace ecgpress
