#include "pipeline/merge/pack.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "codec/tar.hpp"
#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "dataset/release/sums.hpp"
#include "pipeline/merge/complete_release.hpp"
#include "pipeline/run/shared_work.hpp"

namespace ecgpress {

namespace {

/// In the first archive, because users read it first.
constexpr const char* k_card = "README.md";
constexpr const char* k_guide = "UNPACK.txt";

/// One archive: a range of items, and the byte offset in SHA256SUMS from which to read them.
struct Archive {
    std::uint64_t first_item = 0, items = 0;
    std::uint64_t line_begin = 0;
};

/// Iterates over a release's files in archive order: SHA256SUMS, README.md, then the others as
/// listed in SHA256SUMS. Reads line by line, because there may be millions of files.
class ItemWalk {
  public:
    ItemWalk(const fs::path& release, const Archive& from)
        : in_(release / k_sums_file, std::ios::binary), item_(from.first_item),
          line_begin_(from.line_begin) {
        if (!in_)
            throw IoError(concat("cannot read ", (release / k_sums_file).string(),
                                 ". The release was complete before. Run `ecgpress repair`."));
        in_.seekg(static_cast<std::streamoff>(line_begin_));
    }

    /// Position of the next item.
    Archive place() const { return {item_, 0, line_begin_}; }

    std::optional<std::string> next() {
        const std::uint64_t item = item_++;
        if (item == 0) return k_sums_file;
        if (item == 1) return k_card;
        for (std::string line; std::getline(in_, line);) {
            line_begin_ += line.size() + 1;
            const auto file = parse_sums_line(line);
            if (!file)
                throw DataError(concat(k_sums_file, " has the line `", printable(line), "` (",
                                       "no digest and path): verify the release"));
            if (file->path != k_card) return file->path;
        }
        return std::nullopt;
    }

  private:
    std::ifstream in_;
    std::uint64_t item_, line_begin_;
};

struct Limits {
    std::uint64_t files, bytes;

    explicit Limits(const ReleaseSettings& settings)
        : files(settings.max_files), bytes(settings.max_bytes) {
        constexpr auto k_none = std::numeric_limits<std::uint64_t>::max();
        if (files == 0) files = k_none;
        if (bytes == 0) bytes = k_none;
    }
};

/// A file's size in an archive, in bytes. @throws ConfigError if it does not fit into one
std::uint64_t packed_size(const fs::path& file, const Limits& limits) {
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
    if (TarWriter::archive_size(packed) > limits.bytes)
        throw ConfigError(concat(file.string(), " alone needs an archive of ",
                                 TarWriter::archive_size(packed),
                                 " bytes, but release.max_bytes is ", limits.bytes,
                                 ". Increase it to at least that size."));
    return packed;
}

std::vector<Archive> plan_archives(const fs::path& release, const Limits& limits) {
    std::vector<Archive> archives;
    std::uint64_t bytes = 0;
    ItemWalk walk(release, {});
    for (;;) {
        const Archive place = walk.place();
        const auto path = walk.next();
        if (!path) return archives;
        const std::uint64_t size = packed_size(release / *path, limits);
        if (archives.empty() || archives.back().items == limits.files ||
            TarWriter::archive_size(bytes + size) > limits.bytes) {
            archives.push_back(place);
            bytes = 0;
        }
        ++archives.back().items;
        bytes += size;
    }
}

std::string archive_name(std::size_t number) {
    return "part-" + zero_padded(number + 1, 5) + ".tar";
}

/// Completion record of an archive, with its line of SHA256SUMS. It exists if the archive is
/// written.
fs::path note_of(const fs::path& folder, std::size_t number) {
    return release_notes(folder) / (archive_name(number) + ".sums");
}

/// Text of UNPACK.txt. It contains limits and digest, so it also identifies the packing.
std::string guide(const fs::path& release, const ReleaseSettings& settings) {
    const auto limit = [](std::uint64_t most) {
        return most == 0 ? std::string("any number of") : concat("at most ", most);
    };
    return concat("A release in archives of ", limit(settings.max_files), " files and ",
                  limit(settings.max_bytes), " bytes each; its SHA256SUMS has the digest ",
                  sha256_of_file(release / k_sums_file),
                  ".\nUnpack all into one folder: mkdir release; for part in part-*.tar; do tar xf "
                  "\"$part\" -C release; done\n"
                  "To check: sha256sum -c SHA256SUMS, here for the archives, in the folder for the "
                  "release.\n");
}

/// Checks on rank 0 whether the folder can be used. @return false if packing is already complete
bool begin_packing(const fs::path& release, const fs::path& folder,
                   const ReleaseSettings& settings) {
    const std::string ours = guide(release, settings);
    std::error_code ignored;
    if (fs::exists(folder / k_guide, ignored) && read_file(folder / k_guide) != ours)
        throw ConfigError(concat(folder.string(), " contains archives with other limits or of ",
                                 "another release. See its UNPACK.txt. Remove it to pack again."));
    if (fs::exists(folder / k_sums_file, ignored)) return false;
    return true;
}

/// Writes archives on one rank.
class Packer {
  public:
    Packer(fs::path release, fs::path folder, SharedWork& work)
        : release_(std::move(release)), folder_(std::move(folder)), work_(work) {}

