#include "dataset/formats/list.hpp"

#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/formats/coco_release.hpp"
#include "dataset/formats/folder_release.hpp"
#include "dataset/formats/hdf5_release.hpp"
#include "dataset/formats/nnunet_release.hpp"
#include "dataset/formats/text_release.hpp"
#include "dataset/formats/webdataset_release.hpp"
#include "dataset/formats/wfdb_release.hpp"
#include "dataset/formats/yolo_release.hpp"

namespace ecgpress {

namespace {

constexpr const char* k_needs_images =
    "no group has page images. Add detection or digitization to the `datasets` of a group.";
constexpr const char* k_needs_masks =
    "no group has page images with masks. Add detection or digitization, and segmentation or "
    "overlap, to the `datasets` of a group.";

} // namespace

const std::vector<ReleaseFormat>& release_formats() {
    static const std::vector<ReleaseFormat> formats{
        {"folder", "a folder tree of images, masks, labels and JSON, as in the published framework",
         open_folder_release, folder_card},
        {"yolo-seg", "page images and YOLO labels: the outline of each lead's trace",
         open_yolo_seg_release, yolo_seg_card, false, k_needs_masks, yolo_seg_page_bytes, 2, true},
        {"yolo-pose", "page images and YOLO labels: key points of each lead",
         open_yolo_pose_release, yolo_pose_card, false, k_needs_images, yolo_pose_page_bytes, 2},
        {"yolo-obb", "page images and YOLO labels: each lead's box, rotated with the page",
         open_yolo_obb_release, yolo_obb_card, false, k_needs_images, yolo_obb_page_bytes, 2},
        {"coco", "page images and COCO instances: boxes, masks, key points", open_coco_release,
         coco_card, false, k_needs_masks, coco_page_bytes, 1, true, true},
        {"coco-text", "page images and COCO-Text: every word with its box and role",
         open_coco_text_release, coco_text_card, false, k_needs_images, coco_text_page_bytes, 1,
         false, false, true},
        {"presidio", "page images and the words that are protected health information",
         open_presidio_release, presidio_card, false, k_needs_images, presidio_page_bytes, 1, false,
         false, true},
        {"nnunet", "page images and label maps as a raw dataset of nnU-Net v2", open_nnunet_release,
         nnunet_card, false, k_needs_masks, nnunet_page_bytes, 2, true},
        {"webdataset", "tar archives of at most 1 GB with consecutive files per sample",
         open_webdataset_release, webdataset_card, false, "no group has a dataset.",
         webdataset_page_bytes, 0, false, true},
        {"hdf5", "the shards as they are, and one index file that joins them", open_hdf5_release,
         hdf5_card, true},
        {"wfdb", "one WFDB record per page with its printed signals, and the page image",
         open_wfdb_release, wfdb_card, false, "no group has digitization or detection.",
         wfdb_page_bytes, 3},
    };
    return formats;
}

const ReleaseFormat& find_release_format(const std::string& name) {
    std::vector<std::string> names;
    for (const ReleaseFormat& format : release_formats()) {
        if (name == format.name) return format;
        names.push_back(format.name);
    }
    throw ConfigError(
        concat("release format `", name, "` is unknown. Use one of: ", join(names, ", "), "."));
}

} // namespace ecgpress
