// Reads a possibly corrupt shard page by page and finds what is still unchanged.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dataset/shard/shard_reader.hpp"

namespace ecgpress {

/// What is wrong with an item.
struct ItemDamage {
    std::string item; ///< "crop of lead V3 (12_3by4_lead_8)"
    std::string problem;
};

struct SalvagedPage {
    std::optional<Sample> sample;   ///< Set if the complete page is unchanged.
    std::vector<ItemDamage> damage; ///< The reasons if it is not.
};

/// HDF5 detects a corrupt chunk, which holds items of many pages. The checksums of single items
/// show which of them are corrupt.
class ShardSalvage {
  public:
    /// @throws IoError, DataError as ShardReader: without its tables a shard cannot be salvaged
    explicit ShardSalvage(fs::path path);

    const ShardReader& shard() const { return shard_; }
    /// Returns the page at position i. @throws IoError
    SalvagedPage page(std::size_t i);
    /// After all pages: types of items with chunks whose own checksum must be corrupt, because
    /// every item of that type is valid.
    std::vector<std::string> wrong_checksums() const;

  private:
    Sample read_ignoring_checksums(std::size_t i);

    fs::path path_;
    ShardReader shard_;
    std::optional<ShardReader> lenient_; ///< Opened on demand.
    std::map<std::string, bool>
        doubted_; ///< Types in corrupt chunks; true if an item was found corrupt.
};

} // namespace ecgpress
