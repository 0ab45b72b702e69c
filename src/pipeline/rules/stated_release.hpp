// What the configuration in a shard or in a release's logs.json states about pages, and what else
// logs.json states: format, settings and counts.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "codec/json.hpp"
#include "dataset/release/release_writer.hpp"
#include "dataset/shard/mask_settings.hpp"
#include "page/layout.hpp"

namespace ecgpress {

/// A group of pages, as the configuration states it.
struct StatedGroup {
    DatasetSet datasets;
    MaskSettings masks;
    std::vector<Layout> layouts;
    std::vector<std::string> looks, presets; ///< presets: empty if any is possible
    /// Numbers of the style of each look that are not sampled per page: "dpi", "box_padding_mm/x".
    /// The weights of names and numbers that are: "label_place/trace"; 1 if it is the only one.
    std::map<std::string, std::map<std::string, double>> styles;
    bool is_fitted = false; ///< time that does not fit on a page is not shown
    Json config;            ///< the group's part of the configuration

    const Layout* layout(const std::string& name) const;
    /// A number of the style of a look; no value if it is sampled per page.
    std::optional<double> style(const std::string& look, const std::string& key) const;
};

/// The JPEG quality of a group's pages; 1, the lowest, if it is drawn for each page.
int jpeg_quality_of(const StatedGroup* group);

/// What a configuration states about pages.
struct StatedConfig {
    std::uint64_t seed = 0;
    std::uint64_t oracle_every = 0; ///< 0: no page was measured
    double most_lost = 1;           ///< share of a lead's samples
    bool has_windows = false;       ///< records can be parts of recordings
    LabelSettings labels;
    TruthSettings truth;
    std::map<std::string, StatedGroup> groups;

    /// Null if there is no such group.
    const StatedGroup* group(const std::string& name) const;
};

struct StatedRelease : StatedConfig {
    std::string format;
    ReleaseSettings settings; ///< without formats and limits of archives
    ReleaseSummary summary;   ///< without attribution and licence
    Json counts;
};

/// @param config  JSON, as in the header of a shard @throws DataError if it is not a configuration
StatedConfig read_stated_config(const std::string& config);
/// @throws DataError if the text is not the logs.json of a release
StatedRelease read_stated_release(const std::string& logs_json);

} // namespace ecgpress
