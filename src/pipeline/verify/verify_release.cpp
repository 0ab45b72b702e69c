#include "pipeline/verify/verify_release.hpp"

#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "codec/bmp.hpp"
#include "codec/crc32.hpp"
#include "codec/jpeg.hpp"
#include "codec/png.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/text.hpp"
#include "dataset/release/openable_files.hpp"
#include "dataset/release/release_digest.hpp"
#include "dataset/release/release_tables.hpp"
#include "dataset/shard/truth_file.hpp"
#include "pipeline/verify/verify_digest.hpp"
#include "pipeline/verify/verify_sums.hpp"
#include "pipeline/verify/verify_tables.hpp"

namespace ecgpress {

namespace {

Bytes bytes_of(const std::string& text) {
    return {text.begin(), text.end()};
}

class ReleaseCheck {
  public:
    ReleaseCheck(fs::path release, const Communicator& communicator, const VerifySettings& settings)
        : release_(std::move(release)), files_(release_), communicator_(communicator),
          settings_(settings) {}

    RankFindings run() {
        sums_ = check_sums(release_, communicator_);
        part_.files = sums_.files;
        for (const char* table : {"SHA256SUMS", "manifest.csv", "leads.csv", "logs.json"})
            if (const std::string why = files_.refusal(table);
                !why.empty() && why != OpenableFiles::k_missing) {
                if (communicator_.rank() == 0) problem(table, why);
                return std::move(part_);
            }
        try {
            const ReleaseTables tables(release_);
            const bool has_image_files = tables.format() == "folder";
            report_sums(release_, sums_, has_image_files ? &tables : nullptr, part_.problems);
            check_tables_and_pages(tables);
        } catch (const Error& error) { // logs.json cannot be read: the tables' format is unknown
            report_sums(release_, sums_, nullptr, part_.problems);
            note_on_rank_0(error);
        }
        return std::move(part_);
    }

  private:
    void check_tables_and_pages(const ReleaseTables& tables) try {
        if (communicator_.rank() == 0) {
            check_digest(release_, part_.problems);
            check_tables(release_, tables, sums_.listed, part_.problems);
        }
        if (tables.format() != "folder") return;
        changed_ = {sums_.changed.begin(), sums_.changed.end()};
        states_pixels_ = !stated_pixels_root(release_).empty();
        check_pages(tables);
        check_leads(tables);
    } catch (const Error& error) {
        note_on_rank_0(error);
    }

    void note_on_rank_0(const Error& error) {
        if (communicator_.rank() == 0) part_.problems.add("tables", std::string(error.what()));
    }

    void problem(const std::string& file, const std::string& what) {
        part_.problems.add(file, what);
    }

    /// Reads a file that the tables require. @return false if it cannot be read; this is reported
    bool read(const std::string& path, std::string& text) {
        if (!sums_.listed.has(path)) problem(path, "is in the tables but not in SHA256SUMS");
        if (const std::string why = files_.refusal(path); !why.empty()) {
            if (!sums_.listed.has(path)) problem(path, why); // otherwise report_sums reports it
            return false;
        }
        text = read_file(release_ / path);
        return true;
    }

    /// Compares an image with its checksum in a table.
    void check_crc32(const std::string& path, const std::string& bytes, std::uint32_t told,
                     const char* table) {
        const std::uint32_t found = crc32_of(bytes.data(), bytes.size());
        // A file that differs from SHA256SUMS is already reported, with its CRC-32.
        if (found == told || changed_.count(path) > 0) return;
        problem(path, concat(introduction(path), "its CRC-32 is ", crc32_text(found), ", ", table,
                             " has ", crc32_text(told)));
    }

    void check_pages(const ReleaseTables& tables) {
        std::unordered_map<std::uint64_t, std::size_t> traces; // page -> number of visible traces
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
            if (!read(path, text)) return;
            check_crc32(path, text, page.crc32[0], "manifest.csv");
            part_.problems.add(path,
                               check_page_image(bytes_of(text), page.width_px, page.height_px));
        };
        if (page.datasets.has(Dataset::digitization)) {
            image(paths.digitization_image(page.index, page.name));
            note_pixels(page, text);
        }
        if (page.datasets.has(Dataset::detection)) {
            image(paths.detection_image(page.index, page.name));
            if (!page.datasets.has(Dataset::digitization)) note_pixels(page, text);
            const std::string label = paths.detection_label(page.index, page.name);
            if (read(label, text)) part_.problems.add(label, check_yolo(text, traces));
        }
        if (!has_overlap_mask || page.datasets.bits() == 0) return;
        const std::string mask = paths.overlap_mask(page.index, page.name);
        if (!read(mask, text)) return;
        check_crc32(mask, text, page.crc32[1], "manifest.csv");
        part_.problems.add(mask, check_overlap_mask(bytes_of(text), page.width_px, page.height_px));
    }

