#include "pipeline/config/presets.hpp"

#include <algorithm>

#include "core/strings.hpp"
#include "render/artifacts/list.hpp"

namespace ecgpress {

namespace {

constexpr double k_third = 1.0 / 3;
constexpr Strength k_mild{0, k_third, false}, k_moderate{k_third, 2 * k_third, false},
    k_severe{2 * k_third, 1, false}, k_any{0, 1, true}, k_mild_to_moderate{0, 2 * k_third, false};

double draw_strength(const Strength& strength, Rng& random) {
    if (!strength.any) return random.uniform(strength.low, strength.high);
    const double pick = random.uniform();
    const double low = pick < 0.5 ? 0 : pick < 0.85 ? k_third : 2 * k_third;
    return low + random.uniform() * k_third;
}

std::vector<Preset> scans() {
    return {
        {"colour-scan",
         "a page scanned in colour",
         {{"wander", 0.15, k_any, {}},
          {"motion", 0.08, k_any, {}},
          {"mains_hum", 0.08, k_any, {}},
          {"lead_off", 0.04, k_any, {}},
          {"pacing", 0.03, k_any, {}},
          {"print_stops", 0.03, k_any, {}},
          {"head_dots", 0.1, k_any, {}},
          {"fast_pen", 0.3, k_mild_to_moderate, {}},
          {"folds", 0.4, k_mild, {}},
          {"cockle", 0.7, k_mild, {}},
          {"yellowing", 0.25, k_mild, {}},
          {"dust", 0.7, k_mild, {}},
          {"handwriting", 0.2, k_mild, {}},
          {"stamp", 0.08, k_mild_to_moderate, {}},
          {"filed", 0.15, k_any, {}},
          {"perforated", 0.15, k_any, {}},
          {"cropped", 0.7, k_any, {}}, // half of 33 real scans are wider than 2:1
                                       // (docs/realism.md)
          {"scan_skew", 1, k_mild_to_moderate, {}},
          {"scan_feed", 0.8, k_mild, {}},
          {"scan_streaks", 0.6, k_any, {}},
          {"scan_levels", 1, k_mild_to_moderate, {}}}},
        {"bw-scan",
         "a page scanned in grey or black and white",
         {{"wander", 0.15, k_any, {}},
          {"motion", 0.08, k_any, {}},
          {"mains_hum", 0.08, k_any, {}},
          {"lead_off", 0.04, k_any, {}},
          {"pacing", 0.03, k_any, {}},
          {"print_stops", 0.03, k_any, {}},
          {"head_dots", 0.1, k_any, {}},
          {"fast_pen", 0.3, k_mild_to_moderate, {}},
          {"folds", 0.4, k_mild, {}},
          {"cockle", 0.7, k_mild, {}},
          {"dust", 0.8, k_mild_to_moderate, {}},
          {"handwriting", 0.2, k_mild, {}},
          {"stamp", 0.08, k_mild_to_moderate, {}},
          {"filed", 0.15, k_any, {}},
          {"cropped", 0.7, k_any, {}},
          {"scan_skew", 1, k_mild_to_moderate, {}},
          {"scan_feed", 0.8, k_mild, {}},
          {"scan_levels", 1, k_any, {}},
          {"scan_grey", 1, k_any, {}},
          {"bilevel", 0.15, k_any, {}}}},
    };
}

std::vector<Preset> photos() {
    return {
        {"phone-photo",
         "a photograph of a creased page, taken with a phone",
         {{"wander", 0.15, k_any, {}},
          {"motion", 0.08, k_any, {}},
          {"mains_hum", 0.08, k_any, {}},
          {"lead_off", 0.04, k_any, {}},
          {"pacing", 0.03, k_any, {}},
          {"print_stops", 0.03, k_any, {}},
          {"head_dots", 0.1, k_any, {}},
          {"fast_pen", 0.7, k_any, {}},
          {"wrinkles", 0.5, k_mild_to_moderate, {}},
          {"folds", 0.25, k_mild_to_moderate, {}},
          {"facets", 0.5, k_any, {}}, // half of all photographed sheets (docs/realism.md)
          {"kinks", 0.5, k_mild_to_moderate, {}},
          {"crumple", 0.2, k_mild_to_moderate, {}},
          {"bend", 0.8, k_any, {}},
          {"handwriting", 0.3, k_mild, {}},
          {"stamp", 0.06, k_mild_to_moderate, {}},
          {"filed", 0.1, k_any, {}},
          {"perforated", 0.15, k_any, {}},
          {"camera_pose", 1, k_any, {}},
          {"papers", 0.2, k_any, {}},
          {"hand", 0.13, k_any, {}}, // hands in 4 to 5 of 37 photographs
          {"illumination", 1, k_any, {}},
          {"cast_shadow", 0.4, k_mild_to_moderate, {}},
          {"glare", 0.1, k_mild, {}},
          {"defocus", 1, k_any, {}},
          {"sensor_noise", 1, k_any, {}},
          {"jpeg_again", 0.6, k_mild_to_moderate, {}}}},
        {"screen-photo",
         "a photograph of a screen that shows the page",
         {{"camera_pose", 1, k_mild_to_moderate, {}},
          {"screen", 1, k_any, {}},
          {"illumination", 1, k_mild, {}},
          {"glare", 0.5, k_mild_to_moderate, {}},
          {"defocus", 1, k_mild, {}},
          {"sensor_noise", 1, k_mild_to_moderate, {}},
          {"jpeg_again", 0.6, k_mild_to_moderate, {}}},
         /*on_screen=*/true},
    };
}

std::vector<Preset> damage() {
    return {
        {"stained",
         "coffee, water and grease stains",
         {{"coffee", 0.8, k_any, {}},
          {"soak", 0.4, k_any, {}},
          {"grease", 0.25, k_any, {}},
          {"yellowing", 0.5, k_mild_to_moderate, {}},
          {"cockle", 0.7, k_mild_to_moderate, {}},
          {"scan_skew", 0.6, k_mild, {}},
          {"scan_levels", 0.6, k_mild, {}},
          {"camera_pose", 0.6, k_any, {}}, // resolution of photographs
          {"illumination", 0.5, k_mild, {}},
          {"defocus", 0.5, k_mild, {}},
          {"sensor_noise", 0.5, k_mild, {}}}},
        {"damaged",
         "folds, wrinkles, tears, stickers and notes",
         {{"wander", 0.15, k_any, {}},    {"motion", 0.08, k_any, {}},
          {"mains_hum", 0.08, k_any, {}}, {"lead_off", 0.04, k_any, {}},
          {"fast_pen", 0.3, k_any, {}},   {"folds", 0.5, k_any, {}},
          {"facets", 0.7, k_any, {}},     {"wrinkles", 0.8, k_any, {}},
          {"crumple", 0.8, k_any, {}},    {"kinks", 0.6, k_any, {}},
          {"tears", 0.8, k_any, {}},      {"dog_ear", 0.3, k_any, {}},
          {"sticker", 0.3, k_any, {}},    {"handwriting", 0.5, k_any, {}},
          {"redaction", 0.2, k_any, {}},  {"coffee", 0.4, k_mild_to_moderate, {}},
          {"stamp", 0.15, k_any, {}},     {"filed", 0.3, k_any, {}},
          {"perforated", 0.2, k_any, {}}, {"papers", 0.3, k_any, {}},
          {"hand", 0.1, k_any, {}},       {"yellowing", 0.5, k_any, {}},
          {"camera_pose", 1, k_any, {}},  {"illumination", 1, k_mild, {}},
          {"defocus", 1, k_mild, {}},     {"sensor_noise", 1, k_mild, {}}}},
        {"mould-colour",
         "a mouldy page, scanned in colour",
         {{"mould", 1, k_any, {}},
          {"soak", 0.5, k_mild_to_moderate, {}},
          {"cockle", 1, k_mild_to_moderate, {}},
          {"yellowing", 0.8, k_any, {}},
          {"scan_skew", 1, k_mild_to_moderate, {}},
          {"scan_levels", 1, k_mild, {}}}},
        {"mould-bw",
         "a mouldy page, scanned in grey",
         {{"mould", 1, k_any, {}},
          {"soak", 0.5, k_mild_to_moderate, {}},
          {"cockle", 1, k_mild_to_moderate, {}},
          {"scan_skew", 1, k_mild_to_moderate, {}},
          {"scan_levels", 1, k_mild, {}},
          {"scan_grey", 1, k_mild, {}}}},
    };
}

std::vector<Preset> machines() {
    return {
        {"photocopy",
         "a photocopy, scanned",
         {{"lead_off", 0.04, k_any, {}},
          {"fast_pen", 0.3, k_mild_to_moderate, {}},
          {"folds", 0.3, k_mild, {}},
          {"dust", 0.7, k_any, {}},
          {"handwriting", 0.2, k_mild, {}},
          {"stamp", 0.1, k_mild_to_moderate, {}},
          {"filed", 0.2, k_any, {}},
          {"cropped", 0.6, k_any, {}},
          {"scan_skew", 1, k_mild_to_moderate, {}},
          {"photocopy", 1, k_any, {}},
          {"bilevel", 0.4, k_any, {}}}},
        {"fax",
         "a page sent by fax",
         {{"misfeed", 0.5, k_mild, {}},
          {"cropped", 0.2, k_any, {}},
          {"scan_skew", 0.8, k_mild, {}},
          {"fax", 1, k_any, {}}}},
        {"screenshot",
         "a part of an exported page, saved again",
         {{"wander", 0.15, k_any, {}},
          {"motion", 0.08, k_any, {}},
          {"mains_hum", 0.08, k_any, {}},
          {"lead_off", 0.04, k_any, {}},
          {"jagged", 0.3, k_any, {}},
          {"cropped", 1, k_any, {}},
          {"dark_mode", 0.15, k_any, {}},
          {"low_resolution", 0.2, k_mild, {}},
          {"jpeg_again", 0.5, k_mild_to_moderate, {}}},
         /*on_screen=*/true},
        {"thermal-faded",
         "thermal paper that has faded",
         {{"wander", 0.15, k_any, {}},
          {"motion", 0.08, k_any, {}},
          {"mains_hum", 0.08, k_any, {}},
          {"lead_off", 0.04, k_any, {}},
          {"print_stops", 0.1, k_any, {}},
          {"head_dots", 0.4, k_any, {}},
          {"thermal_fade", 1, k_mild_to_moderate, {}},
          {"fast_pen", 0.5, k_mild_to_moderate, {}},
          {"dead_dots", 0.6, k_any, {}},
          {"misfeed", 0.5, k_mild_to_moderate, {}},
          {"yellowing", 1, k_any, {}},
          {"folds", 0.5, k_mild_to_moderate, {}},
          {"cropped", 0.4, k_any, {}},
          {"scan_skew", 0.7, k_mild_to_moderate, {}},
          {"scan_levels", 0.5, k_mild, {}},
          {"illumination", 0.4, k_mild, {}},
          {"sensor_noise", 0.4, k_mild, {}}}},
    };
}

} // namespace

const std::vector<Preset>& standard_presets() {
    static const std::vector<Preset> presets = [] {
        std::vector<Preset> all{
            {{"clean", "the page as drawn, without artifacts", {}, /*on_screen=*/true}}};
        for (const auto& family : {scans(), photos(), damage(), machines()})
            all.insert(all.end(), family.begin(), family.end());
        return all;
    }();
    return presets;
}

const std::vector<PresetShare>& default_mixture() {
    static const std::vector<PresetShare> mixture{
        {"clean", 0.12},        {"screenshot", 0.06},   {"colour-scan", 0.10},  {"bw-scan", 0.06},
        {"photocopy", 0.05},    {"phone-photo", 0.28},  {"screen-photo", 0.06}, {"stained", 0.09},
        {"damaged", 0.07},      {"mould-colour", 0.04}, {"mould-bw", 0.02},     {"fax", 0.02},
        {"thermal-faded", 0.03}};
    return mixture;
}

const Preset* find_preset(const std::vector<Preset>& presets, const std::string& name) {
    const auto found = std::find_if(presets.begin(), presets.end(),
                                    [&](const Preset& preset) { return preset.name == name; });
    return found == presets.end() ? nullptr : &*found;
}

const std::vector<StrengthName>& strength_names() {
    static const std::vector<StrengthName> names{
        {"mild", k_mild}, {"moderate", k_moderate}, {"severe", k_severe}, {"any", k_any}};
    return names;
}

std::vector<PlannedArtifact> plan_artifacts(const Preset& preset, std::uint64_t seed,
                                            std::uint64_t page) {
    std::vector<PlannedArtifact> planned;
    for (const Artifact& artifact : artifacts()) {
        const auto share =
            std::find_if(preset.artifacts.begin(), preset.artifacts.end(),
                         [&](const ArtifactShare& s) { return s.artifact == artifact.name; });
        if (share == preset.artifacts.end()) continue;
        Rng random(seed, page, concat("artifact.", artifact.name));
        if (random.uniform() >= share->probability) continue;
        PlannedArtifact here{&artifact, artifact.at(draw_strength(share->strength, random))};
        for (std::size_t i = 0; i < artifact.parameters.size(); ++i)
            if (const auto own = share->own.find(artifact.parameters[i].name);
                own != share->own.end())
                here.dials.values[i] = own->second;
        planned.push_back(std::move(here));
    }
    return planned;
}

} // namespace ecgpress
