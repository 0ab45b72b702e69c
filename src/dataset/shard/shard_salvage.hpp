// A shard that may be damaged, page by page: what of it is still as it was written.
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
    std::optional<Sample> sample;   ///< if all of the page is as it was written
    std::vector<ItemDamage> damage; ///< else why not
};

/// HDF5 tells of a damaged chunk, which holds items of many pages; the checksums of single items
/// tell which of them are damaged.
class ShardSalvage {
  public:
    /// @throws IoError, DataError as ShardReader: without its tables nothing of a shard can be told
    explicit ShardSalvage(fs::path path);

    const ShardReader& shard() const { return shard_; }
    /// The page at place i. @throws IoError
    SalvagedPage page(std::size_t i);
    /// After all pages: kinds of items with chunks whose own checksum must have been damaged,
    /// because every item of that kind is whole.
    std::vector<std::string> wrong_checksums() const;

  private:
    Sample read_ignoring_checksums(std::size_t i);

    fs::path path_;
    ShardReader shard_;
    std::optional<ShardReader> lenient_;  ///< opened when it is needed
    std::map<std::string, bool> doubted_; ///< kinds in damaged chunks: was an item found damaged?
};

} // namespace ecgpress