    /// Writes an archive. If a stop is requested before the end, its partial file is removed.
    void pack(std::size_t number, const Archive& archive) {
        const std::string name = archive_name(number);
        const fs::path part = folder_ / (name + ".part");
        TarWriter tar(part);
        ItemWalk walk(release_, archive);
        for (std::uint64_t i = 0; i < archive.items && !work_.stopping(); ++i) {
            const auto path = walk.next();
            if (!path)
                throw DataError(concat(release_.string(), " changed during packing. Remove ",
                                       folder_.string(), " and pack again."));
            tar.add_file(*path, release_ / *path);
            work_.add(1);
        }
        if (work_.stopping()) {
            fs::remove(part);
            return;
        }
        const TarFile file = tar.finish();
        publish_file(part, folder_ / name);
        write_file_whole(note_of(folder_, number), sums_lines({{name, file.sha256}}));
    }

  private:
    fs::path release_, folder_;
    SharedWork& work_;
};

std::vector<std::size_t> unpacked(const fs::path& folder, std::size_t archives) {
    std::vector<std::size_t> numbers;
    for (std::size_t number = 0; number < archives; ++number)
        if (!fs::exists(note_of(folder, number))) numbers.push_back(number);
    return numbers;
}

/// Writes SHA256SUMS of the archives last: a folder that has it is complete.
void seal(const fs::path& folder, std::size_t archives) {
    std::string sums;
    for (std::size_t number = 0; number < archives; ++number)
        sums += read_file(note_of(folder, number));
    sums += sums_lines({{k_guide, sha256_of_file(folder / k_guide)}});
    write_file_whole(folder / k_sums_file, sums);
    fs::remove_all(release_notes(folder));
}

} // namespace

fs::path packed_folder(const fs::path& release) {
    return release.string() + "-packed";
}

PackReport pack_release(const fs::path& release, const ReleaseSettings& settings,
                        const Communicator& communicator, Progress::Style style) {
    const auto start = std::chrono::steady_clock::now();
    PackReport report;
    report.folder = packed_folder(release);
    const bool root = communicator.rank() == 0;
    std::vector<Archive> archives;
    if (root && begin_packing(release, report.folder, settings)) {
        archives = plan_archives(release, Limits(settings));
        make_folder(release_notes(report.folder));
        write_file_whole(report.folder / k_guide, guide(release, settings));
    }
    archives = communicator.broadcast(archives);
    report.already_complete = archives.empty();
    if (report.already_complete) return report;
    report.archives = archives.size();
    report.files = archives.back().first_item + archives.back().items;
    std::vector<std::size_t> todo;
    if (root) todo = unpacked(report.folder, archives.size());
    std::uint64_t files = 0;
    for (const std::size_t number : todo) files += archives[number].items;
    SharedWork work(communicator, todo, "files packed", files, style);
    Packer packer(release, report.folder, work);
    work.for_each([&](std::size_t number) { packer.pack(number, archives[number]); });
    const bool whole = root && unpacked(report.folder, archives.size()).empty();
    if (whole) seal(report.folder, archives.size());
    report.stopped = work.finish(whole);
    report.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return report;
}

std::string describe(const PackReport& report) {
    if (report.stopped)
        return "stopped   on request, no file is lost. The same command resumes the run.\n";
    const std::string where = concat("packed    ", report.folder.string(), ": ");
    if (report.already_complete) return where + "already complete\n";
    return concat(where, report.files, " files in ", report.archives,
                  report.archives == 1 ? " archive in " : " archives in ", fixed(report.wall_s, 1),
                  " s\n");
}

} // namespace ecgpress
