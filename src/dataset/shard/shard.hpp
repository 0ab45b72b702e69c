// A shard: one HDF5 file for a range of page indices, whole if it has its final name. Format:
// docs/formats/shard.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dataset/h5/h5_error.hpp"
#include "dataset/shard/sample.hpp"

namespace ecgpress {

namespace fs = std::filesystem;

constexpr int k_shard_format = 5;

/// A shard's attributes.
struct ShardHeader {
    int format = k_shard_format;
    std::string version;     ///< the software's
    std::string fingerprint; ///< of the run
    std::string config;      ///< the effective configuration (JSON)
    std::uint64_t first_page = 0, page_count = 0;
};

/// "shard-00017.h5"
std::string shard_name(std::size_t number);
/// Is a file called like one?
bool is_shard_name(const fs::path& path);

/// Where a shard lies while it is written, and where it waits for its final name: one path, or one
/// on node-local scratch and one on the final name's file system.
struct ShardWorkplace {
    fs::path part, landing;
};

/// Writes a part page by page in flat memory; commit() gives the file its final name. Without
/// commit nothing is left under that name; the destructor removes the part.
class ShardWriter {
  public:
    /// Works at PATH.part. @throws IoError
    ShardWriter(const fs::path& path, const ShardHeader& header);
    /// @throws IoError
    ShardWriter(fs::path path, const ShardHeader& header, ShardWorkplace workplace);
    ~ShardWriter();
    ShardWriter(const ShardWriter&) = delete;
    ShardWriter& operator=(const ShardWriter&) = delete;

    /// Pages come in increasing order of index; an index without page has a Failure with replaced =
    /// false.
    void add(const Sample& sample);
    void add(const Failure& failure);
    /// Writes the tables, closes, syncs, renames. @throws IoError
    void commit();
    /// The same with the pages there are by now, under a name that says that more are to come.
    void keep(const fs::path& kept);

  private:
    void finish(const fs::path& name);

    struct State;
    std::unique_ptr<State> state_;
};

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
