// Which files of a release are in which archive, and how large each archive is.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/line_reader.hpp"
#include "dataset/release/release_writer.hpp"

namespace ecgpress {

/// One archive: a range of items, the byte offset in SHA256SUMS from which to read them, and the
/// size of the archive.
struct Archive {
    std::uint64_t first_item = 0, items = 0;
    std::uint64_t line_begin = 0;
    std::uint64_t bytes = 0;
    std::uint64_t record = 0; ///< The repository's record that it belongs to.
};

/// What a record of Zenodo holds at most (help.zenodo.org/docs/deposit/manage-files).
constexpr std::uint64_t k_zenodo_files = 100, k_zenodo_bytes = 50'000'000'000;
/// Size of archives for it if no other is set: small enough to be uploaded again after a failure.
constexpr std::uint64_t k_zenodo_archive = 2'000'000'000;

/// Iterates over a release's files in archive order: SHA256SUMS, README.md, then the others as
/// listed in SHA256SUMS. Reads line by line, because there may be millions of files.
class ItemWalk {
  public:
    /// @throws IoError
    ItemWalk(const fs::path& release, const Archive& from);

    /// Position of the next item.
    Archive place() const { return {item_, 0, line_begin_, 0}; }
    /// Path of the next item in the release. @throws DataError if SHA256SUMS is corrupt
    std::optional<std::string> next();

  private:
    LineReader in_;
    std::uint64_t item_, line_begin_;
};

/// The settings with the limit of bytes that pack and max_archives give for this release. Settings
/// that need no such limit are returned as they are. @throws ConfigError, IoError
ReleaseSettings with_byte_limit(const fs::path& release, const ReleaseSettings& settings);

/// @param settings  with_byte_limit()
/// @param stated    the settings before, for messages
/// @throws ConfigError if a file does not fit into an archive, if there are more archives than
/// max_archives, or if an archive does not fit into a record; IoError
std::vector<Archive> plan_archives(const fs::path& release, const ReleaseSettings& settings,
                                   const ReleaseSettings& stated);

/// "part-00001.tar", "part-00026-record-2.tar"
std::string archive_name(std::size_t number, const Archive& archive);

/// The file that says how archives were packed and how to unpack them.
constexpr const char* k_guide = "UNPACK.txt";

/// Its text. It contains limits and digest, so it also identifies the packing. @throws IoError
std::string guide_of(const fs::path& release, const ReleaseSettings& settings);

/// The limits that a guide states; nothing if it is not a guide.
std::optional<ReleaseSettings> limits_of_guide(const std::string& text);

} // namespace ecgpress
