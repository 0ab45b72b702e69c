// Reads the byte streams of a shard: the concatenated values of all items, and their offsets.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "dataset/h5/h5.hpp"
#include "dataset/shard/shard_layout.hpp"

namespace ecgpress {

/// @throws DataError always: reports why a shard cannot be read, and what to try
[[noreturn]] void refuse_shard(const fs::path& path, const std::string& problem);

/// Checks that offsets rise to end and are one more than there are items. @throws DataError
void require_offsets(const fs::path& path, const std::string& name,
                     const std::vector<std::uint64_t>& offsets, std::size_t items,
                     std::uint64_t end);

/// Offsets as stored. A negative one, which no shard has, becomes one beyond any end.
std::vector<std::uint64_t> stored_offsets(const H5File& file, const std::string& name);

/// Items that are numbers: concatenated values, and offsets.
template <class Value> class StreamReader {
  public:
    StreamReader(const H5File& file, const fs::path& path, const ShardStream& stream,
                 std::size_t items)
        : kind_(stream.kind),
          array_(file.open_array(stream.group + stream.values, h5_type_of<Value>())),
          offsets_(stored_offsets(file, stream.group + k_stream_offsets)) {
        require_offsets(path, stream.group + k_stream_offsets, offsets_, items, array_.size());
    }

    const char* kind() const { return kind_; }

    /// Returns item i as a vector or text.
    template <class Item> Item item(std::size_t i) const {
        Item item;
        item.resize(offsets_[i + 1] - offsets_[i]);
        array_.read(offsets_[i], item.size(), item.data());
        return item;
    }

    bool is_sound(std::size_t i) const {
        try {
            item<std::vector<Value>>(i);
            return true;
        } catch (const DataError&) {
            return false;
        }
    }

    /// Number of values of the items [first, end).
    std::uint64_t size_bytes(std::size_t first, std::size_t end) const {
        return (offsets_[end] - offsets_[first]) * sizeof(Value);
    }

    /// Returns the items [first, end), read at once.
    template <class Item> std::vector<Item> items(std::size_t first, std::size_t end) const {
        std::vector<Value> all(offsets_[end] - offsets_[first]);
        array_.read(offsets_[first], all.size(), all.data());
        std::vector<Item> items;
        for (std::size_t i = first; i < end; ++i) {
            const Value* begin = all.data() + (offsets_[i] - offsets_[first]);
            items.emplace_back(begin, begin + (offsets_[i + 1] - offsets_[i]));
        }
        return items;
    }

  private:
    const char* kind_;
    H5Array array_;
    std::vector<std::uint64_t> offsets_;
};

using ByteStream = StreamReader<std::uint8_t>;
using FloatStream = StreamReader<float>;

} // namespace ecgpress
