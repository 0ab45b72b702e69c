#include "dataset/release/run_folder.hpp"

#include "core/part_file.hpp"

namespace ecgpress {

std::filesystem::path RunFolder::shard(std::size_t number) const {
    return shards() / shard_name(number);
}

std::filesystem::path RunFolder::kept_shard(std::size_t number) const {
    return parts() / (shard_name(number) + ".kept");
}

ShardWorkplace RunFolder::workplace(std::size_t number) const {
    const fs::path name = part_path(shard_name(number));
    return {(scratch_.empty() ? parts() : scratch_) / name, parts() / name};
}

} // namespace ecgpress
