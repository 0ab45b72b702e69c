// Plan: page index -> all random choices for that page, made before it is rendered. A pure function
// of (configuration, catalogue, index), O(1) per page.
#pragma once

#include <array>
#include <cstdint>
#include <map>
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
    std::uint64_t split_index = 0; ///< number of sheets of this split before it
    std::string look;              ///< name of the look
    std::string record_class;      ///< with `count_by`: class of the record; otherwise ""
    PageDesign design;
    /// Requested mean overlap ratio. The row height is chosen for it, within a range.
    struct WantedOverlap {
        double ratio = 0;
        NumberRange row_height_mm;
    };
    std::optional<WantedOverlap> overlap;
    MaskSettings mask;
    JpegSettings jpeg;
    std::string preset = "clean";
    std::vector<PlannedArtifact> artifacts; ///< in the order in which they are applied
    /// Catalogue position of the record on the page's back, if an artifact lets it show through. It
    /// is of the same split, so that no signal of another split is visible.
    std::optional<std::size_t> back;
};

/// Limit of records tried for one page. If all are invalid, the page fails. Bounds the time for one
/// page if many records of the source are invalid.
constexpr std::size_t k_max_candidates = 64;

class Plan {
  public:
    /// @throws ConfigError if a split has pages but no records, or none of a class in `count_by`,
    /// or a design does not fit on its page
    Plan(const Config& config, const std::vector<RecordInfo>& catalogue);

    std::uint64_t page_count() const { return page_count_; }
    PagePlan page(std::uint64_t index) const;
    /// PagePlan::split of a page, without the rest of its plan.
    Split split_of_page(std::uint64_t index) const;
    /// Catalogue positions to try for a page: the planned record, then replacements in a random
    /// order; at most k_max_candidates, all different. Records of a split are used in a random
    /// order. Each is used once before any is used again. With `count_by` all are of the page's
    /// class, and as many sheets of the split as the class has records use each of them at most
    /// once.
    std::vector<std::size_t> candidates(const PagePlan& page) const;
    /// First page of a group's n-th sheet (from 0) with this layout; std::nullopt if it has fewer.
    std::optional<std::uint64_t> nth_sheet(std::size_t group, const std::string& layout,
                                           std::uint64_t n) const;
    /// Catalogue positions of a split's records.
    const std::vector<std::size_t>& records(Split split) const;

  private:
    struct Cell { ///< all sheets of one layout and one split in a group
        std::uint64_t count = 0;
        std::size_t layout = 0;
        Split split = Split::train;
    };
    using SplitCounts = std::array<std::uint64_t, k_split_count>;
    /// Order of a group's sheets: a period in which its cells are evenly mixed, repeated. If the
    /// counts have a large common divisor, the period is short: a plan of 10^8 pages then needs no
    /// more memory than a plan of one period.
    struct Mixture {
        std::uint64_t first_page = 0;
        std::vector<Cell> cells;
        std::vector<std::uint8_t> period;      ///< cell of each sheet
        std::vector<SplitCounts> split_counts; ///< sheets before every 256th sheet of the period
        SplitCounts in_period{}, before{};     ///< sheets of one period; of all groups before
    };

    /// @throws ConfigError if there are more than 255: `period` stores them as bytes
    std::vector<Cell> cells_of(const PageGroup& group) const;
    static Mixture mixture_of(std::vector<Cell> cells);
    std::size_t group_of(std::uint64_t index) const;
    /// The cell of a sheet. @param sheet  number in its group
    static const Cell& cell_of(const Mixture& mixture, std::uint64_t sheet) {
        return mixture.cells[mixture.period[sheet % mixture.period.size()]];
    }
    using BySplit = std::array<std::vector<std::size_t>, k_split_count>;
    /// Catalogue positions of the records that a page can show.
    const std::vector<std::size_t>& records_for(const PagePlan& page) const;
    /// Sheets of `split` before a sheet of a group.
    std::uint64_t split_index(const Mixture& mixture, std::uint64_t sheet, Split split) const;

    const Config* config_;
    std::uint64_t page_count_ = 0;
    std::vector<Mixture> mixtures_; ///< one per group
    BySplit records_;
    std::map<std::string, BySplit> records_of_class_; ///< of each class in `count_by`
};

/// Folds 1-8 are train, 9 is val, 10 is test, as recommended for PTB-XL (Wagner et al. 2020,
/// Scientific Data 7:154). A record without a fold is assigned by a hash of its patient, in the
/// same proportion 8 : 1 : 1.
Split split_of(const RecordInfo& record);

} // namespace ecgpress
