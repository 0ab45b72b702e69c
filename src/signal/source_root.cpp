#include "signal/source_root.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/text.hpp"
#include "signal/reason.hpp"

namespace ecgpress {

namespace fs = std::filesystem;

SourceRoot::SourceRoot(const fs::path& folder)
    : folder_((folder.empty() ? fs::path(".") : folder).string()) {
    std::error_code error;
    whole_ = fs::canonical(folder_, error);
    if (error) whole_ = fs::absolute(folder_); // opening files will fail as well
}

SourceFile SourceRoot::open(const fs::path& path) const {
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored))
        throw DataError(concat(path.string(), " does not exist or is no file (the record needs it) "
                                              "load it again or leave the record out"));
    SourceFile file(path);
    const fs::path place = file.real_path();
    const auto [end, unused] =
        std::mismatch(whole_.begin(), whole_.end(), place.begin(), place.end());
    if (end != whole_.end())
        throw DataError(concat(path.string(), " is a link that leads out of ", folder_, " (to ",
                               printable(place.string()),
                               ": what a header or a table names must lie in the source's own "
                               "folder) copy what it leads to into the folder, or name a folder "
                               "that holds both"));
    return file;
}

} // namespace ecgpress
