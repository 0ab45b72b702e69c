#include "pipeline/verify/verify_tables.hpp"

#include <map>
#include <unordered_map>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/strings.hpp"
#include "dataset/release/openable_files.hpp"

namespace ecgpress {

namespace {

/// How many files a crop has.
std::uint64_t crop_files(const MaskSettings& masks) {
    std::uint64_t files = 0;
    for (const LeadItemType& item : k_lead_items) files += is_stored(item, masks) ? 1 : 0;
    return files;
}

/// Reads each table once, then compares the counts.
class TablesCheck {
  public:
    TablesCheck(const ReleaseTables& tables, ProblemList& problems)
        : tables_(tables), problems_(problems) {
        tables.for_each_page([this](const ManifestRow& page) { add(page); });
        tables.for_each_lead([this](const LeadsRow& lead) { add(lead); });
    }

    void compare_counts() {
        const ItemCounts& told = tables_.counts();
        compare("pages", pages_, told.pages);
        for (const CountedItems& items : k_counted_items)
            compare(items.name, found_.*items.count, told.*items.count);
        for (const auto& [page, missing] : leads_missing_)
            if (missing != 0)
                problems_.add("leads.csv", concat("number of leads of page ", page,
                                                  " differs from manifest.csv"));
    }

    void compare_files(const PathSet& listed) {
        std::uint64_t files = files_;
        for (const std::string& path : index_files()) files += listed.has(path) ? 1 : 0;
        if (files != listed.size())
            problems_.add("SHA256SUMS",
                          concat("lists ", listed.size(), " files, the tables require ", files));
    }

    /// Checks that train.txt, val.txt and test.txt list the detection pages of their split in page
    /// order.
    void compare_lists(const fs::path& release) {
        if (found_.detection == 0) return;
        for (const char* split : {"train", "val", "test"}) {
            const std::string path = concat("detection-dataset/", split, ".txt");
            if (const std::string why = OpenableFiles(release).refusal(path); !why.empty()) {
                problems_.add(path, why);
            } else if (read_file(release / path) != lists_[split]) {
                problems_.add(path, concat("does not list the pages that are in ", split,
                                           " in manifest.csv"));
            }
        }
    }

  private:
    void add(const ManifestRow& page) {
        if (pages_ > 0 && page.index <= last_page_)
            problems_.add("manifest.csv",
                          concat("page ", page.index, " is out of order or duplicated"));
        last_page_ = page.index;
        ++pages_;
        leads_missing_[page.index] += static_cast<std::int64_t>(page.leads);
        add_split(page);
        const MaskSettings masks = tables_.masks(page.group);
        if (page.datasets.bits() != 0) {
            files_ += tables_.has_trace_truth() ? 1 : 0;
            for (const PageItemType& item : k_page_items)
                files_ += is_stored_mask(item, masks) ? 1 : 0;
        }
        if (has_more_masks(masks)) crop_files_[page.index] = crop_files(masks);
        if (page.datasets.has(Dataset::digitization)) {
            ++found_.digitization;
            ++files_; // signals are counted with the leads
        }
        if (page.datasets.has(Dataset::detection)) {
            ++found_.detection;
            files_ += 2;
            const std::string path = tables_.paths().detection_image(page.index, page.name);
            lists_[name_of(page.split)] += "./" + path.substr(path.find('/') + 1) + "\n";
        }
    }

    void add_split(const ManifestRow& page) {
        const auto [known, is_new] = split_of_patient_.emplace(page.patient, page.split);
        if (!is_new && known->second != page.split)
            problems_.add("manifest.csv",
                          concat("patient ", page.patient, " is in ", name_of(known->second),
                                 " and in ", name_of(page.split)));
    }

    void add(const LeadsRow& lead) {
        --leads_missing_[lead.page];
        const bool digitization = lead.is_in(name_of(Dataset::digitization)),
                   segmentation = lead.is_in(crop_set_name(OverlapSet::none));
        const OverlapSet overlap = lead.overlap();
        found_.segmentation += segmentation ? 1 : 0;
        found_.with_overlap += overlap == OverlapSet::with_overlap ? 1 : 0;
        found_.without_overlap += overlap == OverlapSet::without_overlap ? 1 : 0;
        const std::uint64_t crops = (segmentation ? 1 : 0) + (overlap != OverlapSet::none ? 1 : 0);
        const auto files = crop_files_.find(lead.page);
        files_ += (digitization ? 1 : 0) +
                  crops * (files == crop_files_.end() ? crop_files({}) : files->second);
    }

    void compare(const char* what, std::uint64_t found, std::uint64_t told) {
        if (found != told)
            problems_.add("logs.json",
                          concat("lists ", told, " items of ", what, ", the tables have ", found));
    }

    const ReleaseTables& tables_;
    ProblemList& problems_;
    ItemCounts found_;
    std::uint64_t pages_ = 0, last_page_ = 0, files_ = 0;
    std::unordered_map<std::uint64_t, std::uint64_t> crop_files_; ///< of pages with more masks
    std::map<std::uint64_t, std::int64_t> leads_missing_; ///< page -> leads listed minus found
    std::unordered_map<std::string, Split> split_of_patient_;
    std::unordered_map<std::string, std::string> lists_;
};

} // namespace

void check_tables(const fs::path& release, const ReleaseTables& tables, const PathSet& listed,
                  ProblemList& problems) {
    TablesCheck check(tables, problems);
    check.compare_counts();
    if (tables.format() != "folder") return; // files of other formats do not follow from the tables
    check.compare_files(listed);
    check.compare_lists(release);
}

} // namespace ecgpress
