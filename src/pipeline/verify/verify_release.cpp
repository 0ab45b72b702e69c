#include "pipeline/verify/verify_release.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/release/release_paths.hpp"
#include "dataset/release/release_tables.hpp"
#include "parallel/shared_items.hpp"
#include "pipeline/compare/compare_release.hpp"
#include "pipeline/verify/listed_files.hpp"
#include "pipeline/verify/page_rules.hpp"
#include "pipeline/verify/table_walk.hpp"
#include "pipeline/verify/verify_digest.hpp"
#include "pipeline/verify/verify_tables.hpp"

namespace ecgpress {

namespace {

/// Files about the whole release that only some formats have.
struct OwnFile {
    const char* format;
    const char* path;
};
constexpr OwnFile k_own_files[] = {{"yolo-seg", "data.yaml"},
                                   {"yolo-pose", "data.yaml"},
                                   {"yolo-obb", "data.yaml"},
                                   {"nnunet", "dataset.json"},
                                   {"hdf5", "index.h5"}};

class ReleaseCheck {
  public:
    ReleaseCheck(fs::path release, const Communicator& communicator, const VerifySettings& settings)
        : release_(std::move(release)), communicator_(communicator), settings_(settings),
          is_root_(communicator.rank() == 0), files_(release_, communicator, findings_.problems) {}

    RankFindings run(const RunIdentity* run, const std::string& format) {
        if (communicator_.broadcast(is_unfinished())) return std::move(findings_);
        read_log();
        std::string pixels_root;
        if (is_root_) {
            require_index_files();
            pixels_root = check_digest(files_, findings_.problems);
        }
        pixels_root = communicator_.broadcast(pixels_root);
        if (tables_) {
            if (is_root_) check_statement(run, format);
            check_pages(pixels_root);
        } else if (is_root_) {
            findings_.not_checked.push_back(
                "labels, images and tables of this release: logs.json cannot be read");
        }
        files_.forget();
        // Before the rest, so that what it reads is not read again.
        if (tables_ && files_.has_list()) compare_files(run != nullptr);
        files_.check_rest([this](const std::string& path) { check_is_known(path); });
        findings_.files = files_.files();
        return std::move(findings_);
    }

  private:
    void problem(const std::string& file, const std::string& what) {
        findings_.problems.add(file, what);
    }

    /// Compares what the files say about the same thing. What a damaged file says is not compared,
    /// because its damage is a problem already.
    void compare_files(bool has_shards) {
        const CompareShare share{
            is_root_, [this](std::uint64_t page) { return files_.is_mine(page); }, choice_,
            [this](const std::string& path) { return files_.read(path); },
            [this] { files_.forget(); }};
        CompareResult result;
        try {
            result = compare_release(
                release_, share,
                [this](const std::string& file, const std::string& what) { problem(file, what); });
        } catch (const Error& error) {
            problem("comparison of files", error.what());
        }
        std::uint64_t compared = 0;
        for (const std::uint64_t pages : communicator_.gather(result.compared)) compared += pages;
        if (!is_root_) return;
        if (compared != result.chosen)
            problem("manifest.csv",
                    concat(result.chosen, " of its pages were to be compared, but ", compared,
                           " were. Run verify again when nothing writes ", "to the release."));
        if (has_shards) return; // the comparison with the shards knows it all
        for (std::string& what : result.not_checked)
            findings_.not_checked.push_back(std::move(what));
    }

    /// A release that merge has started, on rank 0.
    bool is_unfinished() {
        std::error_code error;
        if (!is_root_ || files_.has_list() || !fs::exists(release_notes(release_), error))
            return false;
        problem(release_notes(release_).filename().string(),
                "The release is unfinished. Run `ecgpress merge`.");
        findings_.not_checked.push_back("the files of this release: it is unfinished");
        return true;
    }

    /// Rank 0 reads logs.json, and all ranks get the same text.
    void read_log() {
        const std::string* log = is_root_ ? files_.read("logs.json") : nullptr;
        const auto text = communicator_.broadcast(log != nullptr ? std::optional<std::string>(*log)
                                                                 : std::nullopt);
        if (!text) return; // the reason is reported
        try {
            tables_.emplace(*text);
            stated_.emplace(read_stated_release(*text));
        } catch (const DataError& error) {
            tables_.reset();
            if (is_root_) problem("tables", error.what());
        }
    }

