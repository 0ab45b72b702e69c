#include "dataset/h5_error.hpp"

#include <cerrno>
#include <hdf5.h>
#include <system_error>

#include "core/error.hpp"
#include "core/text.hpp"

namespace ecgpress {

namespace {

/// The innermost reason that HDF5 has for its last failure.
std::string h5_reason() {
    std::string reason;
    const auto take_first = [](unsigned position, const H5E_error2_t* error, void* text) {
        if (position == 0 && error->desc != nullptr) *static_cast<std::string*>(text) = error->desc;
        return herr_t{0};
    };
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, take_first, &reason);
    return reason.empty() ? "not as this program writes it" : reason;
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
    throw DataError(concat(what, h5_reason(), "): the file is damaged or no shard; ",
                           "`ecgpress repair` makes anew what is damaged of a run"));
}

} // namespace ecgpress
