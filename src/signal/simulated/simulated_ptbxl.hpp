// Simulated records as a folder tree that is readable by any PTB-XL reader.
#pragma once

#include <cstdint>
#include <filesystem>

namespace ecgpress {

/// Writes `count` simulated records in PTB-XL's layout (ptbxl_database.csv, records500/,
/// records100/), readable as a `ptb-xl` source. @throws IoError; ConfigError if the folder is not
/// empty
void write_simulated_ptbxl(const std::filesystem::path& folder, std::uint64_t seed,
                           std::uint64_t count);

} // namespace ecgpress
