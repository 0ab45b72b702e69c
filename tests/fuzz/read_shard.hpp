// An untrusted shard, read as verify and merge do.
#pragma once

#include <cstdlib>

#include "dataset/release/release_paths.hpp"
#include "dataset/shard/shard_reader.hpp"
#include "dataset/shard/truth_file.hpp"
#include "harness.hpp"
#include "pipeline/verify/verify_shards.hpp"

namespace ecgpress::fuzz {

inline fs::path shard_path() {
    make_folder(folder() / "shards");
    return folder() / "shards" / "shard-00000.h5";
}

/// A file name in the release. No content of a shard may move it outside its folder.
inline void require_name(const std::string& name) {
    if (name.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyz_-") != std::string::npos)
        std::abort();
}

inline void read_shard() {
    VerifySettings settings;
    settings.oracle = true;
    read_or_refuse([&] { verify_shards(folder() / "shards", Communicator::serial(), settings); });
    read_or_refuse([&] {
        const ShardReader shard(shard_path());
        for (std::size_t i = 0; i < shard.page_count(); ++i) {
            const Sample sample = shard.sample(i);
            require_name(page_name(sample.row));
            for (const LeadSample& lead : sample.leads)
                require_name(lead_name(sample.row, lead.row));
            truth_npz(sample);
        }
    });
}

} // namespace ecgpress::fuzz
