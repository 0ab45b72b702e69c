#include "signal/wfdb/wfdb_list.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "core/tables/csv.hpp"
#include "signal/text_file.hpp"

namespace ecgpress {
namespace {

using Names = std::vector<std::string>;

constexpr FileKind k_list{"list of records", std::size_t{1} << 30};

void append(Names& names, const Names& more) {
    names.insert(names.end(), more.begin(), more.end());
}

/// A line of a list with slashes. Lists that were written on Windows have backslashes; elsewhere, a
/// backslash can be a part of a name.
std::string with_slashes(const std::string& text, const fs::path& root) {
    std::string name = text;
    std::error_code ignored;
    if (text.find('\\') == std::string::npos || is_wfdb_file(root / (text + k_header_ending)) ||
        fs::exists(root / text, ignored))
        return name;
    std::replace(name.begin(), name.end(), '\\', '/');
    return name;
}

/// One line of a list, without ".hea".
fs::path entry_of(const std::string& text, const std::string& place) {
    const fs::path path = fs::path(text).lexically_normal();
    const bool leaves =
        path.is_absolute() || std::find(path.begin(), path.end(), "..") != path.end();
    if (leaves)
        throw DataError(concat(place, "\"", printable(text),
                               "\" is outside the list's folder. Expected a relative path without "
                               "\"..\". Correct the line."));
    return path.extension() == k_header_ending ? fs::path(path).replace_extension() : path;
}

struct ListEntry {
    std::size_t line = 0;
    std::string text;
};

/// The column `path` of a table (record_list.csv of MIMIC-IV-ECG).
std::vector<ListEntry> entries_of_table(const std::string& text, const std::string& name) {
    std::vector<ListEntry> entries;
    CsvReader reader(text, name);
    const auto header = reader.next();
    const Names columns = header ? header->fields : Names();
    const auto path = std::find_if(columns.begin(), columns.end(), [](const std::string& column) {
        return lower_case(trimmed(column)) == "path";
    });
    const std::string separator = separator_problem(columns);
    if (path == columns.end())
        throw DataError(concat(name, ":1: the columns are ", printable(join(columns, ", ")),
                               ". A table of records has a column path, separated by commas",
                               separator.empty() ? "" : concat(", but ", separator),
                               ". Use a text file with a record in each line instead."));
    const auto place = static_cast<std::size_t>(path - columns.begin());
    while (const auto row = reader.next()) {
        if (row->fields.size() != columns.size())
            throw DataError(concat(name, ":", row->line, ": the row has ", row->fields.size(),
                                   " fields, the first line ", columns.size(),
                                   ". Correct the row."));
        entries.push_back({row->line, trimmed(row->fields[place])});
    }
    return entries;
}

/// The entries of a list or table of records, without blank lines and comments.
std::vector<ListEntry> entries_of(const fs::path& list) {
    const std::string text = read_text(list, k_list);
    if (lower_case(list.extension().string()) == ".csv")
        return entries_of_table(text, list.filename().string());
    std::vector<ListEntry> entries;
    std::size_t line = 0;
    for (const std::string_view written : lines_of(text)) {
        ++line;
        std::string entry = trimmed(written);
        if (!entry.empty() && entry.front() != '#') entries.push_back({line, std::move(entry)});
    }
    return entries;
}

} // namespace

FoundFiles find_headers(const fs::path& folder, const fs::path& root, FollowedLinks links) {
    const auto is_header = [](const fs::path& file) { return file.extension() == k_header_ending; };
    return find_files(folder, root, links, is_header, Endings::removed);
}

FoundFiles headers_in_list(const fs::path& list, const fs::path& root, FollowedLinks links) {
    FoundFiles all;
    std::map<std::string, std::size_t> line_of;
    for (const auto& [line, written] : entries_of(list)) {
        const std::string entry = with_slashes(written, root);
        if (entry.empty()) continue;
        const std::string place = concat(list.filename().string(), ":", line, ": ");
        if (!is_plain_text(entry))
            throw DataError(concat(place, "\"", printable(entry),
                                   "\" is not UTF-8 text, or has control characters. A list of "
                                   "records is a text in UTF-8 with one record per line. Convert "
                                   "the list, or correct the line."));
        const fs::path path = entry_of(entry, place);
        std::error_code ignored;
        if (!path.has_filename() && !fs::is_directory(root / path, ignored))
            throw DataError(concat(
                place, "the folder ", printable(entry),
                " does not exist. The list contains it. Download it again or correct the list."));
        FoundFiles found;
        const bool is_folder = !path.has_filename() ||
                               (!is_wfdb_file(root / (path.generic_string() + k_header_ending)) &&
                                fs::is_directory(root / path, ignored));
        if (is_folder)
            found = find_headers(root / path, root, links);
        else
            found.names.push_back(path.generic_string());
        append(all.outside_links, found.outside_links);
        append(all.runs, found.runs);
        append(all.second_names, found.second_names);
        for (const std::string& name : found.names) {
            const auto [earlier, is_new] = line_of.emplace(name, line);
            if (!is_new)
                throw DataError(concat(place, "the record ", printable(name),
                                       " is already listed in line ", earlier->second,
                                       ". Each record is listed once. Remove one of the two."));
            all.names.push_back(name);
        }
    }
    return all;
}

bool is_wfdb_file(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

} // namespace ecgpress
