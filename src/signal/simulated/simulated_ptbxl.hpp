// Simulated recordings as a PTB-XL-shaped tree.
#pragma once

#include <cstdint>
#include <filesystem>

namespace ecgpress {

/// Writes `count` simulated records as a PTB-XL-shaped tree (ptbxl_database.csv, records500/,
/// records100/), readable as a `ptb-xl` source. @throws IoError; ConfigError if the folder is not
/// empty
void write_simulated_ptbxl(const std::filesystem::path& folder, std::uint64_t seed,
                           std::uint64_t count);

} // namespace ecgpress
