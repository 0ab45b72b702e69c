#include "dataset/h5/h5_error.hpp"

#include <cerrno>
#include <string_view>
#include <system_error>

#include "core/error.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

const char* advice_for(int error) {
    if (error == EFBIG)
        return "The limit is that of the shell (ulimit -f) or of the file system. Raise it, then "
               "run "
               "the same command to resume. Finished shards are kept.";
    if (error == ENOSPC || error == EDQUOT)
        return "Free some space there, then run the same command to resume. Finished shards are "
               "kept.";
    if (error == EMFILE || error == ENFILE)
        return "Raise the limit of open files (ulimit -n), then run the same command to resume. "
               "Finished shards are kept.";
    return "Check the path, its permissions and the disk, then run the same command to resume.";
}

} // namespace

void throw_h5(const H5Place& place, const char* verb, const std::string& item) {
    const bool writes = verb == std::string_view("write");
    const auto throw_io = [&](const std::string& message) {
        if (writes) throw OutputError(message);
        throw IoError(message);
    };
    const std::string what =
        concat("cannot ", verb, " ", item, item.empty() ? "" : " of ", place.path.string(), ": ");
    if (place.system_error != 0)
        throw_io(concat(what, std::generic_category().message(place.system_error), ". ",
                        advice_for(place.system_error)));
    H5Failure failure = last_h5_failure();
    if (failure.reason.empty()) failure.reason = "it is not in the form that this program writes";
    if (failure.lacks_memory || writes)
        throw_io(concat(what, failure.reason,
                        ". Check that there is enough memory, then run the same command to resume. "
                        "Finished shards are kept."));
    throw DataError(concat(what, failure.reason, ". The file is corrupt or not a shard. ",
                           "Run `ecgpress repair` to regenerate corrupt shards of a run."));
}

} // namespace ecgpress
