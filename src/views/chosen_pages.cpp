#include "views/chosen_pages.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/strings.hpp"
#include "views/release_pages.hpp"
#include "views/shard_pages.hpp"

namespace ecgpress {

namespace {

namespace fs = std::filesystem;

/// Every release has a manifest.csv, a run folder does not.
bool is_release(const fs::path& folder) {
    std::error_code ignored;
    return fs::exists(folder / "manifest.csv", ignored);
}

bool has_shards(const fs::path& folder) {
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error))
        if (entry->path().extension() == ".h5") return true;
    return false;
}

/// Returns an absolute path without a trailing "/", after which the file name would be empty.
fs::path whole(const fs::path& folder) {
    fs::path path = fs::absolute(folder).lexically_normal();
    return path.has_filename() ? path : path.parent_path();
}

} // namespace

PageFolder find_pages(const fs::path& folder) {
    if (is_release(folder)) return {PageFolder::Kind::release, folder};
    for (const fs::path& shards : {folder / "shards", folder})
        if (has_shards(shards)) return {PageFolder::Kind::shards, shards};
    return {PageFolder::Kind::release, find_release(folder)};
}

fs::path find_release(const fs::path& folder) {
    for (const fs::path& release : {folder, folder / "release"})
        if (is_release(release)) return release;
    throw DataError(concat(
        "no release found in \"", folder.string(),
        "\". It contains no manifest.csv. Use a release, or the --out folder of a merged run."));
}

fs::path place_beside(const fs::path& folder, const std::string& name) {
    if (!is_release(folder)) return folder / name;
    fs::path path = folder.lexically_normal();
    if (!path.has_filename()) path = path.parent_path();
    // "." and ".." have to be resolved to find their parent folder.
    const bool named = path.has_filename() && path.filename() != "." && path.filename() != "..";
    return (named ? path : whole(folder)).parent_path() / name;
}

std::string title_of(const fs::path& folder) {
    const fs::path path = whole(folder);
    return path.filename() == "release" ? (path.parent_path().filename() / "release").string()
                                        : path.filename().string();
}

void require_name_of_web_page(const fs::path& file, const std::string& advice) {
    const std::string extension = lower_case(file.extension().string());
    for (const char* other : {".png", ".jpg", ".jpeg", ".pdf"})
        if (extension == other)
            throw ConfigError(concat(file.string(), " would be a web page with the name of ",
                                     extension == ".pdf" ? "a PDF file" : "an image",
                                     ". Use a name that ends with .html. ", advice));
}

void require_outside_release(const fs::path& file) {
    for (fs::path folder = whole(file).parent_path(); folder.has_relative_path();
         folder = folder.parent_path())
        if (is_release(folder))
            throw ConfigError(
                concat(file.string(), " would be inside the release ", folder.string(),
                       ". All files of a release are listed in SHA256SUMS. Use a path outside."));
}

std::uint64_t for_each_chosen_page(const PageFolder& pages, const PageChoice& choice,
                                   const std::function<void(const Sample&)>& visit) {
    return pages.kind == PageFolder::Kind::shards
               ? for_each_shard_page(pages.path, choice, visit)
               : for_each_release_page(pages.path, choice, visit);
}

} // namespace ecgpress
