#include "core/file.hpp"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <iterator>
#include <system_error>
#include <unistd.h>
#include <vector>

#include "core/error.hpp"
#include "core/file_error.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

[[noreturn]] void refuse_link(const fs::path& place) {
    throw IoError(concat("cannot create the folder ", on_one_line(place.string()),
                         ": it is a symbolic link. Output is not written through symbolic links. "
                         "Remove the link, or use the path that it points to."));
}

/// @param target  an OutputFile or a PartFile
template <class Target> void copy_into(Target& target, const fs::path& from) {
    InputFile source(from, Links::refused);
    std::vector<char> block(std::size_t{1} << 20);
    while (const std::size_t count = source.read(block.data(), block.size()))
        target.append(block.data(), count);
}

} // namespace

std::string read_file(const fs::path& path) {
    return read_file(path, FileKind{"file of this type", std::size_t{1} << 30});
}

std::string read_file(const fs::path& path, const FileKind& kind, Links links) {
    return InputFile(path, links).text(kind);
}

std::string read_file_below(const fs::path& folder, const fs::path& path, const FileKind& kind) {
    return InputFile::below(folder, path).text(kind);
}

bool is_plain_file(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(fs::symlink_status(path, ignored));
}

void write_file(const fs::path& path, const void* bytes, std::size_t count) {
    OutputFile file = OutputFile::replacing(path);
    file.append(bytes, count);
    file.close();
}

void write_file(const fs::path& path, std::string_view text) {
    write_file(path, text.data(), text.size());
}

void write_file_whole(const fs::path& path, std::string_view text, PartFile::Sync sync) {
    PartFile file(path);
    file.append(text);
    file.publish(sync);
}

bool write_file_once(const fs::path& path, std::string_view text) {
    PartFile file(path);
    file.append(text);
    return file.publish_once();
}

void publish_copy(const fs::path& from, const fs::path& to) {
    PartFile part(to);
    copy_into(part, from);
    part.publish();
}

void sync_file(const fs::path& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file.is_open() || ::fsync(file.number()) != 0) throw_io("sync", path, errno);
}

void publish_file(const fs::path& part, const fs::path& final_path) {
    sync_file(part);
    rename_file(part, final_path);
    sync_folder(final_path.parent_path());
}

void publish_file(const fs::path& part, const fs::path& landing, const fs::path& final_path) {
    if (part == landing) {
        publish_file(part, final_path);
        return;
    }
    OutputFile landed = OutputFile::fresh(landing);
    copy_into(landed, part);
    landed.close();
    publish_file(landing, final_path);
    std::error_code ignored;
    fs::remove(part, ignored); // a leftover file on scratch does not affect the run
}

void make_folder(const fs::path& path) {
    std::error_code error;
    fs::create_directory(path, error); // fast path: one system call
    if (error) fs::create_directories(path, error);
    if (error) throw_io("create the folder", path, error.value());
}

fs::path make_private_folder(const fs::path& parent, const std::string& stem) {
    std::string path = concat((parent / stem).string(), "-XXXXXX");
    if (::mkdtemp(path.data()) == nullptr) throw_io("create a folder in", parent, errno);
    return path;
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
        if (type == fs::file_type::symlink) refuse_link(place);
        if (type != fs::file_type::directory) throw_io("create the folder", place, ENOTDIR);
    }
}

} // namespace ecgpress
