#include "signal/wfdb/wfdb_catalogue.hpp"

#include <algorithm>
#include <cstdint>
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
#include "signal/files/file_search.hpp"
#include "signal/files/source_listing.hpp"
#include "signal/text_file.hpp"
#include "signal/tried_path.hpp"
#include "signal/wfdb/wfdb_facts.hpp"
#include "signal/wfdb/wfdb_header.hpp"
#include "signal/wfdb/wfdb_list.hpp"
#include "signal/wfdb/wfdb_signals.hpp"

namespace ecgpress {
namespace {

using Names = std::vector<std::string>;

/// Names are written into tables, JSON and messages.
void require_text(const std::string& name) {
    if (!is_plain_text(name))
        throw ConfigError(concat("the record \"", printable(name),
                                 "\" has a name that is not UTF-8 text. The release contains the "
                                 "name. Rename the file."));
}

bool has_patients_in_comments(const SourceSettings& settings) {
    return settings.patient_from == "comment";
}

/// The endings of the annotation files beside a header. Their sizes are a part of the fingerprint.
Names endings_of_annotations(const SourceSettings& settings) {
    if (settings.annotations.empty()) return {};
    if (settings.annotations != k_annotations_of_leads) return {settings.annotations};
    Names endings;
    for (const Lead lead : all_leads()) endings.push_back(lower_case(name_of(lead)));
    return endings;
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

/// What the catalogue needs of a header. A listing has it as lines.
struct HeaderLook {
    bool is_readable = false;
    std::string age, sex, dx, patient;
    Names segments; ///< relative to the root

    std::string text() const {
        std::string lines = join({is_readable ? "valid" : "invalid", age, sex, dx, patient}, "\n");
        for (const std::string& segment : segments) lines += "\n" + segment;
        return lines;
    }
};

/// @throws DataError
HeaderLook look_of(const std::string& text) {
    constexpr std::size_t k_fields = 5;
    Names lines = split_text(text, '\n');
    if (lines.size() < k_fields || !std::all_of(lines.begin(), lines.end(), is_plain_text))
        throw DataError("a listing of WFDB records is damaged.");
    HeaderLook look{lines[0] == "valid", lines[1], lines[2], lines[3], lines[4], {}};
    look.segments.assign(lines.begin() + k_fields, lines.end());
    return look;
}

/// Builds a catalogue from its headers, in the order of their names.
class CatalogueBuilder {
  public:
    explicit CatalogueBuilder(bool has_patients) : has_patients_(has_patients) {}

    void add(HeaderLook look) {
        const auto [known, is_new] =
            known_dx_.emplace(look.dx, static_cast<std::uint32_t>(found_.dx.size()));
        if (is_new) found_.dx.push_back(look.dx);
        found_.rows.push_back({small_facts(look.age, look.sex), look.is_readable, known->second});
        if (has_patients_) found_.patients.push_back(std::move(look.patient));
        for (std::string& segment : look.segments) segments_.insert(std::move(segment));
    }

    /// Removes the segments of other records. @param names  of all headers
    WfdbCatalogue finish(Names names) {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (segments_.count(names[i]) != 0) continue;
            if (kept != i) {
                names[kept] = std::move(names[i]);
                found_.rows[kept] = found_.rows[i];
                if (has_patients_) found_.patients[kept] = std::move(found_.patients[i]);
            }
            ++kept;
        }
        names.resize(kept);
        found_.rows.resize(kept);
        if (has_patients_) found_.patients.resize(kept);
        found_.names = std::move(names);
        return std::move(found_);
    }

  private:
    bool has_patients_;
    WfdbCatalogue found_;
    std::unordered_map<std::string, std::uint32_t> known_dx_{{"", 0}};
    std::unordered_set<std::string> segments_;
};

/// Reads a header for the catalogue and the source's fingerprint.
HeaderLook look_into_header(const std::string& name, const SourceRoot& root, const fs::path& path,
                            const SourceSettings& settings, ListingMaker& listing, Sha256& digest) {
    digest.update(concat(name, "\n", listing.begin(name), "\n"));
    for (const std::string& ending : endings_of_annotations(settings)) {
        const std::string file = concat(fs::path(name).filename().string(), ".", ending);
        digest.update(concat(file, " ", listing.other(file), "\n"));
    }
    const auto read = readable_header(path, root);
    if (!read) return {};
    const WfdbHeader& header = read->header;
    digest.update(read->bytes);
    // Most signals of a record are in one file, whose size is asked for once.
    std::string size;
    const std::string* file = nullptr;
    for (const WfdbSignalLine& signal : header.signals) {
        if (file == nullptr || *file != signal.file) size = listing.other(signal.file);
        file = &signal.file;
        digest.update(concat(signal.file, " ", size, "\n"));
    }
    const RecordFacts facts = wfdb_facts(comments_with_facts(header.comments));
    HeaderLook look{true, facts.age, facts.sex, facts.dx, {}, {}};
    if (has_patients_in_comments(settings)) look.patient = patient_in(header.comments);
    const fs::path folder = fs::path(name).parent_path();
    for (const WfdbSegmentLine& segment : header.segments)
        look.segments.push_back((folder / segment.name).lexically_normal().generic_string());
    return look;
}

ListedSource listed_source(const fs::path& root, const SourceSettings& settings) {
    return {root, k_header_ending,
            concat("wfdb", has_patients_in_comments(settings) ? " with patients" : "",
                   settings.annotations.empty() ? "" : " annotations ", settings.annotations),
            settings.follow_links, settings.listing};
}

/// The catalogue of a listing, if there is one that fits. @param names  found, or see read_listing
std::optional<WfdbCatalogue> listed_records(Names& names, const fs::path& root,
                                            const SourceSettings& settings) {
    CatalogueBuilder builder(has_patients_in_comments(settings));
    auto read = read_listing(listed_source(root, settings), names,
                             [&](const std::string& content) { builder.add(look_of(content)); });
    if (!read) return std::nullopt;
    WfdbCatalogue found = builder.finish(std::move(names));
    found.root = root;
    found.fingerprint = std::move(read->fingerprint);
    found.listing = std::move(read->listing);
    return found;
}

WfdbCatalogue look_into_headers(Names names, const fs::path& root, const SourceSettings& settings) {
    CatalogueBuilder builder(has_patients_in_comments(settings));
    ListingMaker listing(listed_source(root, settings));
    Sha256 digest;
    const SourceRoot source_root = wfdb_root(root, settings.follow_links);
    for (const std::string& name : names) {
        HeaderLook look = look_into_header(name, source_root, root / (name + k_header_ending),
                                           settings, listing, digest);
        listing.end(look.text());
        builder.add(std::move(look));
    }
    const std::string fingerprint = digest.finish();
    SourceListing made = listing.finish(fingerprint, names);
    WfdbCatalogue found = builder.finish(std::move(names));
    found.root = root;
    found.fingerprint = fingerprint;
    found.listing = std::move(made);
    return found;
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
    if (is_wfdb_file(path) && path.extension() == k_header_ending)
        throw ConfigError(concat(what, " is a single header. A wfdb source is a folder or a "
                                       "RECORDS list. Use the header's folder."));
    if (!is_wfdb_file(path) && !fs::is_directory(path, ignored))
        throw ConfigError(concat(what, " is neither a folder nor a file. Correct the path."));
}

Names names_without_header(const Names& names, const fs::path& root) {
    Names missing;
    for (const std::string& name : names)
        if (!is_wfdb_file(root / (name + k_header_ending))) missing.push_back(name);
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

/// The names of the headers that were found, after the warnings about what was not.
Names checked_names(FoundFiles headers, const fs::path& place, const fs::path& root, bool is_list,
                    FollowedLinks links) {
    Names names = std::move(headers.names);
    const Names missing = is_list ? names_without_header(names, root) : Names{};
    if (names.size() == missing.size())
        throw ConfigError(concat("source.path \"", place.string(), "\" ",
                                 is_list ? "lists no existing record" : "contains no WFDB record",
                                 ". No .hea file was found. ", first_of(missing, root),
                                 left_out_of(headers, links), "Correct the path."));
    if (const std::string left_out = left_out_of(headers, links); !left_out.empty())
        warn_once("left out of the source", concat(place.string(), ": ", trimmed(left_out)));
    if (!missing.empty())
        warn_once("listed records", concat(place.filename().string(), ": ", missing.size(), " of ",
                                           counted(names.size(), "listed record"),
                                           missing.size() == 1 ? " has" : " have",
                                           " no .hea file. Pages are drawn from other records. ",
                                           first_of(missing, root),
                                           "Download the records again, or remove their lines."));
    for (const std::string& name : names) require_text(name);
    return names;
}

} // namespace

SourceRoot wfdb_root(const fs::path& root, FollowedLinks links) {
    return SourceRoot(root, links == FollowedLinks::all ? SourceRoot::Outside::allowed
                                                        : SourceRoot::Outside::refused);
}

WfdbCatalogue find_wfdb_records(const SourceSettings& settings) {
    const fs::path& place = settings.path;
    require_place(place);
    const bool is_list = is_wfdb_file(place);
    fs::path root = is_list ? place.parent_path() : place;
    if (root.empty()) root = "."; // a list in the working folder
    Names names;
    if (!settings.listing.digest.empty())
        if (auto listed = listed_records(names, root, settings)) return std::move(*listed);
    const FollowedLinks links = settings.follow_links;
    names = checked_names(is_list ? headers_in_list(place, root, links)
                                  : find_headers(root, root, links),
                          place, root, is_list, links);
    if (settings.listing.digest.empty())
        if (auto listed = listed_records(names, root, settings)) return std::move(*listed);
    return look_into_headers(std::move(names), root, settings);
}

} // namespace ecgpress
