// Reads a shard: its tables when it is opened, its items on demand.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "dataset/h5/h5_error.hpp"
#include "dataset/shard/sample.hpp"
#include "dataset/shard/shard.hpp"

namespace ecgpress {

/// An item of a page, or of one of its leads.
struct ShardItem {
    const char* kind; ///< Human-readable type, the same in all messages.
    std::optional<std::size_t> lead;
};

/// Reads a shard. HDF5's Fletcher-32 checksum of its chunk protects every item.
class ShardReader {
  public:
    /// @param checksums  ignored: items of corrupt chunks are returned as they are
    /// @throws IoError if it cannot be opened, DataError if it is not a shard of this format
    explicit ShardReader(const fs::path& path, H5Checksums checksums = H5Checksums::required);
    ~ShardReader();
    ShardReader(ShardReader&&) noexcept;

    const ShardHeader& header() const;
    std::size_t page_count() const; ///< Number of pages in the shard.
    const PageRow& page(std::size_t i) const;
    const std::vector<LeadRow>& leads(std::size_t i) const;
    const std::vector<WordRow>& words(std::size_t i) const;
    const std::vector<BeatRow>& beats(std::size_t i) const;
    /// Size in bytes of all items of a page.
    std::uint64_t stored_bytes(std::size_t i) const;
    /// The same per type of item.
    StoredSizes stored_sizes(std::size_t i) const;
    const std::vector<Failure>& failures() const;
    /// Returns all of page i. @throws DataError naming shard and item if a checksum is wrong
    Sample sample(std::size_t i) const;
    /// Items of page i that are stored, at least in part, in a chunk whose checksum is wrong. They
    /// may be corrupt.
    std::vector<ShardItem> doubtful_items(std::size_t i) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Header of a shard, or no value if the file is missing or too incomplete to be opened.
std::unique_ptr<ShardHeader> peek_shard(const fs::path& path);
/// Only the failures of such a shard. @throws IoError, DataError
std::vector<Failure> read_failures(const fs::path& path);

} // namespace ecgpress
