// The configuration: structs with default values. load_config.hpp reads it, config_text.hpp writes
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
#include "page/header_text.hpp"
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

/// A class of records (classes_of) and its share of a group's pages.
struct ClassShare {
    std::string name;
    double weight = 1;
};

/// Limits of the datasets: the first N pages or crops in page order are kept.
struct Caps {
    std::optional<std::uint64_t> digitization, detection;                     ///< pages
    std::optional<std::uint64_t> segmentation, with_overlap, without_overlap; ///< crops
    bool required = true; ///< A limit that is not reached is an error.
};

/// How the page images of a group are written.
struct PageJpegSettings : JpegSettings {
    /// Each page's quality is drawn between this one and `quality`. 0: all have `quality`.
    int least_quality = 0;
    /// Pages that are turned by 90, 180 or 270 degrees have the EXIF tag that shows them upright.
    bool exif_orientation = false;
};

/// A group of pages: number, appearance, and the datasets that they are for.
struct PageGroup {
    std::string name;
    std::vector<LayoutShare> layouts;
    std::vector<Lead> rhythm; ///< full-length strips below the layout and its own strips
    /// Pages of each layout and split: counts[layout][split], from `count` (a total or one number
    /// per split; for each layout if `count_per: layout`). For paired pages: number of sheets.
    std::vector<std::array<std::uint64_t, k_split_count>> counts;
    std::vector<ClassShare> count_by; ///< empty: records of any class; by name
    DatasetSet datasets;
    Caps caps;
    std::vector<LookShare> looks; ///< at least one
    /// Requested mean overlap ratio of a page's crops, sampled per page. The row height is chosen
    /// for it. No value: the row height itself is sampled.
    std::optional<NumberRange> overlap_ratio;
    MaskSettings mask;
    PageJpegSettings jpeg;
    std::vector<PresetShare> artifacts; ///< presets of artifacts; if empty, none are applied
    /// If not empty: each sheet gives one page per preset, with consecutive indices.
    std::vector<std::string> paired;

    std::uint64_t pages_a_sheet() const { return paired.empty() ? 1 : paired.size(); }
    std::uint64_t page_count() const;
};

/// Leads of a page of one of the group's layouts, including rhythm strips.
std::uint64_t leads_a_page(const std::vector<Layout>& layouts, const PageGroup& group,
                           std::size_t layout);

struct ShardSettings {
    /// Page indices per shard. 0 is replaced by default_shard_pages when the configuration is read.
    std::uint64_t pages = 0;
};

/// 0.1 % of the run, so that hundreds of ranks have work and the tail is short, but at least 8 and
/// at most 1000 pages. 1000 pages with all datasets are 1.7 GB (config/million.yaml): few, large
/// files for a parallel file system, and a killed rank loses less than a minute of work.
std::uint64_t default_shard_pages(std::uint64_t run_pages);

/// A tenth of a run of up to 1,000 pages, so that its report has figures, and 100 for larger ones.
std::uint64_t default_oracle_distance(std::uint64_t run_pages);

/// The oracle's check of pages while they are rendered.
struct OracleSettings {
    /// Distance between checked page indices; 0 to check none. No value is replaced by
    /// default_oracle_distance when the configuration is read.
    std::optional<std::uint64_t> every;
    /// Minimum signal-to-noise ratios in dB; a checked page below one of them fails. By default
    /// only the reading of sample positions has a real minimum: columns and masks end at the page
    /// edge, and traces may leave the page.
    OracleScores floors_db{{60, -100, -100, -100}};
};

/// Content of the pages' headers.
struct HeaderSettings {
    HeaderSource source = HeaderSource::record;
};

/// The user's own pictures.
struct TextureSettings {
    std::filesystem::path folder; ///< of pictures of desks; empty: only the built-in desks
    /// Of its pictures. Computed when the configuration is read, unless a run has stored it.
    std::string sha256;
};

/// The largest seed that a configuration can have.
constexpr double k_largest_seed = 9.2e18;

struct Config {
    std::uint64_t seed = 0;
    SourceSettings source;
    HeaderSettings header;
    std::vector<Layout> layouts; ///< built-in ones, then custom ones
    std::vector<Preset> presets; ///< built-in ones, then custom ones
    std::vector<PageGroup> pages;
    /// Font files, in the order of Face. If empty, FontFile::find chooses.
    std::array<std::filesystem::path, k_face_count> typefaces;
    TextureSettings textures;
    ShardSettings shard;
    ReleaseSettings release;
    OracleSettings oracle;

    std::uint64_t page_count() const;
};

} // namespace ecgpress
