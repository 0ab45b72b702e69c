#include "pipeline/verify/verify_tables.hpp"

#include <map>
#include <unordered_map>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/text.hpp"
#include "dataset/release/openable_files.hpp"

namespace ecgpress {

namespace {

/// One walk over each table; then what was counted is compared.
class TablesCheck {
  public:
    TablesCheck(const ReleaseTables& tables, ProblemList& problems)
        : tables_(tables), problems_(problems) {
        tables.for_each_page([this](const ReleasePage& page) { add(page); });
        tables.for_each_lead([this](const ReleaseLead& lead) { add(lead); });
    }

    void compare_counts() {
        const ReleaseCounts& told = tables_.counts();
        compare("pages", pages_, told.pages);
        compare("digitization", found_.digitization, told.digitization);
        compare("detection", found_.detection, told.detection);
        compare("segmentation", found_.segmentation, told.segmentation);
        compare("with-overlap", found_.with_overlap, told.with_overlap);
        compare("without-overlap", found_.without_overlap, told.without_overlap);
        for (const auto& [page, missing] : leads_missing_)
            if (missing != 0)
                problems_.add("leads.csv",
                              concat("does not have the leads that manifest.csv counts "
                                     "for page ",
                                     page));
    }

    void compare_files(const PathSet& listed) {
        std::uint64_t files = files_;
        for (const std::string& path : index_files()) files += listed.has(path) ? 1 : 0;
        if (files != listed.size())
            problems_.add("SHA256SUMS",
                          concat("lists ", listed.size(), " files, the tables ask for ", files));
    }

    /// train.txt, val.txt and test.txt name the detection pages of their split, in page order.
    void compare_lists(const fs::path& release) {
        if (found_.detection == 0) return;
        for (const char* split : {"train", "val", "test"}) {
            const std::string path = concat("detection-dataset/", split, ".txt");
            if (const std::string why = OpenableFiles(release).refusal(path); !why.empty()) {
                problems_.add(path, why);
            } else if (read_file(release / path) != lists_[split]) {
                problems_.add(path,
                              concat("does not list the pages that manifest.csv has in ", split));
            }
        }
    }

  private:
    void add(const ReleasePage& page) {
        if (pages_ > 0 && page.index <= last_page_)
            problems_.add("manifest.csv",
                          concat("page ", page.index, " is out of order or there twice"));
        last_page_ = page.index;
        ++pages_;
        leads_missing_[page.index] += static_cast<std::int64_t>(page.lead_count);
        add_split(page);
        if (page.datasets.bits() != 0)
            files_ +=
                (tables_.has_trace_truth() ? 1 : 0) + (tables_.masks(page.group).overlap ? 1 : 0);
        if (tables_.masks(page.group).visible) with_visible_masks_.insert(page.index);
        if (page.datasets.has(Dataset::digitization)) {
            ++found_.digitization;
            ++files_; // its leads' signals are counted with the leads
        }
        if (page.datasets.has(Dataset::detection)) {
            ++found_.detection;
            files_ += 2;
            const std::string path = tables_.paths().detection_image(page.index, page.name);
            lists_[page.split] += "./" + path.substr(path.find('/') + 1) + "\n";
        }
    }

    void add_split(const ReleasePage& page) {
        if (!parse_split(page.split))
            problems_.add("manifest.csv",
                          concat("page ", page.index, " has the split `", page.split, "`"));
        const auto [known, is_new] = split_of_patient_.emplace(page.patient, page.split);
        if (!is_new && known->second != page.split)
            problems_.add("manifest.csv", concat("patient ", page.patient, " is in ", known->second,
                                                 " and in ", page.split));
    }

    void add(const ReleaseLead& lead) {
        --leads_missing_[lead.page];
        found_.segmentation += lead.segmentation ? 1 : 0;
        found_.with_overlap += lead.overlap == OverlapSet::with_overlap ? 1 : 0;
        found_.without_overlap += lead.overlap == OverlapSet::without_overlap ? 1 : 0;
        const std::uint64_t crop_files = with_visible_masks_.count(lead.page) > 0 ? 5 : 4;
        files_ += (lead.digitization ? 1 : 0) + (lead.segmentation ? crop_files : 0) +
                  (lead.overlap != OverlapSet::none ? crop_files : 0);
    }

    void compare(const char* what, std::uint64_t found, std::uint64_t told) {
        if (found != told)
            problems_.add("logs.json",
                          concat("counts ", told, " items of ", what, ", the tables have ", found));
    }

    const ReleaseTables& tables_;
    ProblemList& problems_;
    ReleaseCounts found_;
    std::uint64_t pages_ = 0, last_page_ = 0, files_ = 0;
    std::unordered_set<std::uint64_t> with_visible_masks_; ///< pages
    std::map<std::uint64_t, std::int64_t> leads_missing_;  ///< page -> leads told less leads found
    std::unordered_map<std::string, std::string> split_of_patient_, lists_;
};

} // namespace

void check_tables(const fs::path& release, const ReleaseTables& tables, const PathSet& listed,
                  ProblemList& problems) {
    TablesCheck check(tables, problems);
    check.compare_counts();
    if (tables.format() != "folder") return; // which files others have, SHA256SUMS alone knows
    check.compare_files(listed);
    check.compare_lists(release);
}

} // namespace ecgpress
