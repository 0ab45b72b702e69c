#include "signal/files/recording_files.hpp"

#include <algorithm>
#include <numeric>

#include "core/error.hpp"
#include "core/log.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "signal/files/file_search.hpp"
#include "signal/tried_path.hpp"

namespace ecgpress {

RecordingFiles find_recordings(const SourceSettings& settings, const std::string& what,
                               const std::function<bool(const fs::path&)>& is_wanted) {
    const fs::path& path = settings.path;
    std::error_code ignored;
    if (path.empty())
        throw ConfigError(concat("source.path is not set. The source is an ", what,
                                 " or a folder of them. Set it."));
    if (!fs::exists(path, ignored))
        throw ConfigError(
            concat(tried_path(path), " does not exist or is not accessible. ", path_advice(path)));
    const bool is_file = fs::is_regular_file(path, ignored);
    if (!is_file && !fs::is_directory(path, ignored))
        throw ConfigError(
            concat(tried_path(path), " is neither a folder nor a file. Correct the path."));
    fs::path folder = is_file ? path.parent_path() : path;
    if (folder.empty()) folder = ".";
    const auto outside = is_file || settings.follow_links == FollowedLinks::all
                             ? SourceRoot::Outside::allowed
                             : SourceRoot::Outside::refused;
    RecordingFiles files{folder, SourceRoot(folder, outside), {}};
    FoundFiles found;
    if (is_file)
        found.names = {path.filename().string()};
    else
        found = find_files(folder, folder, settings.follow_links, is_wanted, Endings::kept);
    if (found.names.empty())
        throw ConfigError(concat(tried_path(path), " contains no ", what, ". ",
                                 not_searched(found, settings.follow_links), "Correct the path."));
    if (const std::string text = not_searched(found, settings.follow_links); !text.empty())
        warn_once("left out of the source",
                  concat(on_one_line(path.string()), ": ", trimmed(text)));
    for (const std::string& name : found.names)
        if (!is_plain_text(name))
            throw ConfigError(concat("the file \"", printable(name),
                                     "\" has a name that is not UTF-8 text. The release contains "
                                     "the name. Rename the file."));
    files.names = std::move(found.names);
    return files;
}

void require_different_names(const std::vector<RecordInfo>& infos,
                             const std::function<std::string(std::size_t)>& file_of,
                             const std::string& advice) {
    std::vector<std::size_t> order(infos.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto name = [&](std::size_t i) -> const std::string& { return infos[i].name; };
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return name(a) != name(b) ? name(a) < name(b) : a < b;
    });
    const auto twice =
        std::adjacent_find(order.begin(), order.end(),
                           [&](std::size_t a, std::size_t b) { return name(a) == name(b); });
    if (twice == order.end()) return;
    const std::string first = file_of(*twice), second = file_of(twice[1]);
    throw DataError(concat("the record ", printable(name(*twice)),
                           " is in the source twice: ", printable(first),
                           first == second ? "" : concat(" and ", printable(second)),
                           ". Each record needs its own name. ", advice));
}

std::string without_ending(const std::string& name, const std::vector<std::string>& endings) {
    return has_ending(name, endings) ? fs::path(name).replace_extension().generic_string() : name;
}

bool has_ending(const fs::path& path, const std::vector<std::string>& endings) {
    const std::string ending = lower_case(path.extension().string());
    return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

std::string size_line(const fs::path& path, const std::string& name) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(path, error);
    return concat(name, " ", error ? std::string("missing") : concat(size), "\n");
}

} // namespace ecgpress
