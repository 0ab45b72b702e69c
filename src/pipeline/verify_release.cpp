#include <fstream>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "codec/bmp.hpp"
#include "codec/png.hpp"
#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/text.hpp"
#include "dataset/truth_file.hpp"
#include "pipeline/release_files.hpp"
#include "pipeline/release_tables.hpp"
#include "pipeline/verify_parts.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_digest_digits = 64;
constexpr const char* k_missing = "is missing";

Bytes bytes_of(const std::string& text) {
    return {text.begin(), text.end()};
}

/// Which of a walk's items are this rank's: every size-th.
class Share {
  public:
    explicit Share(const Communicator& communicator)
        : rank_(static_cast<std::uint64_t>(communicator.rank())),
          size_(static_cast<std::uint64_t>(communicator.size())) {}
    bool next_is_mine() { return next_++ % size_ == rank_; }

  private:
    std::uint64_t rank_, size_, next_ = 0;
};

class ReleaseCheck {
  public:
    ReleaseCheck(fs::path release, const Communicator& communicator, const VerifySettings& settings)
        : release_(std::move(release)), files_(release_), communicator_(communicator),
          settings_(settings) {}

    VerifyPart run() {
        for (const char* path : {"SHA256SUMS", "manifest.csv", "leads.csv", "logs.json"})
            if (const std::string why = files_.refusal(path); !why.empty() && why != k_missing) {
                if (communicator_.rank() == 0) problem(path, why);
                return std::move(part_);
            }
        check_sums();
        if (communicator_.rank() == 0) find_extra_files();
        try {
            const ReleaseTables tables(release_);
            if (communicator_.rank() == 0) check_tables(release_, tables, listed_, part_.problems);
            check_pages(tables);
            check_leads(tables);
        } catch (const Error& error) {
            if (communicator_.rank() == 0) part_.problems.add("tables", std::string(error.what()));
        }
        return std::move(part_);
    }

  private:
    void problem(const std::string& file, const std::string& what) {
        part_.problems.add(file, what);
    }

    /// Every line of SHA256SUMS: is the file there, and are its bytes the same?
    void check_sums() {
        std::ifstream in(release_ / "SHA256SUMS", std::ios::binary);
        if (!in && communicator_.rank() == 0)
            problem("SHA256SUMS", "is missing: the release was never finished, or lost it (run "
                                  "`ecgpress merge` again)");
        Share share(communicator_);
        std::string line;
        while (std::getline(in, line)) {
            const bool mine = share.next_is_mine();
            if (line.size() < k_digest_digits + 3 || line.compare(k_digest_digits, 2, "  ") != 0) {
                if (mine) problem("SHA256SUMS", concat("line `", line, "` is no digest and path"));
                continue;
            }
            const std::string path = line.substr(k_digest_digits + 2);
            listed_.add(path);
            if (mine) check_sum(path, line.substr(0, k_digest_digits));
        }
    }

    void check_sum(const std::string& path, const std::string& digest) {
        ++part_.files;
        if (const std::string why = files_.refusal(path); !why.empty()) {
            problem(path, why);
        } else if (sha256_of_file(release_ / path) != digest) {
            problem(path, "does not have the digest that SHA256SUMS says (one of the two changed)");
        }
    }

    void find_extra_files() {
        for (const auto& entry : fs::recursive_directory_iterator(release_)) {
            if (!entry.is_symlink() && !entry.is_regular_file()) continue;
            const std::string path = entry.path().lexically_relative(release_).generic_string();
            if (path != "SHA256SUMS" && !listed_.has(path))
                problem(path, "is not in SHA256SUMS: it does not belong to the release");
        }
    }

    /// Reads a file that the tables ask for; notes it if it cannot be.
    bool read(const std::string& path, std::string& text) {
        if (!listed_.has(path)) problem(path, "is in the tables but not in SHA256SUMS");
        const std::string why = files_.refusal(path);
        if (!why.empty()) {
            if (!listed_.has(path)) problem(path, why); // else SHA256SUMS told already
            return false;
        }
        try {
            text = read_file(release_ / path);
            return true;
        } catch (const IoError& error) {
            problem(path, error.what());
            return false;
        }
    }

