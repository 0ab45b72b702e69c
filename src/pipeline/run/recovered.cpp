#include "pipeline/run/recovered.hpp"

#include "core/error.hpp"
#include "core/log.hpp"
#include "core/text.hpp"
#include "dataset/formats/list.hpp"
#include "dataset/release/release_writer.hpp"
#include "pipeline/run/run_lock.hpp"

namespace ecgpress {

std::optional<Failure> first_recovered(const fs::path& shard, Press& press) {
    for (const Failure& failure : read_failures(shard))
        if (press.can_print(failure.page, failure.record)) return failure;
    return std::nullopt;
}

std::string drawn_without(const Failure& failure) {
    return concat("drawn without record ", printable(failure.record), ", which can be read by now");
}

void remove_releases(const RunFolder& folder) {
    for (const ReleaseFormat& format : release_formats()) {
        const fs::path release = folder.release(format.name);
        std::error_code error;
        if (!fs::exists(release, error)) continue;
        const RunLock lock = RunLock::for_release(folder, format.name);
        log_warning(concat(release.string(), " is removed: it is made of shards that are made "
                                             "again"));
        fs::remove_all(release, error);
        if (error)
            throw IoError(concat("cannot remove ", release.string(), " (", error.message(),
                                 "): remove it by hand"));
    }
}

} // namespace ecgpress
