// Packing: a complete release once more in tar archives of a limited size, as archives of data
// (Zenodo) and stores of few files want them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/progress.hpp"
#include "dataset/release/release_writer.hpp"
#include "parallel/communicator.hpp"

namespace ecgpress {

struct PackReport {
    std::filesystem::path folder;
    std::uint64_t archives = 0, files = 0;
    bool already_complete = false;
    bool stopped = false; ///< asked to stop before all was written; every rank knows
    double wall_s = 0;
};

/// Where a release's archives go: beside it.
std::filesystem::path packed_folder(const std::filesystem::path& release);

/// Packs a complete release on all ranks, an archive at a time, each with at most
/// settings.max_files files and settings.max_bytes bytes (0: no limit). Archives that an earlier
/// start finished are kept; SHA256SUMS comes last. The same release and limits give the same bytes.
/// @throws ConfigError naming a file that fits into no archive, before anything is written; or if
/// the folder was begun with other limits or of another release. IoError
PackReport pack_release(const std::filesystem::path& release, const ReleaseSettings& settings,
                        const Communicator& communicator, Progress::Style style);

std::string describe(const PackReport& report);

} // namespace ecgpress
