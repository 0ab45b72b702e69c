// The configuration: structs with the defaults. load_config.hpp reads it, config_text.hpp writes
// it.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "codec/jpeg.hpp"
#include "dataset/release/release_writer.hpp"
#include "dataset/shard/mask_settings.hpp"
#include "dataset/shard/sample.hpp"
#include "page/layout.hpp"
#include "page/page.hpp"
#include "pipeline/config/looks.hpp"
#include "pipeline/config/presets.hpp"
#include "signal/record_source.hpp"

namespace ecgpress {

/// A layout and its share of a group's pages.
struct LayoutShare {
    std::string layout;
    double weight = 1;
};

/// What can be capped: the first N in page order are kept.
struct Caps {
    std::optional<std::uint64_t> digitization, detection;                     ///< pages
    std::optional<std::uint64_t> segmentation, with_overlap, without_overlap; ///< crops
};

/// Pages of one kind: how many, how they look, which datasets they feed.
struct PageGroup {
    std::string name;
    std::vector<LayoutShare> layouts;
    std::vector<Lead> rhythm; ///< full-length strips under each page's grid and its layout's own
    /// Pages of each layout and split: count[layout][split], from `count` (a total, or one number a
    /// split, times layouts if `count_per: layout`). Of paired pages: of one preset.
    std::vector<std::array<std::uint64_t, k_split_count>> counts;
    DatasetSet datasets;
    Caps caps;
    std::vector<LookShare> looks; ///< one at least
    /// Mean overlap ratio of a page's crops that its row height is chosen for, drawn for each page;
    /// nothing: the row height is drawn.
    std::optional<NumberRange> overlap_ratio;
    MaskSettings mask;
    JpegSettings jpeg;
    std::vector<PresetShare> artifacts; ///< what happens to the pages; empty: nothing
    /// Presets under each of which the same sheet becomes a page, one after the other; empty: pages
    /// are not paired.
    std::vector<std::string> paired;

    std::uint64_t pages_a_sheet() const { return paired.empty() ? 1 : paired.size(); }
    std::uint64_t page_count() const;
};

struct ShardSettings {
    /// Page indices a shard. Set to 0, it becomes default_shard_pages when the configuration is
    /// read.
    std::uint64_t pages = 0;
};

/// A thousandth of the run, so that hundreds of ranks find work and the tail is short; but at least
/// 8 pages, and at most 1000: with all datasets these are 1.7 GB (config/million.yaml), few and
/// large enough for a parallel file system, and what a killed rank loses is less than a minute.
std::uint64_t default_shard_pages(std::uint64_t run_pages);

/// The oracle's check while pages are made.
struct OracleSettings {
    std::uint64_t every = 100; ///< page indices between two checked pages; 0: none is checked
    /// A checked page that is read back worse is a failure. Traces may leave the page, so only the
    /// samples' positions promise something by default.
    OracleScores floors_db{{60, -100, -100, -100}};
};

struct Config {
    std::uint64_t seed = 0;
    SourceSettings source;
    std::vector<Layout> layouts; ///< the standard ones and the user's
    std::vector<Preset> presets; ///< the standard ones and the user's
    std::vector<PageGroup> pages;
    /// Font files, in Face's order; empty: Typeface::find's documented places.
    std::array<std::filesystem::path, k_face_count> typefaces;
    ShardSettings shard;
    ReleaseSettings release;
    OracleSettings oracle;

    std::uint64_t page_count() const;
};

} // namespace ecgpress
