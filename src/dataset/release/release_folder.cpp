#include "dataset/release/release_folder.hpp"

#include "core/digest.hpp"

namespace ecgpress {

void ReleaseFolder::write(const std::string& path, const Bytes& bytes) {
    write(path, bytes.data(), bytes.size());
}

void ReleaseFolder::write(const std::string& path, const std::string& text) {
    write(path, text.data(), text.size());
}

void ReleaseFolder::write(const std::string& path, const void* bytes, std::size_t count) {
    const std::size_t end = path.rfind('/');
    std::string below = end == std::string::npos ? "" : path.substr(0, end);
    if (folders_.count(below) == 0) {
        make_folder_below(folder_, below);
        folders_.insert(std::move(below));
    }
    write_file(folder_ / path, bytes, count);
    written_.push_back({path, sha256_of(bytes, count), count});
}

} // namespace ecgpress