    void require_index_files() {
        for (const char* path : k_every_release) files_.require(path);
        if (!tables_) return;
        for (const std::string& path : truth_tables(tables_->truth())) files_.require(path);
        for (const OwnFile& own : k_own_files)
            if (tables_->format() == own.format) files_.require(own.path);
        if (tables_->format() == "folder" && tables_->counts().detection > 0)
            files_.require("detection-dataset/data.yaml");
    }

    /// Compares what logs.json states with the run and with the folder's name.
    void check_statement(const RunIdentity* run, const std::string& format) {
        if (!format.empty() && tables_->format() != format)
            problem("logs.json", concat("states the format `", tables_->format(),
                                        "`, but the folder's name is that of `", format,
                                        "`. Remove the folder and run `ecgpress merge`."));
        if (run == nullptr)
            findings_.not_checked.push_back("whether the release is of the run that was meant and "
                                            "agrees with its shards: there is no run.json here");
        if (run == nullptr) return;
        const std::string other = differences_of(tables_->run(), *run);
        if (!other.empty())
            problem("logs.json", concat("states another run than run.json. Different values: ",
                                        other, ". Remove the release and run `ecgpress merge`."));
    }

    void check_pages(const std::string& pixels_root) {
        TablesCheck tables(*tables_, findings_.problems, findings_.lost);
        choose_pages();
        PageRules rules(*tables_, *stated_, !pixels_root.empty(), files_, settings_, findings_);
        const bool has_rules = tables_->format() == "folder";
        tables_are_whole_ = walk_tables(
            release_, communicator_, files_, findings_.problems,
            [&](const ReleasePage& page) { tables.add(page); },
            [&](const ReleasePage& page) {
                if (has_rules) check_page(rules, page);
            });
        require_total(tables.pages());
        std::vector<std::string> pixels;
        for (const auto& rank : communicator_.gather(rules.pixels()))
            pixels.insert(pixels.end(), rank.begin(), rank.end());
        if (!is_root_) return;
        if (has_rules && !pixels_root.empty())
            compare_pixels(pixels_root, std::move(pixels), findings_.problems);
        if (!tables_are_whole_)
            findings_.not_checked.push_back(
                "the pages after the place at which the tables cannot be read");
        tables.compare_counts();
        if (has_rules) tables.compare_lists(files_);
    }

    /// Chooses the pages that are compared, on rank 0. A manifest that cannot be read is reported
    /// when its rows are.
    void choose_pages() {
        std::uint64_t pages = 0;
        try {
            if (is_root_) pages = count_pages(release_);
        } catch (const Error&) {
        }
        choice_ = PageChoice::of(communicator_.broadcast(pages), settings_.sample);
    }

    /// No error on a page keeps the others from being checked.
    void check_page(PageRules& rules, const ReleasePage& page) {
        try {
            rules.check(page, choice_.has(page.place) ? PageChecks::all : PageChecks::rules);
        } catch (const Error& error) {
            problem(concat("page ", page.row.index), concat("cannot be checked. ", error.what()));
        }
        ++findings_.pages;
        files_.forget();
    }

    /// All pages of the tables must have been checked, each on one rank.
    void require_total(std::uint64_t listed) {
        std::uint64_t checked = 0;
        for (const std::uint64_t pages : communicator_.gather(findings_.pages)) checked += pages;
        if (is_root_ && tables_->format() == "folder" && checked != listed)
            problem("manifest.csv", concat("lists ", counted(listed, "page"), ", but ", checked,
                                           " were checked. Run verify again when nothing writes "
                                           "to the release."));
    }

    /// Every file of a folder release is in the tables, or about the whole release.
    void check_is_known(const std::string& path) {
        if (!tables_ || tables_->format() != "folder" || !tables_are_whole_) return;
        const auto& index = index_files();
        if (std::find(index.begin(), index.end(), path) == index.end())
            problem(path, "is in SHA256SUMS, but the tables do not contain it");
    }

    fs::path release_;
    const Communicator& communicator_;
    const VerifySettings& settings_;
    bool is_root_;
    RankFindings findings_;
    ListedFiles files_; ///< adds to findings_
    std::optional<ReleaseTables> tables_;
    std::optional<StatedRelease> stated_; ///< of the same text
    PageChoice choice_;
    bool tables_are_whole_ = false;
};

} // namespace

RankFindings verify_release(const fs::path& release, const Communicator& communicator,
                            const VerifySettings& settings, const RunIdentity* run,
                            const std::string& format) {
    return ReleaseCheck(release, communicator, settings).run(run, format);
}

} // namespace ecgpress
