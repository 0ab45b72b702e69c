#include "dataset/cards/front_matter.hpp"

#include <algorithm>
#include <utility>

#include "codec/yaml_string.hpp"
#include "core/strings.hpp"
#include "dataset/cards/licences.hpp"
#include "dataset/cards/publication.hpp"

namespace ecgpress {

namespace {

/// The keys about the licence. Values are quoted, because a licence can be named `no` or `1.0`.
std::string licence_lines(const std::string& licence) {
    const HubLicence hub = hub_licence(licence);
    std::string text;
    for (const auto& [key, value] :
         {std::pair("license", hub.id), {"license_name", hub.name}, {"license_link", hub.link}})
        if (!value.empty()) text += concat(key, ": ", yaml_quoted(value), "\n");
    return text;
}

/// Size category of Hugging Face.
const char* size_category(std::uint64_t pages) {
    constexpr std::pair<std::uint64_t, const char*> k_sizes[] = {
        {1000, "n<1K"},         {10000, "1K<n<10K"},    {100000, "10K<n<100K"},
        {1000000, "100K<n<1M"}, {10000000, "1M<n<10M"}, {100000000, "10M<n<100M"}};
    for (const auto& [limit, name] : k_sizes)
        if (pages < limit) return name;
    return "100M<n<1B";
}

/// A dataset with the files of its splits. The first one is loaded if no name is given.
std::string config_entry(const CardConfig& config, bool is_first) {
    std::string text = concat("- config_name: ", config.name, "\n",
                              is_first ? "  default: true\n" : "", "  data_files:\n");
    for (const Split split : {Split::train, Split::val, Split::test}) {
        const auto& files = config.files[static_cast<std::size_t>(split)];
        if (files.empty()) continue;
        // The name by which readers ask for it.
        text += concat("  - split: ", split == Split::val ? "validation" : name_of(split),
                       "\n    path:\n");
        for (const std::string& pattern : files) text += concat("    - \"", pattern, "\"\n");
    }
    return text;
}

} // namespace

std::string front_matter(const FormatCard& format, const ReleaseSummary& summary,
                         const ReleaseTally& tally, const PublishSettings& publish) {
    std::string text = concat("---\n", licence_lines(licence_of(publish, summary)),
                              "pretty_name: ", yaml_quoted(publish.title),
                              "\n"
                              "task_categories:\n- object-detection\n- image-segmentation\n"
                              "- image-to-text\ntags:\n- medical\n- ecg\n- electrocardiogram\n"
                              "- digitization\nsize_categories:\n- ",
                              size_category(tally.total().pages), "\n");
    std::string configs;
    for (const CardConfig& config : format.configs) {
        const bool any = std::any_of(config.files.begin(), config.files.end(),
                                     [](const auto& files) { return !files.empty(); });
        if (any) configs += config_entry(config, configs.empty());
    }
    if (!configs.empty()) text += "configs:\n" + configs;
    return text + "---\n\n";
}

} // namespace ecgpress
