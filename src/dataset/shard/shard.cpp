#include "dataset/shard/shard.hpp"

#include "core/numbers.hpp"

namespace ecgpress {

std::string shard_name(std::size_t number) {
    return "shard-" + zero_padded(number, 5) + ".h5";
}

bool is_shard_name(const fs::path& path) {
    return path.extension() == ".h5" && path.filename().string().rfind("shard-", 0) == 0;
}

} // namespace ecgpress