    /// Adds a page to the pixel digest if digest.json contains one. Images that cannot be decoded
    /// are already reported.
    void note_pixels(const ReleasePage& page, const std::string& jpeg) {
        if (!states_pixels_) return;
        try {
            part_.pixels.push_back(
                concat(page.index, ' ', page.split, ' ', pixel_leaf(decode_jpeg(bytes_of(jpeg)))));
        } catch (const DataError&) {
            return;
        }
    }

    /// Checks leads page by page: leads of one page are consecutive in leads.csv.
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

    /// Contents of a lead's files; empty for files that could not be read.
    struct LeadFiles {
        std::string signal_json;
        Bytes mask_png, mask_bmp; ///< only if they follow the rules
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
            problem(crop.image, concat("is in the wrong overlap dataset. It contains ",
                                       lead.other_ink_px, " pixels of other leads' ink."));
        return files;
    }

    void check_crop_files(const ReleaseLead& lead, const CropPaths& paths, LeadFiles& files) {
        ++part_.crops;
        std::string image, png, bmp, signal;
        const bool has_image = read(paths.image, image), has_png = read(paths.mask_png, png);
        const bool has_bmp = read(paths.mask_bmp, bmp),
                   has_signal = read(paths.signal_json, signal);
        if (has_image) check_crc32(paths.image, image, lead.crc32[0], "leads.csv");
        if (has_png) check_crc32(paths.mask_png, png, lead.crc32[1], "leads.csv");
        if (has_bmp) check_crc32(paths.mask_bmp, bmp, lead.crc32[2], "leads.csv");
        if (!has_image || !has_png || !has_bmp || !has_signal) return;
        CropFacts facts{lead.crop_width_px, lead.crop_height_px, lead.mask_columns_per_px, {}};
        if (lead.mask_is_as_printed) facts.mask_ink_px = lead.target_ink_px;
        const Problems problems = check_crop(bytes_of(image), bytes_of(png), bytes_of(bmp), facts);
        part_.problems.add(paths.mask_png, problems);
        part_.problems.add(paths.signal_json, check_signal(signal, lead.sample_count));
        if (problems.empty() && with_visible_masks_.count(lead.page) > 0)
            check_visible_mask_file(lead, paths.mask_visible, png, facts);
        if (problems.empty()) files = {std::move(signal), bytes_of(png), bytes_of(bmp)};
    }

    void check_visible_mask_file(const ReleaseLead& lead, const std::string& path,
                                 const std::string& mask_png, const CropFacts& facts) {
        std::string visible;
        if (!read(path, visible)) return;
        check_crc32(path, visible, lead.crc32[3], "leads.csv");
        const Bytes printed = lead.mask_is_as_printed ? bytes_of(mask_png) : Bytes();
        part_.problems.add(path, check_visible_mask(bytes_of(visible), printed, facts));
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
                return problem(path, concat("contains ", truth.leads.size(),
                                            " leads, leads.csv lists ", leads.size()));
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
        if (files.signal_json.empty()) return; // the page is only in the detection dataset
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
    OpenableFiles files_;
    const Communicator& communicator_;
    const VerifySettings& settings_;
    SumsReport sums_;
    std::unordered_set<std::string> changed_; ///< files that differ from SHA256SUMS; this rank's
    bool states_pixels_ = false;
    std::unordered_set<std::uint64_t> shown_;              ///< pages in any dataset
    std::unordered_set<std::uint64_t> with_visible_masks_; ///< pages with visible masks
    RankFindings part_;
};

} // namespace

RankFindings verify_release(const fs::path& release, const Communicator& communicator,
                            const VerifySettings& settings) {
    return ReleaseCheck(release, communicator, settings).run();
}

} // namespace ecgpress
