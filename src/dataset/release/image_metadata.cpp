#include "dataset/release/image_metadata.hpp"

#include "codec/json.hpp"
#include "core/strings.hpp"
#include "dataset/release/json_columns.hpp"

namespace ecgpress {

namespace {

void add_object(Json& objects, const RectPx& box, int category) {
    if (box.empty()) return;
    objects["bbox"].push_back({box.x0_px, box.y0_px, box.x1_px - box.x0_px, box.y1_px - box.y0_px});
    objects["category"].push_back(category);
}

} // namespace

std::string metadata_folder(const std::string& image, Split split) {
    const std::string folder = concat("/", name_of(split), "/"), path = "/" + image;
    const std::size_t at = path.find(folder);
    return at == std::string::npos ? "" : path.substr(1, at + folder.size() - 1);
}

std::string metadata_line(const PageRow& page, const std::vector<LeadRow>& leads,
                          const std::string& image, const LabelSettings& labels) {
    Json objects{{"bbox", Json::array()}, {"category", Json::array()}};
    for (const LeadRow& lead : leads) {
        add_object(objects, lead.box_px, box_class_of(lead, labels));
        add_object(objects, lead.name_box_px, name_class_of(lead.lead));
    }
    return concat("{\"file_name\":", json_string(image), ",", json_members(page, {"index"}),
                  ",\"name\":", json_string(page_name(page)), ",",
                  json_members(page, {"record", "patient", "split", "layout", "preset", "look"}),
                  ",", json_facts(page), ",\"width\":", page.width_px,
                  ",\"height\":", page.height_px, ",", json_members(page, {"px_per_mm"}),
                  ",\"objects\":", objects.dump(), "}\n");
}

} // namespace ecgpress
