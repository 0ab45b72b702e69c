#include "core/part_file.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <sys/random.h>
#include <system_error>
#include <utility>

#include "core/file_system.hpp"
#include "core/process.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

constexpr std::string_view k_suffix = ".part";

std::string random_digits() {
    std::array<std::uint8_t, 8> bytes{};
    // Up to 256 bytes arrive whole, and signals do not interrupt (getrandom(2)). If a sandbox
    // forbids the call, the name can be guessed; O_EXCL still protects what is planted there.
    if (::getrandom(bytes.data(), bytes.size(), 0) < 0) bytes = {};
    std::string digits;
    for (const std::uint8_t byte : bytes)
        for (const int digit : {byte >> 4, byte & 15}) digits += "0123456789abcdef"[digit];
    return digits;
}

} // namespace

fs::path part_path(const fs::path& final_path) {
    return concat(final_path.string(), ".", process_name(), "-", random_digits(), k_suffix);
}

void remove_abandoned_parts(const fs::path& final_path) {
    const std::string prefix = final_path.filename().string() + ".";
    const fs::path folder = final_path.has_parent_path() ? final_path.parent_path() : ".";
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        std::error_code ignored;
        if (name.compare(0, prefix.size(), prefix) == 0 && entry->path().extension() == k_suffix &&
            is_ended_here(name.substr(prefix.size(), name.rfind('-') - prefix.size())))
            fs::remove(entry->path(), ignored);
    }
}

PartFile::PartFile(fs::path final_path)
    : final_path_(std::move(final_path)), file_(OutputFile::fresh(part_path(final_path_))) {}

PartFile::~PartFile() {
    std::error_code ignored;
    if (!published_) fs::remove(path(), ignored);
}

void PartFile::complete(Sync sync) {
    if (sync == Sync::yes) file_.sync();
    file_.close();
}

void PartFile::publish(Sync sync) {
    complete(sync);
    rename_file(path(), final_path_);
    published_ = true;
    if (sync == Sync::yes) sync_folder(final_path_.parent_path());
}

bool PartFile::publish_once() {
    complete(Sync::yes);
    if (!name_once(path(), final_path_)) return false;
    sync_folder(final_path_.parent_path());
    return true;
}

} // namespace ecgpress
