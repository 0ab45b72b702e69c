#include "signal/source_root.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "signal/failure_reason.hpp"

namespace ecgpress {

namespace fs = std::filesystem;

SourceRoot::SourceRoot(const fs::path& folder, Outside outside)
    : folder_((folder.empty() ? fs::path(".") : folder).string()), outside_(outside) {
    std::error_code error;
    whole_ = fs::canonical(folder_, error);
    if (error) whole_ = fs::absolute(folder_); // opening files will fail as well
}

SourceFile SourceRoot::open(const fs::path& path) const {
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored))
        throw DataError(concat(path.string(),
                               " does not exist or is not a file. The record requires it. "
                               "Download it again or exclude the record."));
    SourceFile file(path);
    if (outside_ == Outside::allowed) return file;
    const fs::path place = file.real_path();
    const auto [end, unused] =
        std::mismatch(whole_.begin(), whole_.end(), place.begin(), place.end());
    if (end != whole_.end())
        throw DataError(concat(path.string(), " is a link that points outside ", folder_,
                               ". It leads to ", printable(place.string()),
                               ". The files of a source must be inside its folder. Copy the target "
                               "into the folder, or use a folder that contains both."));
    return file;
}

} // namespace ecgpress
