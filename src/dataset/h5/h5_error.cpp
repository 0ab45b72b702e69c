#include "dataset/h5/h5_error.hpp"

#include <cerrno>
#include <hdf5.h>
#include <string_view>
#include <system_error>

#include "core/error.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

/// HDF5's last failure.
struct H5Failure {
    std::string reason; ///< The innermost reason.
    bool lacks_memory = false;
};

H5Failure last_failure() {
    H5Failure failure;
    const auto take = [](unsigned position, const H5E_error2_t* error, void* to) {
        auto& taken = *static_cast<H5Failure*>(to);
        if (position == 0 && error->desc != nullptr) taken.reason = error->desc;
        if (error->maj_num == H5E_RESOURCE) taken.lacks_memory = true;
        return herr_t{0};
    };
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, take, &failure);
    if (failure.reason.empty()) failure.reason = "not as this program writes it";
    return failure;
}

const char* advice_for(int error) {
    if (error == ENOSPC || error == EDQUOT || error == EFBIG)
        return "free some space there, then start the same command again: finished shards are kept";
    return "check the path, its permissions and the disk, then start the same command again";
}

} // namespace

void throw_h5(const H5Place& place, const char* verb, const std::string& item) {
    const std::string what =
        concat("cannot ", verb, " ", item, item.empty() ? "" : " of ", place.path.string(), " (");
    if (place.system_error != 0)
        throw IoError(concat(what, std::generic_category().message(place.system_error),
                             "): ", advice_for(place.system_error)));
    const H5Failure failure = last_failure();
    if (failure.lacks_memory || verb == std::string_view("write"))
        throw IoError(concat(what, failure.reason,
                             "): is there enough memory? Finished shards are "
                             "kept, and the same command goes on"));
    throw DataError(concat(what, failure.reason, "): the file is damaged or no shard; ",
                           "`ecgpress repair` makes anew what is damaged of a run"));
}

} // namespace ecgpress
