#include "pipeline/run/recovered.hpp"

#include <vector>

#include "core/error.hpp"
#include "core/log.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "dataset/formats/list.hpp"
#include "dataset/release/release_writer.hpp"
#include "dataset/shard/shard_reader.hpp"
#include "pipeline/run/run_lock.hpp"

namespace ecgpress {

std::optional<Failure> first_recovered(const fs::path& shard, Press& press) {
    for (const Failure& failure : read_failures(shard))
        if (press.can_print(failure.page, failure.record)) return failure;
    return std::nullopt;
}

std::string drawn_without(const Failure& failure) {
    return concat("drawn without record ", printable(failure.record), ", which can be read now");
}

void remove_releases(const RunFolder& folder) {
    std::vector<fs::path> releases;
    std::vector<RunLock> locks;
    for (const ReleaseFormat& format : release_formats()) {
        const fs::path release = folder.release(format.name);
        std::error_code ignored;
        if (!fs::exists(release, ignored)) continue;
        locks.push_back(RunLock::for_release(folder, format.name));
        releases.push_back(release);
    }
    for (const fs::path& release : releases) {
        log_warning(concat("Removing ", release.string(), ". Its shards are regenerated."));
        std::error_code error;
        fs::remove_all(release, error);
        if (error)
            throw IoError(concat("Cannot remove ", release.string(), ": ", error.message(),
                                 ". Remove it, then run the same command again."));
    }
}

} // namespace ecgpress