    void check_pages(const ReleaseTables& tables) {
        std::unordered_map<std::uint64_t, std::size_t> traces; // of each page, that are on it
        tables.for_each_lead(
            [&](const ReleaseLead& lead) { traces[lead.page] += lead.has_box ? 1 : 0; });
        Share share(communicator_);
        tables.for_each_page([&](const ReleasePage& page) {
            if (page.datasets.bits() != 0) shown_.insert(page.index);
            if (tables.masks(page.group).visible) with_visible_masks_.insert(page.index);
            if (share.next_is_mine())
                check_page(page, tables.paths(), traces[page.index],
                           tables.masks(page.group).overlap);
        });
    }

    void check_page(const ReleasePage& page, const ReleasePaths& paths, std::size_t traces,
                    bool has_overlap_mask) {
        ++part_.pages;
        std::string text;
        const auto image = [&](const std::string& path) {
            if (read(path, text))
                part_.problems.add(path,
                                   check_page_image(bytes_of(text), page.width_px, page.height_px));
        };
        if (page.datasets.has(Dataset::detection)) {
            image(paths.detection_image(page.index, page.name));
            const std::string label = paths.detection_label(page.index, page.name);
            if (read(label, text)) part_.problems.add(label, check_yolo(text, traces));
        }
        if (page.datasets.has(Dataset::digitization))
            image(paths.digitization_image(page.index, page.name));
        if (!has_overlap_mask || page.datasets.bits() == 0) return;
        const std::string mask = paths.overlap_mask(page.index, page.name);
        if (read(mask, text))
            part_.problems.add(mask,
                               check_overlap_mask(bytes_of(text), page.width_px, page.height_px));
    }

    /// Leads of one page follow each other.
    void check_leads(const ReleaseTables& tables) {
        Share share(communicator_);
        std::vector<ReleaseLead> page;
        const auto check_page_leads = [&] {
            if (!page.empty() && share.next_is_mine()) check_leads_of_page(page, tables);
            page.clear();
        };
        tables.for_each_lead([&](const ReleaseLead& lead) {
            if (!page.empty() && page.back().page != lead.page) check_page_leads();
            page.push_back(lead);
        });
        check_page_leads();
    }

    void check_leads_of_page(const std::vector<ReleaseLead>& leads, const ReleaseTables& tables) {
        std::vector<LeadFiles> files;
        files.reserve(leads.size());
        for (const ReleaseLead& lead : leads) files.push_back(check_lead(lead, tables.paths()));
        if (tables.has_trace_truth() && shown_.count(leads.front().page) > 0)
            check_page_truth(leads, files, tables);
    }

    /// What a lead's files hold, as far as they could be read.
    struct LeadFiles {
        std::string signal_json;
        Bytes mask_png, mask_bmp; ///< only if they obey the rules
    };

    LeadFiles check_lead(const ReleaseLead& lead, const ReleasePaths& paths) {
        LeadFiles files;
        if (lead.digitization) {
            const std::string path =
                paths.digitization_signal(lead.page, page_name_of(lead), lead.name);
            if (read(path, files.signal_json))
                part_.problems.add(path, check_signal(files.signal_json, lead.sample_count));
        }
        if (lead.segmentation)
            check_crop_files(lead, paths.crop(OverlapSet::none, lead.page, lead.name), files);
        if (lead.overlap == OverlapSet::none) return files;
        const CropPaths crop = paths.crop(lead.overlap, lead.page, lead.name);
        check_crop_files(lead, crop, files);
        if ((lead.overlap == OverlapSet::with_overlap) != (lead.other_ink_px > 0))
            problem(crop.image, concat("is in the wrong half: it has ", lead.other_ink_px,
                                       " pixels of other leads' ink"));
        return files;
    }

