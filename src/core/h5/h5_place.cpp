#include "core/h5/h5_place.hpp"

#include <hdf5.h>

namespace ecgpress {

H5Failure last_h5_failure() {
    H5Failure failure;
    const auto take = [](unsigned position, const H5E_error2_t* error, void* to) {
        auto& taken = *static_cast<H5Failure*>(to);
        if (position == 0 && error->desc != nullptr) taken.reason = error->desc;
        if (error->maj_num == H5E_RESOURCE) taken.lacks_memory = true;
        return herr_t{0};
    };
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, take, &failure);
    return failure;
}

} // namespace ecgpress
