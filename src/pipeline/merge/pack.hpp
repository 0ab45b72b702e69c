// Packing: copies a complete release into tar archives of limited size, as required by data
// repositories (Zenodo) and by file systems with a limited number of files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/program/progress.hpp"
#include "dataset/release/release_writer.hpp"
#include "parallel/communicator.hpp"

namespace ecgpress {

struct PackReport {
    std::filesystem::path folder;
    std::uint64_t archives = 0, files = 0;
    bool already_complete = false;
    bool stopped = false; ///< a stop was requested before the end; set on every rank
    double wall_s = 0;
};

/// Folder of a release's archives, next to the release.
std::filesystem::path packed_folder(const std::filesystem::path& release);

/// Packs a complete release on all ranks. Each archive has at most settings.max_files files and
/// settings.max_bytes bytes (0: no limit). Archives that an earlier run of the command finished are
/// kept. SHA256SUMS is written last. The same release and limits give byte-identical archives.
/// @throws ConfigError if a file does not fit into an archive (checked before anything is written),
/// or if the folder was started with other limits or another release; IoError
PackReport pack_release(const std::filesystem::path& release, const ReleaseSettings& settings,
                        const Communicator& communicator, Progress::Style style);

std::string describe(const PackReport& report);

} // namespace ecgpress
