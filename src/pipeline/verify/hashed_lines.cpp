#include "pipeline/verify/hashed_lines.hpp"

namespace ecgpress {

HashedLines::HashedLines(const std::filesystem::path& release, const std::string& path)
    : lines_(InputFile::below(release, path)) {}

std::optional<std::string> HashedLines::next() {
    if (const auto line = lines_.next()) {
        digest_.update(*line);
        if (lines_.is_terminated()) digest_.update("\n");
        return std::string(*line);
    }
    if (sha256_.empty()) sha256_ = digest_.finish();
    return std::nullopt;
}

} // namespace ecgpress
