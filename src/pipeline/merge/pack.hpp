// Packing: copies a complete release into tar archives of limited size, as required by data
// repositories (Zenodo) and by file systems with a limited number of files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/program/progress.hpp"
#include "dataset/release/release_writer.hpp"
#include "dataset/release/run_folder.hpp"
#include "parallel/communicator.hpp"

namespace ecgpress {

struct PackReport {
    std::filesystem::path folder;
    std::uint64_t archives = 0, files = 0; ///< `archives`, `bytes` and `records`: on rank 0
    std::uint64_t bytes = 0, records = 0;
    std::uint64_t written = 0; ///< archives that this start wrote
    bool already_complete = false;
    bool stopped = false; ///< a stop was requested before the end; set on every rank
    double wall_s = 0;
};

/// Folder of a release's archives, next to the release.
std::filesystem::path packed_folder(const std::filesystem::path& release);

/// Packs the complete release of a format on all ranks. Each archive has at most settings.max_files
/// files and settings.max_bytes bytes (0: no limit). Archives that an earlier run of the command
/// finished are kept if they match their digests. SHA256SUMS is written last. The same release and
/// limits give byte-identical archives. Archives of a complete packing are read, and those that do
/// not match their digests are packed again.
/// @throws ConfigError if a file does not fit into an archive (checked before anything is written),
/// or if the folder was started with other limits or another release; IoError, also if another job
/// packs or writes the release
PackReport pack_release(const RunFolder& run, const std::string& format,
                        const ReleaseSettings& settings, const Communicator& communicator,
                        Progress::Style style);
/// What a caller knows of archives from archive_problems().
enum class ArchiveState { unknown, sound, damaged };
/// The same for a caller whose rank 0 holds the lock on the release.
/// @param state  the same on all ranks
PackReport pack_locked(const RunFolder& run, const std::string& format,
                       const ReleaseSettings& settings, ArchiveState state,
                       const Communicator& communicator, Progress::Style style);

/// Compares archives with their SHA256SUMS, on all ranks; reads every archive.
/// @return on rank 0, what is missing or changed; nothing if packing is not complete
std::vector<std::string> archive_problems(const std::filesystem::path& packed,
                                          const Communicator& communicator);

/// Digest of UNPACK.txt in SHA256SUMS of the archives; empty if it is not there.
std::string digest_of_guide(const std::filesystem::path& packed);

std::string describe(const PackReport& report);

/// Why the archives do not fit into one record of Zenodo; empty if they do or are packed for
/// several records.
std::string zenodo_problem(const PackReport& report);

} // namespace ecgpress
