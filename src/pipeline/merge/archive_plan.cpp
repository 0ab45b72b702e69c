#include "pipeline/merge/archive_plan.hpp"

#include <algorithm>
#include <limits>
#include <regex>
#include <system_error>

#include "codec/tar.hpp"
#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "dataset/release/sums.hpp"

namespace ecgpress {

namespace {

/// In the first archive, because users read it first.
constexpr const char* k_card = "README.md";

/// A file's size in an archive, in bytes. @throws ConfigError if it does not fit into one
std::uint64_t packed_size(const fs::path& file, std::uint64_t most_bytes) {
    std::error_code error;
    const std::uint64_t size = fs::file_size(file, error);
    if (error)
        throw IoError(
            concat("cannot read ", file.string(), ": ", error.message(),
                   ". Run `ecgpress verify`, and `ecgpress repair` if it finds problems."));
    if (size > TarWriter::k_largest_member)
        throw ConfigError(
            concat(file.string(), " has ", size, " bytes. Files in a tar archive ",
                   "must be smaller than 8 GiB. Use smaller shards or another format."));
    const std::uint64_t packed = TarWriter::member_size(size);
    if (TarWriter::archive_size(packed) > most_bytes)
        throw ConfigError(concat(file.string(), " alone needs an archive of ",
                                 TarWriter::archive_size(packed),
                                 " bytes, but release.max_bytes is ", most_bytes,
                                 ". Increase it to at least that size."));
    return packed;
}

InputFile sums_from(const fs::path& release, std::uint64_t offset) {
    InputFile sums = InputFile::below(release, k_sums_file);
    sums.seek(offset);
    return sums;
}

std::uint64_t limit_of(std::uint64_t setting) {
    return setting == 0 ? std::numeric_limits<std::uint64_t>::max() : setting;
}

constexpr const char* k_zenodo = "zenodo";

/// Distributes archives over records in their order. Each record also has SHA256SUMS and
/// UNPACK.txt.
void assign_records(std::vector<Archive>& archives) {
    constexpr std::uint64_t k_most_archives = k_zenodo_files - 2,
                            k_most_bytes = k_zenodo_bytes - 10'000'000;
    std::uint64_t record = 0, count = 0, bytes = 0;
    for (Archive& archive : archives) {
        if (archive.bytes > k_most_bytes)
            throw ConfigError(concat(
                "an archive has ", archive.bytes, " bytes, but a Zenodo record ", "holds at most ",
                k_zenodo_bytes, ". Use a smaller release.max_bytes, a larger max_archives, or ",
                "a format with smaller files."));
        if (count == k_most_archives || bytes + archive.bytes > k_most_bytes) {
            ++record;
            count = bytes = 0;
        }
        archive.record = record;
        ++count;
        bytes += archive.bytes;
    }
}

constexpr const char* k_any = "any number of";
constexpr const char* k_most = "at most ";
constexpr const char* k_records = ", in records of Zenodo";

std::string limit_text(std::uint64_t most) {
    return most == 0 ? std::string(k_any) : concat(k_most, most);
}

} // namespace

ItemWalk::ItemWalk(const fs::path& release, const Archive& from)
    : in_(sums_from(release, from.line_begin)), item_(from.first_item),
      line_begin_(from.line_begin) {}

std::optional<std::string> ItemWalk::next() {
    const std::uint64_t item = item_++;
    if (item == 0) return k_sums_file;
    if (item == 1) return k_card;
    while (const auto line = in_.next()) {
        line_begin_ += line->size() + 1;
        const auto file = parse_sums_line(*line);
        if (!file)
            throw DataError(concat(k_sums_file, " has the line `", printable(*line), "` (",
                                   "no digest and path): verify the release"));
        if (file->path != k_card) return file->path;
    }
    return std::nullopt;
}

namespace {

std::vector<Archive> filled_archives(const fs::path& release, const ReleaseSettings& settings) {
    const std::uint64_t most_files = limit_of(settings.max_files),
                        most_bytes = limit_of(settings.max_bytes);
    std::vector<Archive> archives;
    std::uint64_t bytes = 0; // of the members of the last archive
    ItemWalk walk(release, {});
    for (;;) {
        const Archive place = walk.place();
        const auto path = walk.next();
        if (!path) break;
        const std::uint64_t size = packed_size(release / *path, most_bytes);
        if (archives.empty() || archives.back().items == most_files ||
            TarWriter::archive_size(bytes + size) > most_bytes) {
            archives.push_back(place);
            bytes = 0;
        }
        bytes += size;
        ++archives.back().items;
        archives.back().bytes = TarWriter::archive_size(bytes);
    }
    return archives;
}

/// "release.max_files is 3": the limits of an archive that the user set.
std::string stated_limits(const ReleaseSettings& stated) {
    std::vector<std::string> limits;
    if (stated.max_files > 0) limits.push_back(concat("release.max_files is ", stated.max_files));
    if (stated.max_bytes > 0) limits.push_back(concat("release.max_bytes is ", stated.max_bytes));
    if (stated.pack != "none") limits.push_back(concat("release.pack is ", stated.pack));
    return join(limits, ", ");
}

} // namespace

std::vector<Archive> plan_archives(const fs::path& release, const ReleaseSettings& settings,
                                   const ReleaseSettings& stated) {
    std::vector<Archive> archives = filled_archives(release, settings);
    if (stated.max_archives > 0 && archives.size() > stated.max_archives)
        throw ConfigError(concat(release.string(), " needs ", archives.size(),
                                 " archives, because ", stated_limits(stated),
                                 ", but release.max_archives is ", stated.max_archives,
                                 ". Increase one of these limits, or omit all but max_archives."));
    if (settings.pack == k_zenodo) assign_records(archives);
    return archives;
}

ReleaseSettings with_byte_limit(const fs::path& release, const ReleaseSettings& settings) {
    const bool needs_limit = settings.max_archives > 0 || settings.pack == k_zenodo;
    if (!needs_limit || settings.max_bytes > 0) return settings;
    std::uint64_t total = 0, largest = 0;
    ItemWalk walk(release, {});
    while (const auto path = walk.next()) {
        const std::uint64_t size = packed_size(release / *path, limit_of(0));
        total += size;
        largest = std::max(largest, size);
    }
    ReleaseSettings limited = settings;
    // An archive that has no space for the next file has more than its share of all bytes, so there
    // are no more archives than wanted.
    const std::uint64_t share =
        settings.max_archives == 0
            ? 0
            : (total + settings.max_archives - 1) / settings.max_archives + largest;
    limited.max_bytes = settings.max_archives > 0
                            ? TarWriter::archive_size(share)
                            : std::max(k_zenodo_archive, TarWriter::archive_size(largest));
    if (settings.max_files == 0 || settings.max_archives == 0 ||
        filled_archives(release, limited).size() <= settings.max_archives)
        return limited;
    // Archives that are full of files have space for more bytes than their share.
    ReleaseSettings by_files = settings;
    by_files.max_archives = 0;
    return with_byte_limit(release, by_files);
}

std::string archive_name(std::size_t number, const Archive& archive) {
    return concat("part-", zero_padded(number + 1, 5),
                  archive.record == 0 ? "" : concat("-record-", archive.record + 1), ".tar");
}

std::string guide_of(const fs::path& release, const ReleaseSettings& settings) {
    return concat("A release in archives of ", limit_text(settings.max_files), " files and ",
                  limit_text(settings.max_bytes), " bytes each",
                  settings.pack == k_zenodo ? k_records : "", "; its SHA256SUMS has the digest ",
                  sha256_of_file(release / k_sums_file),
                  ".\nUnpack all into one folder: mkdir release; for part in part-*.tar; do tar xf "
                  "\"$part\" -C release; done\n"
                  "To check: sha256sum -c SHA256SUMS, here for the archives, in the folder for the "
                  "release.\n",
                  settings.pack == k_zenodo
                      ? "Record 1 has the archives part-NNNNN.tar, record 2 those that end with "
                        "-record-2.tar, and so on. Each record also has SHA256SUMS and this file.\n"
                      : "");
}

std::optional<ReleaseSettings> limits_of_guide(const std::string& text) {
    static const std::regex k_limits(concat("A release in archives of (?:", k_any, "|", k_most,
                                            "(\\d{1,18})) files and (?:", k_any, "|", k_most,
                                            "(\\d{1,18})) bytes each(", k_records, ")?; [^]*"));
    std::smatch match;
    if (text.size() > 4096 || !std::regex_match(text, match, k_limits)) return std::nullopt;
    const auto number = [](const std::string& digits) {
        long long value = 0;
        parse_number(digits, value);
        return static_cast<std::uint64_t>(value);
    };
    ReleaseSettings settings;
    settings.max_files = number(match[1]);
    settings.max_bytes = number(match[2]);
    if (match[3].matched) settings.pack = k_zenodo;
    return settings;
}

} // namespace ecgpress
