#include "dataset/release/run_folder.hpp"

#include "core/process.hpp"
#include "core/strings.hpp"

namespace ecgpress {

std::filesystem::path RunFolder::shard(std::size_t number) const {
    return shards() / shard_name(number);
}

std::filesystem::path RunFolder::kept_shard(std::size_t number) const {
    return parts() / (shard_name(number) + ".kept");
}

ShardWorkplace RunFolder::workplace(std::size_t number) const {
    const std::string name = concat(shard_name(number), ".", process_name());
    return {(scratch_.empty() ? parts() : scratch_) / name, parts() / name};
}

} // namespace ecgpress
