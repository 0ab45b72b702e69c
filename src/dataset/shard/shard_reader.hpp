// Reads a shard: its tables at once, its items when they are asked for.
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
    const char* kind; ///< for people, one word the same everywhere
    std::optional<std::size_t> lead;
};

/// Reads a shard. Every item is protected by HDF5's Fletcher-32 checksum of its chunk.
class ShardReader {
  public:
    /// @param checksums  ignored: items of damaged chunks are given as they are
    /// @throws IoError if it cannot be opened, DataError if it is no shard of this format
    explicit ShardReader(const fs::path& path, H5Checksums checksums = H5Checksums::required);
    ~ShardReader();
    ShardReader(ShardReader&&) noexcept;

    const ShardHeader& header() const;
    std::size_t page_count() const; ///< pages that are there
    const PageRow& page(std::size_t i) const;
    const std::vector<LeadRow>& leads(std::size_t i) const;
    /// How many bytes all items of a page take.
    std::uint64_t stored_bytes(std::size_t i) const;
    /// The same by kind of item.
    StoredSizes stored_sizes(std::size_t i) const;
    const std::vector<Failure>& failures() const;
    /// Everything of page i. @throws DataError naming shard and item if a checksum is wrong
    Sample sample(std::size_t i) const;
    /// The items of page i that lie, at least in part, in a chunk whose checksum is wrong: they may
    /// be damaged.
    std::vector<ShardItem> doubtful_items(std::size_t i) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The header of a shard if the file is there and whole enough to be opened; nothing otherwise.
std::unique_ptr<ShardHeader> peek_shard(const fs::path& path);
/// The failures of such a shard alone. @throws IoError, DataError
std::vector<Failure> read_failures(const fs::path& path);

} // namespace ecgpress
