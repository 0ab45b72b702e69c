#include "dataset/shard/shard_stream.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/strings.hpp"

namespace ecgpress {

void refuse_shard(const fs::path& path, const std::string& problem) {
    throw DataError(concat(path.string(), ": ", problem,
                           ". The file is corrupt or was not written by ecgpress. ",
                           "Run `ecgpress repair` to regenerate corrupt shards of a run."));
}

void require_offsets(const fs::path& path, const std::string& name,
                     const std::vector<std::uint64_t>& offsets, std::size_t items,
                     std::uint64_t end) {
    if (offsets.size() != items + 1)
        refuse_shard(path, concat(name, " has ", offsets.size(), " entries for ", items, " items"));
    if (offsets.front() != 0 || offsets.back() != end ||
        !std::is_sorted(offsets.begin(), offsets.end()))
        refuse_shard(path, concat(name, " does not increase from 0 to ", end));
}

std::vector<std::uint64_t> stored_offsets(const H5File& file, const std::string& name) {
    const auto stored = file.read_column<std::int64_t>(name, 1);
    return {stored.begin(), stored.end()};
}

} // namespace ecgpress
