// The plan: page index -> every choice about that page, made before a pixel is drawn. A pure
// function of (configuration, catalogue, index); O(1) a page.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "page/page.hpp"
#include "pipeline/config/config.hpp"
#include "signal/record.hpp"

namespace ecgpress {

struct PagePlan {
    std::uint64_t index = 0;
    std::size_t group = 0; ///< in Config::pages
    Split split = Split::train;
    std::uint64_t sheet = 0;       ///< index of the first page that shows the same sheet
    std::uint64_t split_index = 0; ///< how many sheets of this split come before it
    std::string look;              ///< its name
    PageDesign design;
    /// The mean overlap ratio that the row height shall give, between two limits.
    struct WantedOverlap {
        double ratio = 0;
        NumberRange row_height_mm;
    };
    std::optional<WantedOverlap> overlap;
    MaskSettings mask;
    JpegSettings jpeg;
    std::string preset = "clean";
    std::vector<PlannedArtifact> artifacts; ///< what happens to the page, in their order
    /// Catalogue position of the record on the page's back, of the same split; if it is seen.
    std::optional<std::size_t> back;
};

/// Fewest-surprise limit on how many records are tried for one page before the page is given up.
constexpr std::size_t k_max_candidates = 64;

class Plan {
  public:
    /// @throws ConfigError if a split has pages but no patient, or a design is impossible
    Plan(const Config& config, const std::vector<RecordInfo>& catalogue);

    std::uint64_t page_count() const { return page_count_; }
    PagePlan page(std::uint64_t index) const;
    /// Catalogue positions to try for a page: the planned record first, then its replacements in a
    /// seeded order; at most k_max_candidates, none twice. Records of a split are used in a seeded
    /// order, each as often as needed.
    std::vector<std::size_t> candidates(const PagePlan& page) const;
    /// The first page of a group's n-th sheet (from 0) that shows a layout; nothing if it has
    /// fewer.
    std::optional<std::uint64_t> nth_sheet(std::size_t group, const std::string& layout,
                                           std::uint64_t n) const;
    /// Catalogue positions of a split's records.
    const std::vector<std::size_t>& records(Split split) const;

  private:
    struct Cell { ///< a layout and split of a group
        std::uint64_t count = 0;
        std::size_t layout = 0;
        Split split = Split::train;
    };
    using SplitCounts = std::array<std::uint64_t, k_split_count>;
    /// A group's sheets: its cells evenly mixed, over and over. A plan of 10^8 pages takes no more
    /// memory than one of a period, as long as counts have a common divisor.
    struct Mixture {
        std::uint64_t first_page = 0;
        std::vector<Cell> cells;
        std::vector<std::uint8_t> period;      ///< the cell of each sheet
        std::vector<SplitCounts> split_counts; ///< before every 256th sheet of the period
        SplitCounts in_period{}, before{};     ///< sheets of a period; of the groups before
    };

    /// @throws ConfigError if they are more than a byte can tell apart
    std::vector<Cell> cells_of(const PageGroup& group) const;
    static Mixture mixture_of(std::vector<Cell> cells);
    std::size_t group_of(std::uint64_t index) const;
    /// Sheets of `split` before a sheet of a group.
    std::uint64_t split_index(const Mixture& mixture, std::uint64_t sheet, Split split) const;

    const Config* config_;
    std::uint64_t page_count_ = 0;
    std::vector<Mixture> mixtures_; ///< of each group
    std::array<std::vector<std::size_t>, k_split_count> records_;
};

/// Folds 1-8 train, 9 val, 10 test (PTB-XL's recommendation: Wagner et al. 2020, Scientific Data
/// 7:154); a record without fold by a hash of its patient, in the same 8 : 1 : 1.
Split split_of(const RecordInfo& record);

} // namespace ecgpress
