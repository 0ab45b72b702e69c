#include "dataset/release_writer.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/text.hpp"
#include "dataset/folder_release.hpp"

namespace ecgpress {

bool PageSelection::any() const {
    const auto is_in = [](OverlapSet set) { return set != OverlapSet::none; };
    return digitization || detection ||
           std::find(segmentation.begin(), segmentation.end(), true) != segmentation.end() ||
           std::any_of(overlap.begin(), overlap.end(), is_in);
}

const std::vector<ReleaseFormat>& release_formats() {
    static const std::vector<ReleaseFormat> formats{
        {"folders", "a tree of images, masks, labels and JSON, as the published framework has it",
         open_folder_release},
    };
    return formats;
}

std::unique_ptr<ReleaseWriter> open_release(const fs::path& folder,
                                            const ReleaseSettings& settings) {
    std::vector<std::string> names;
    for (const ReleaseFormat& format : release_formats()) {
        if (settings.format == format.name) return format.open(folder, settings);
        names.push_back(format.name);
    }
    throw ConfigError(concat("release.format `", settings.format,
                             "` is unknown (there are: ", join(names, ", "), "); choose one"));
}

} // namespace ecgpress
