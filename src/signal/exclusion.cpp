#include "signal/exclusion.hpp"

#include <algorithm>
#include <cassert>
#include <string_view>
#include <unordered_set>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/log.hpp"
#include "core/program/nearest_name.hpp"
#include "core/strings.hpp"
#include "signal/text_file.hpp"

namespace ecgpress {
namespace {

using Names = std::unordered_set<std::string>;

constexpr std::size_t k_named = 3; ///< unknown names that are listed at most
constexpr FileKind k_list{"list of record names", std::size_t{256} << 20};
constexpr std::size_t k_most_lines = 10'000'000;

Names names_of(const std::vector<RecordInfo>& all, const std::vector<std::string>& other_ids) {
    Names names(other_ids.begin(), other_ids.end());
    for (const RecordInfo& info : all) names.insert(info.name);
    return names;
}

std::vector<std::string> unknown_names(const Exclusion& exclude, const Names& known) {
    std::vector<std::string> unknown;
    for (const std::string& name : exclude.names)
        if (known.count(name) == 0) unknown.push_back(name);
    return unknown;
}

void tell(const std::vector<std::string>& unknown, const Exclusion& exclude,
          const std::vector<RecordInfo>& all) {
    std::vector<std::string> candidates; // names only: an ecg_id is similar to every other ecg_id
    candidates.reserve(all.size());
    for (const RecordInfo& info : all) candidates.push_back(info.name);
    std::vector<std::string> named;
    for (const std::string& name : unknown) {
        if (named.size() == k_named) {
            named.back() += concat(" and ", counted(unknown.size() - k_named, "other"));
            break;
        }
        const std::string nearest = nearest_name(name, candidates);
        named.push_back(nearest.empty() ? name : concat(name, " (similar: ", nearest, ")"));
    }
    log_warning(concat("source.exclude: ", unknown.size(), " of ", exclude.names.size(),
                       " names match no record: ", join(named, ", "), ". The source has ",
                       all.size(), " records, the first is \"", all.front().name,
                       "\". Check that the names are intended for this source and its rate."));
}

/// Returns whether the text is valid UTF-8 without control characters, as in a configuration.
bool is_name(std::string_view text) {
    std::size_t following = 0; // continuation bytes still expected
    for (const char letter : text) {
        const auto c = static_cast<unsigned char>(letter);
        if (following > 0) {
            if ((c & 0xc0) != 0x80) return false;
            --following;
            continue;
        }
        if (c < 0x20 || c == 0x7f || (c >= 0x80 && c < 0xc2) || c > 0xf4) return false;
        following = c < 0x80 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
    }
    return following == 0;
}

/// A line without its comment and the spaces around it; empty if nothing remains.
std::string without_comment(std::string_view line) {
    for (std::size_t at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1))
        if (at == 0 || line[at - 1] == ' ' || line[at - 1] == '\t') line = line.substr(0, at);
    return trimmed(line);
}

/// @throws ConfigError
std::string text_of(const fs::path& file) {
    std::error_code error;
    if (!fs::is_regular_file(file, error))
        throw ConfigError(concat("file ", file.string(),
                                 " does not exist. source.exclude is a list of names, or the path "
                                 "of a file with one name per line. Correct the path, or write [",
                                 file.string(), "] if it is a name."));
    try {
        return read_text(file, k_list);
    } catch (const Error& problem) {
        throw ConfigError(problem.what());
    }
}

} // namespace

std::vector<std::string> read_names(const fs::path& file) {
    const std::string text = text_of(file);
    std::vector<std::string> names;
    std::size_t line = 0;
    for (const std::string_view written : lines_of(text)) {
        if (++line > k_most_lines)
            throw ConfigError(concat(
                file.string(), ':', line, ": more than ", k_most_lines,
                " lines. No source has that many records. Check that it is the right file."));
        std::string name = without_comment(written);
        if (name.empty()) continue;
        if (!is_name(name))
            throw ConfigError(concat(file.string(), ':', line,
                                     ": not a record name. The line contains control characters or "
                                     "is not UTF-8. Write one name per line, as plain text."));
        names.push_back(std::move(name));
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

std::vector<std::size_t> kept_positions(const std::vector<RecordInfo>& all,
                                        const Exclusion& exclude,
                                        const std::vector<std::string>& other_ids) {
    assert(!all.empty() && (other_ids.empty() || other_ids.size() == all.size()));
    if (!exclude.names.empty() && exclude.unknown == Exclusion::Unknown::reported) {
        const auto unknown = unknown_names(exclude, names_of(all, other_ids));
        if (!unknown.empty()) tell(unknown, exclude, all);
    }
    const Names excluded(exclude.names.begin(), exclude.names.end());
    std::vector<std::size_t> kept;
    kept.reserve(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool by_id = !other_ids.empty() && excluded.count(other_ids[i]) != 0;
        if (!by_id && excluded.count(all[i].name) == 0) kept.push_back(i);
    }
    if (kept.empty())
        throw ConfigError(
            concat("source.exclude excludes all ", all.size(),
                   " records of the source. None remains to render. Shorten the list."));
    return kept;
}

} // namespace ecgpress