    void check_crop_files(const ReleaseLead& lead, const CropPaths& paths, LeadFiles& files) {
        ++part_.crops;
        std::string image, png, bmp, signal;
        const bool has_image = read(paths.image, image), has_png = read(paths.mask_png, png);
        const bool has_bmp = read(paths.mask_bmp, bmp),
                   has_signal = read(paths.signal_json, signal);
        if (!has_image || !has_png || !has_bmp || !has_signal) return;
        CropFacts facts{lead.crop_width_px, lead.crop_height_px, lead.mask_columns_per_px, {}};
        if (lead.mask_is_as_printed) facts.mask_ink_px = lead.target_ink_px;
        const Problems problems = check_crop(bytes_of(image), bytes_of(png), bytes_of(bmp), facts);
        part_.problems.add(paths.mask_png, problems);
        part_.problems.add(paths.signal_json, check_signal(signal, lead.sample_count));
        std::string visible;
        if (problems.empty() && with_visible_masks_.count(lead.page) > 0 &&
            read(paths.mask_visible, visible))
            part_.problems.add(paths.mask_visible,
                               check_visible_mask(bytes_of(visible),
                                                  lead.mask_is_as_printed ? bytes_of(png) : Bytes(),
                                                  facts));
        if (problems.empty()) files = {std::move(signal), bytes_of(png), bytes_of(bmp)};
    }

    void check_page_truth(const std::vector<ReleaseLead>& leads,
                          const std::vector<LeadFiles>& files, const ReleaseTables& tables) {
        const std::string path =
            tables.paths().trace_truth(leads.front().page, page_name_of(leads.front()));
        std::string text;
        if (!read(path, text)) return;
        try {
            const PageTruth truth = read_truth_npz(bytes_of(text));
            if (truth.leads.size() != leads.size())
                return problem(
                    path, concat("has ", truth.leads.size(), " leads, leads.csv ", leads.size()));
            Oracle oracle;
            for (std::size_t i = 0; i < leads.size(); ++i)
                check_lead_truth(path, truth, i, files[i], oracle);
            if (!settings_.oracle) return;
            part_.problems.add(path, under_floor(oracle.scores(), tables.oracle_floors_db()));
            part_.oracle.add(oracle.scores());
        } catch (const DataError& error) {
            problem(path, error.what());
        }
    }

    void check_lead_truth(const std::string& path, const PageTruth& page, std::size_t i,
                          const LeadFiles& files, Oracle& oracle) {
        if (files.signal_json.empty()) return; // a page that is only in the detection dataset
        const LeadTruth& truth = page.leads[i];
        OracleLead lead{signal_of(files.signal_json),
                        page.rate_hz,
                        truth.baseline_y_px,
                        truth.px_per_mv,
                        truth.trace,
                        truth.crop_px,
                        {},
                        {},
                        page.warp};
        part_.problems.add(concat(path, ", lead ", truth.number), check_truth(lead));
        if (!settings_.oracle) return;
        if (!files.mask_png.empty()) {
            lead.mask_png = decode_png(files.mask_png);
            lead.mask_bmp = decode_mask_bmp(files.mask_bmp);
        }
        oracle.add(lead);
    }

    static std::string page_name_of(const ReleaseLead& lead) {
        return lead.name.substr(0, lead.name.find("_lead_"));
    }

    fs::path release_;
    ReleaseFiles files_;
    const Communicator& communicator_;
    const VerifySettings& settings_;
    PathSet listed_;
    std::unordered_set<std::uint64_t> shown_;              ///< pages that are in a dataset
    std::unordered_set<std::uint64_t> with_visible_masks_; ///< pages
    VerifyPart part_;
};

} // namespace

VerifyPart verify_release(const fs::path& release, const Communicator& communicator,
                          const VerifySettings& settings) {
    return ReleaseCheck(release, communicator, settings).run();
}

} // namespace ecgpress
