#include "views/page_json.hpp"

#include <algorithm>
#include <cmath>

#include "codec/json.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "dataset/formats/key_points.hpp"
#include "signal/record_facts.hpp"
#include "views/html.hpp"
#include "views/page_pictures.hpp"

namespace ecgpress {

namespace {

Json box_of(const RectPx& box) {
    if (box.empty()) return nullptr;
    return {box.x0_px, box.y0_px, box.x1_px, box.y1_px};
}

Json point_of(const PointPx& point) {
    return {point.x_px, point.y_px};
}

/// The bytes of an array as base64.
template <class Value> std::string array_of(const std::vector<Value>& values) {
    return base64(values.data(),
                  values.size() * sizeof(Value)); // little-endian, as on all supported hosts
}

/// A lead as an object for web/preview.js.
Json lead_of(const LeadSample& lead, const PageRow& page) {
    const LeadRow& row = lead.row;
    const double duration_s = page.rate_hz > 0 ? row.sample_count / page.rate_hz : 0;
    Json json = {{"name", concat(row.inverted ? "-" : "", name_of(row.lead))},
                 {"file", lead_name(page, row)},
                 {"class", index_of(row.lead)},
                 {"rhythm", row.rhythm},
                 {"start_s", row.start_s},
                 {"end_s", row.start_s + duration_s},
                 {"box", box_of(row.box_px)},
                 {"name_box", box_of(row.name_box_px)},
                 {"crop", {row.crop_px.x, row.crop_px.y, row.crop_px.width, row.crop_px.height}},
                 {"mask", data_uri("image/png", lead.mask_png)},
                 {"visible_fraction", row.visible_fraction},
                 {"x", array_of(lead.truth.sample_x_px)},
                 {"y", array_of(lead.truth.sample_y_px)},
                 {"flags", array_of(lead.truth.sample_flags)}};
    json["overlap_ratio"] = nullptr;
    if (row.target_ink_px > 0) json["overlap_ratio"] = row.overlap_ratio();
    return json;
}

std::string with_unit(double value, const char* unit) {
    return concat(shortest(value), " ", unit);
}

/// Adds the key points of a lead that are inside the image.
void add_key_points(Json& list, const Sample& sample, std::size_t lead) {
    constexpr const char* k_kinds[k_key_point_count] = {"name centre", "trace start", "trace end",
                                                        "baseline start", "baseline end"};
    const auto points = key_points(sample, sample.leads[lead]);
    for (std::size_t i = 0; i < points.size(); ++i)
        if (points[i].visibility != Visibility::outside)
            list.push_back({{"kind", k_kinds[i]}, {"lead", lead}, {"at", point_of(points[i].at)}});
}

/// Adds the points of beats that are printed, each with the place of its lead.
void add_beats(Json& list, const Sample& sample) {
    for (const BeatRow& beat : sample.beats) {
        std::size_t lead = 0;
        while (lead < sample.leads.size() && sample.leads[lead].row.number != beat.number) ++lead;
        if (lead == sample.leads.size()) continue;
        for (std::size_t i = 0; i < k_fiducial_count; ++i)
            if (!std::isnan(beat.points_px[i].x_px))
                list.push_back({{"kind", k_fiducial_names[i]},
                                {"lead", lead},
                                {"at", point_of(beat.points_px[i])}});
    }
}

void add_words(Json& list, const Sample& sample) {
    for (const WordRow& word : sample.words) {
        if (word.word == 0) continue; // a line
        Json corners = Json::array();
        for (const PointPx& corner : word.quad_px) corners.push_back(point_of(corner));
        list.push_back(
            {{"text", word.text}, {"role", word.role}, {"phi", word.phi}, {"quad", corners}});
    }
}

} // namespace

std::vector<std::pair<std::string, std::string>> page_facts(const PageRow& row) {
    std::vector<std::string> datasets;
    for (const std::string& name : dataset_names())
        if (row.datasets.has(static_cast<Dataset>(&name - dataset_names().data())))
            datasets.push_back(name);
    std::vector<std::pair<std::string, std::string>> facts = {
        {"index", concat(row.index)},
        {"record", row.record},
        {"patient", row.patient},
        {"age", row.age == "90"   ? "90 or more"
                : row.age.empty() ? ""
                                  : row.age + " years"},
        {"sex", row.sex},
        {"classes", join(main_classes_of(row), ", ")},
        {"codes", row.scp_codes},
        {"split", name_of(row.split)},
        {"group", row.group},
        {"layout", row.layout},
        {"preset", row.preset},
        {"look", row.look},
        {"sheet", concat(row.sheet)},
        {"datasets", join(datasets, ", ")},
        {"image", concat(row.width_px, " x ", row.height_px, " px")},
        {"resolution", concat(shortest(std::round(10 * row.dpi) / 10), " dpi, ",
                              fixed(row.px_per_mm, 3), " px/mm")},
        {"paper speed", with_unit(row.paper_speed_mm_per_s, "mm/s")},
        {"gain", with_unit(row.gain_mm_per_mv, "mm/mV")},
        {"rate", with_unit(row.rate_hz, "Hz")},
        {"samples in gaps", concat(row.gap_samples)},
        {"samples off the paper", concat(row.lost_samples)},
        {"seed", concat(row.seed)}};
    // With the decimals of manifest.csv, so that shards and releases show the same.
    for (std::size_t i = 0; i < k_oracle_count; ++i)
        if (!std::isnan(row.oracle.db[i]))
            facts.emplace_back(concat("oracle, ", k_oracle_names[i]),
                               concat(fixed(row.oracle.db[i], 2), " dB"));
    const auto is_empty = [](const auto& fact) { return fact.second.empty(); };
    facts.erase(std::remove_if(facts.begin(), facts.end(), is_empty), facts.end());
    return facts;
}

std::string sort_values(const Sample& sample) {
    const PageRow& row = sample.row;
    Json values = {{"page", row.index},
                   {"record", row.record},
                   {"patient", row.patient},
                   {"group", row.group},
                   {"resolution, dpi", std::round(10 * row.dpi) / 10},
                   {"paper speed, mm/s", row.paper_speed_mm_per_s},
                   {"gain, mm/mV", row.gain_mm_per_mv},
                   {"difficulty", std::round(1e4 * row.difficulty) / 1e4},
                   {"leads", sample.leads.size()}};
    if (double age = 0; parse_number(row.age, age)) values["age, years"] = age;
    double overlap = -1, visible = 2;
    for (const LeadSample& lead : sample.leads) {
        if (lead.row.target_ink_px > 0) overlap = std::max(overlap, lead.row.overlap_ratio());
        visible = std::min(visible, lead.row.visible_fraction);
    }
    if (overlap >= 0) values["greatest overlap ratio"] = std::round(1e4 * overlap) / 1e4;
    if (visible <= 1) values["least visible share"] = std::round(1e4 * visible) / 1e4;
    for (std::size_t i = 0; i < k_oracle_count; ++i)
        if (!std::isnan(row.oracle.db[i]))
            values[concat("oracle ", k_oracle_names[i], ", dB")] =
                std::round(100 * row.oracle.db[i]) / 100;
    return values.dump();
}

std::string page_json(const Sample& sample, const std::string& image,
                      const std::vector<std::string>& files) {
    Json json = {{"name", page_name(sample.row)},
                 {"width", sample.row.width_px},
                 {"height", sample.row.height_px},
                 {"image", image},
                 {"files", files},
                 {"crops_alone", sample.image_jpeg.empty()},
                 {"overlap", data_uri("image/png", overlap_png(sample))},
                 {"semantic", data_uri("image/png", semantic_colours_png(sample))},
                 {"words", Json::array()},
                 {"beats", Json::array()},
                 {"facts", page_facts(sample.row)}};
    add_words(json["words"], sample);
    add_beats(json["beats"], sample);
    json["plan"] = sample.plan_json.empty() ? Json() : Json::parse_or_null(sample.plan_json);
    for (const LeadSample& lead : sample.leads) json["leads"].push_back(lead_of(lead, sample.row));
    for (std::size_t i = 0; i < sample.leads.size(); ++i) add_key_points(json["points"], sample, i);
    for (std::size_t i = 0; i < sample.pulses_px.size(); i += k_pulse_corners) {
        Json pulse = Json::array();
        for (std::size_t j = i; j < std::min(i + k_pulse_corners, sample.pulses_px.size()); ++j)
            pulse.push_back(point_of(sample.pulses_px[j]));
        json["pulses"].push_back(pulse);
    }
    return json_for_script(json.dump());
}

} // namespace ecgpress
