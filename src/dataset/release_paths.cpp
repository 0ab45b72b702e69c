#include "dataset/release_paths.hpp"

#include "core/text.hpp"

namespace ecgpress {

std::string page_folder(std::uint64_t page, std::uint64_t pages_per_folder) {
    return pages_per_folder == 0 ? "" : zero_padded(page / pages_per_folder, 6) + "/";
}

std::string ReleasePaths::folder_of(std::uint64_t page) const {
    return page_folder(page, pages_per_folder_);
}

std::string ReleasePaths::detection_image(std::uint64_t page, const std::string& page_name) const {
    return "detection-dataset/images/" + folder_of(page) + page_name + ".jpg";
}

std::string ReleasePaths::detection_label(std::uint64_t page, const std::string& page_name) const {
    return "detection-dataset/labels/" + folder_of(page) + page_name + ".txt";
}

std::string ReleasePaths::digitization_image(std::uint64_t page,
                                             const std::string& page_name) const {
    return "digitization-dataset/" + folder_of(page) + page_name + "/" + page_name + ".jpg";
}

std::string ReleasePaths::digitization_signal(std::uint64_t page, const std::string& page_name,
                                              const std::string& lead_name) const {
    return "digitization-dataset/" + folder_of(page) + page_name + "/" + lead_name + ".json";
}

std::string ReleasePaths::trace_truth(std::uint64_t page, const std::string& page_name) const {
    return "trace-truth/" + folder_of(page) + page_name + ".npz";
}

std::string ReleasePaths::overlap_mask(std::uint64_t page, const std::string& page_name) const {
    return "overlap-masks/" + folder_of(page) + page_name + ".png";
}

CropPaths ReleasePaths::crop(OverlapSet set, std::uint64_t page,
                             const std::string& lead_name) const {
    const std::string root = set == OverlapSet::none
                                 ? "segmentation/"
                                 : concat("overlap-dataset/", crop_set_name(set), "/");
    const std::string name = folder_of(page) + lead_name;
    return {root + "image/" + name + ".png", root + "mask-png/" + name + ".png",
            root + "mask-bmp/" + name + ".bmp", root + "signal-json/" + name + ".json",
            root + "mask-visible/" + name + ".png"};
}

const char* crop_set_name(OverlapSet set) {
    switch (set) {
    case OverlapSet::with_overlap:
        return "with-overlap";
    case OverlapSet::without_overlap:
        return "without-overlap";
    case OverlapSet::none:
        break;
    }
    return "segmentation";
}

} // namespace ecgpress
