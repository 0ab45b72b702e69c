#include "signal/wfdb/wfdb_catalogue.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/log.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "core/tables/csv.hpp"
#include "signal/files/file_search.hpp"
#include "signal/text_file.hpp"
#include "signal/tried_path.hpp"
#include "signal/wfdb/wfdb_facts.hpp"
#include "signal/wfdb/wfdb_header.hpp"
#include "signal/wfdb/wfdb_signals.hpp"

namespace ecgpress {
namespace {

using Names = std::vector<std::string>;

constexpr const char* k_header_ending = ".hea";
constexpr const char* k_missing = "missing";
constexpr FileKind k_list{"list of records", std::size_t{1} << 30};

bool is_file(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

/// Names are written into tables, JSON and messages.
void require_text(const std::string& name) {
    if (!is_plain_text(name))
        throw ConfigError(concat("the record \"", printable(name),
                                 "\" has a name that is not UTF-8 text. The release contains the "
                                 "name. Rename the file."));
}

void append(Names& names, const Names& more) {
    names.insert(names.end(), more.begin(), more.end());
}

/// A line of a list with slashes. Lists that were written on Windows have backslashes; elsewhere, a
/// backslash can be a part of a name.
std::string with_slashes(const std::string& text, const fs::path& root) {
    std::string name = text;
    std::error_code ignored;
    if (text.find('\\') == std::string::npos || is_file(root / (text + k_header_ending)) ||
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
    if (path == columns.end())
        throw DataError(concat(name, ":1: the columns are ", printable(join(columns, ", ")),
                               ". A table of records has a column path, separated by commas. Use a "
                               "text file with a record in each line instead."));
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

/// Headers, without ".hea", as find_files finds them. @throws IoError
FoundFiles find_headers(const fs::path& folder, const fs::path& root, FollowedLinks links) {
    const auto is_header = [](const fs::path& file) { return file.extension() == k_header_ending; };
    return find_files(folder, root, links, is_header, Endings::removed);
}

/// The records of the list, and what was found in its folders.
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
        const bool is_folder =
            !path.has_filename() || (!is_file(root / (path.generic_string() + k_header_ending)) &&
                                     fs::is_directory(root / path, ignored));
        if (is_folder)
            found = find_headers(root / path, root, links);
        else
            found.names.push_back(path.generic_string());
        append(all.outside_links, found.outside_links);
        append(all.runs, found.runs);
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

struct ReadHeader {
    std::string bytes;
    WfdbHeader header;
};

/// The record's header, or std::nullopt if it is invalid. The error is reported when the record is
/// read.
std::optional<ReadHeader> readable_header(const fs::path& path, const SourceRoot& root) {
    try {
        std::string bytes = read_wfdb_header_file(path, root);
        WfdbHeader header = parse_wfdb_header(decoded_text(bytes, path.string()), path.string());
        return ReadHeader{std::move(bytes), std::move(header)};
    } catch (const DataError&) {
        return std::nullopt;
    }
}

std::string size_of(const fs::path& file) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(file, error);
    return error ? std::string(k_missing) : concat(size);
}

/// One line for each signal: its file and the file's size. Most signals of a record are in one
/// file, whose size is asked for once.
std::string signal_files(const WfdbHeader& header, const fs::path& folder) {
    std::string lines, size;
    const std::string* file = nullptr;
    for (const WfdbSignalLine& signal : header.signals) {
        if (file == nullptr || *file != signal.file) size = size_of(folder / signal.file);
        file = &signal.file;
        lines += concat(signal.file, " ", size, "\n");
    }
    return lines;
}

/// Computes the fingerprint, reads the facts, and removes segments of other records from the
/// catalogue.
void look_into_headers(WfdbCatalogue& found, FollowedLinks links) {
    Sha256 digest;
    const SourceRoot root = wfdb_root(found.root, links);
    std::unordered_set<std::string> segments;
    struct Comments {
        std::vector<std::string> facts;
        std::string patient;
    };
    std::unordered_map<std::string, Comments> comments;
    for (const std::string& name : found.names) {
        const fs::path path = found.root / (name + k_header_ending);
        digest.update(concat(name, "\n", size_of(path), "\n"));
        const auto read = readable_header(path, root);
        if (!read) continue;
        const WfdbHeader& header = read->header;
        const fs::path folder = fs::path(name).parent_path();
        digest.update(read->bytes);
        digest.update(signal_files(header, found.root / folder));
        comments.emplace(
            name, Comments{comments_with_facts(header.comments), patient_in(header.comments)});
        for (const WfdbSegmentLine& segment : header.segments)
            segments.insert((folder / segment.name).lexically_normal().generic_string());
    }
    const auto is_segment = [&](const std::string& name) { return segments.count(name) != 0; };
    found.names.erase(std::remove_if(found.names.begin(), found.names.end(), is_segment),
                      found.names.end());
    for (const std::string& name : found.names) {
        const auto known = comments.find(name);
        found.is_readable.push_back(known != comments.end());
        Comments of_record = known == comments.end() ? Comments() : std::move(known->second);
        found.facts.push_back(std::move(of_record.facts));
        found.patients.push_back(std::move(of_record.patient));
    }
    found.fingerprint = digest.finish();
}

void require_place(const fs::path& path) {
    std::error_code ignored;
    if (path.empty())
        throw ConfigError(
            "source.path is not set. A wfdb source is a folder or a RECORDS list. Set it.");
    const std::string what = tried_path(path);
    if (!fs::exists(path, ignored))
        throw ConfigError(
            concat(what, " does not exist or is not accessible. ", path_advice(path)));
    if (is_file(path) && path.extension() == k_header_ending)
        throw ConfigError(concat(what, " is a single header. A wfdb source is a folder or a "
                                       "RECORDS list. Use the header's folder."));
    if (!is_file(path) && !fs::is_directory(path, ignored))
        throw ConfigError(concat(what, " is neither a folder nor a file. Correct the path."));
}

Names names_without_header(const WfdbCatalogue& found) {
    Names missing;
    for (const std::string& name : found.names)
        if (!is_file(found.root / (name + k_header_ending))) missing.push_back(name);
    return missing;
}

/// What the search left out on purpose; empty if nothing.
std::string left_out_of(const FoundFiles& found, FollowedLinks links) {
    return not_searched(found, links) +
           (found.runs.empty() ? ""
                               : "To use its release as a source, set source.path to that "
                                 "release. ");
}

/// "Missing: a, b, c, ... (looked for /data/a.hea). "; empty if there are none.
std::string first_of(const Names& missing, const fs::path& root) {
    if (missing.empty()) return {};
    const fs::path looked_for = fs::absolute(root) / (missing.front() + k_header_ending);
    return concat("Missing: ", first_names(missing), " (looked for ",
                  on_one_line(looked_for.lexically_normal().string()), "). ");
}

} // namespace

SourceRoot wfdb_root(const fs::path& root, FollowedLinks links) {
    return SourceRoot(root, links == FollowedLinks::all ? SourceRoot::Outside::allowed
                                                        : SourceRoot::Outside::refused);
}

WfdbCatalogue find_wfdb_records(const fs::path& folder_or_list, FollowedLinks links) {
    require_place(folder_or_list);
    WfdbCatalogue found;
    const bool is_list = is_file(folder_or_list);
    found.root = is_list ? folder_or_list.parent_path() : folder_or_list;
    if (found.root.empty()) found.root = "."; // a list in the working folder
    const FoundFiles headers = is_list ? headers_in_list(folder_or_list, found.root, links)
                                       : find_headers(found.root, found.root, links);
    found.names = headers.names;
    const Names missing = is_list ? names_without_header(found) : Names{};
    if (found.names.size() == missing.size())
        throw ConfigError(concat("source.path \"", folder_or_list.string(), "\" ",
                                 is_list ? "lists no existing record" : "contains no WFDB record",
                                 ". No .hea file was found. ", first_of(missing, found.root),
                                 left_out_of(headers, links), "Correct the path."));
    if (const std::string left_out = left_out_of(headers, links); !left_out.empty())
        warn_once("left out of the source",
                  concat(folder_or_list.string(), ": ", trimmed(left_out)));
    if (!missing.empty())
        warn_once("listed records", concat(folder_or_list.filename().string(), ": ", missing.size(),
                                           " of ", counted(found.names.size(), "listed record"),
                                           missing.size() == 1 ? " has" : " have",
                                           " no .hea file. Pages are drawn from other records. ",
                                           first_of(missing, found.root),
                                           "Download the records again, or remove their lines."));
    for (const std::string& name : found.names) require_text(name);
    look_into_headers(found, links);
    return found;
}

} // namespace ecgpress
