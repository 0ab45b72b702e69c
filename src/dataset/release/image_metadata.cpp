#include "dataset/release/image_metadata.hpp"

#include <algorithm>

#include "codec/json.hpp"
#include "core/strings.hpp"
#include "dataset/release/json_columns.hpp"
#include "dataset/release/release_paths.hpp"
#include "dataset/release/sample_json.hpp"

namespace ecgpress {

namespace {

void add_object(Json& objects, const RectPx& box, int category) {
    if (box.empty()) return;
    objects["bbox"].push_back({box.x0_px, box.y0_px, box.x1_px - box.x0_px, box.y1_px - box.y0_px});
    objects["category"].push_back(category);
}

/// A path in the release as one relative to a folder of it, which is empty or ends with '/'.
std::string relative_to(const std::string& folder, const std::string& path) {
    if (path.compare(0, folder.size(), folder) == 0) return path.substr(folder.size());
    std::string up;
    for (const char letter : folder) up += letter == '/' ? "../" : "";
    return up + path;
}

std::string page_members(const PageRow& page, const std::vector<LeadRow>& leads,
                         const LabelSettings& labels) {
    Json objects{{"bbox", Json::array()}, {"category", Json::array()}};
    for (const LeadRow& lead : leads) {
        add_object(objects, lead.box_px, box_class_of(lead, labels));
        add_object(objects, lead.name_box_px, name_class_of(lead.lead));
    }
    return concat(json_members(page, {"index"}), ",\"name\":", json_string(page_name(page)), ",",
                  json_members(page, {"record", "patient", "split", "layout", "preset", "look"}),
                  ",", json_facts(page), ",\"width\":", page.width_px,
                  ",\"height\":", page.height_px, ",", json_members(page, {"px_per_mm"}),
                  ",\"objects\":", objects.dump());
}

std::string with_split(std::string pattern, Split split) {
    const std::string word = "{split}";
    for (std::size_t at = pattern.find(word); at != std::string::npos; at = pattern.find(word, at))
        pattern.replace(at, word.size(), name_of(split));
    return pattern;
}

} // namespace

std::string metadata_folder(const std::string& image, Split split) {
    const std::string folder = concat("/", name_of(split), "/"), path = "/" + image;
    const std::size_t at = path.find(folder);
    return at == std::string::npos ? "" : path.substr(1, at + folder.size() - 1);
}

std::string table_text(const IndexedPage& page, const TableLine& line,
                       const LabelSettings& labels) {
    const std::string folder = line.table.substr(0, line.table.rfind('/') + 1);
    std::vector<std::string> members;
    for (const auto& [column, image] : line.images)
        members.push_back(concat('"', column, "\":", json_string(relative_to(folder, image))));
    if (line.lead) {
        const LeadRow& lead = page.leads[*line.lead];
        members.push_back(concat("\"dataset\":\"", crop_set_name(line.set), '"'));
        members.push_back(crop_members(page.row, lead));
        members.push_back(concat("\"signal\":", json_string(line.signals.at(0))));
    } else {
        members.push_back(page_members(page.row, page.leads, labels));
        if (!line.signals.empty())
            members.push_back(concat("\"signals\":", Json(line.signals).dump()));
    }
    return concat("{", join(members, ","), "}\n");
}

CardConfig card_config(const std::string& name, const std::vector<std::string>& patterns,
                       const ReleaseTally& tally,
                       const std::vector<std::uint64_t ItemCounts::*>& items) {
    CardConfig config{name, {}};
    for (const Split split : {Split::train, Split::val, Split::test}) {
        const bool any = std::any_of(items.begin(), items.end(),
                                     [&](auto count) { return tally.of(split).*count > 0; });
        for (const std::string& pattern : patterns)
            if (any)
                config.files[static_cast<std::size_t>(split)].push_back(with_split(pattern, split));
    }
    return config;
}

CardConfig image_config(const std::string& name, const std::string& folder,
                        const ReleaseTally& tally, const ReleaseSettings& settings) {
    const char* below = settings.pages_per_folder == 0 ? "" : "*/";
    return card_config(name, {concat(folder, below, "*.jpg"), concat(folder, "metadata.jsonl")},
                       tally, {&ItemCounts::pages});
}

// Here, because the writer's header is included here.
std::vector<TableLine> ReleaseWriter::table_lines(const IndexedPage& page) const {
    const std::string image = image_path(page.row, page.selection);
    if (image.empty()) return {};
    return {{metadata_folder(image, page.row.split) + "metadata.jsonl",
             {{"file_name", image}},
             {},
             {},
             OverlapSet::none}};
}

} // namespace ecgpress
