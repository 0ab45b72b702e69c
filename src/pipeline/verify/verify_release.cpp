#include "pipeline/verify/verify_release.hpp"

#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "codec/bmp.hpp"
#include "codec/jpeg.hpp"
#include "codec/png.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/release/openable_files.hpp"
#include "dataset/release/release_digest.hpp"
#include "dataset/release/release_tables.hpp"
#include "dataset/shard/truth_file.hpp"
#include "pipeline/verify/listed_files.hpp"
#include "pipeline/verify/verify_digest.hpp"
#include "pipeline/verify/verify_sums.hpp"
#include "pipeline/verify/verify_tables.hpp"

namespace ecgpress {

namespace {

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
        listed_.emplace(release_, sums_, part_.problems);
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

    void check_pages(const ReleaseTables& tables) {
        std::unordered_map<std::uint64_t, std::size_t> traces; // page -> number of visible traces
        tables.for_each_lead([&](const LeadsRow& lead) {
            const bool has_box = lead.box_px.x1_px > lead.box_px.x0_px;
            traces[lead.page] += has_box ? 1 : 0;
        });
        Share share(communicator_);
        tables.for_each_page([&](const ManifestRow& page) {
            if (page.datasets.bits() != 0) shown_.insert(page.index);
            const MaskSettings masks = tables.masks(page.group);
            if (has_more_masks(masks)) masks_[page.index] = masks;
            if (share.next_is_mine()) check_page(page, tables.paths(), traces[page.index]);
        });
    }

    void check_page(const ManifestRow& page, const ReleasePaths& paths, std::size_t traces) {
        ++part_.pages;
        std::string text;
        const auto image = [&](const std::string& path) {
            if (!listed_->read(path, text)) return;
            listed_->check_crc32(path, text, page.image_crc32, "manifest.csv");
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
            if (listed_->read(label, text)) part_.problems.add(label, check_yolo(text, traces));
        }
        if (page.datasets.bits() == 0) return;
        const MaskSettings masks = masks_of(page.index);
        for (const PageItemType& item : k_page_items) {
            if (!is_stored_mask(item, masks)) continue;
            const std::string mask = paths.page_mask(item, page.index, page.name);
            if (!listed_->read(mask, text)) continue;
            listed_->check_crc32(mask, text, page.*item.crc32, "manifest.csv");
            part_.problems.add(
                mask, check_page_mask(item.kind, bytes_of(text), page.width_px, page.height_px));
        }
    }

    /// Adds a page to the pixel digest if digest.json contains one. Images that cannot be decoded
    /// are already reported.
    void note_pixels(const ManifestRow& page, const std::string& jpeg) {
        if (!states_pixels_) return;
        try {
            part_.pixels.push_back(concat(page.index, ' ', name_of(page.split), ' ',
                                          pixel_leaf(decode_jpeg(bytes_of(jpeg)))));
        } catch (const DataError&) {
            return;
        }
    }

    /// Checks leads page by page: leads of one page are consecutive in leads.csv.
    void check_leads(const ReleaseTables& tables) {
        Share share(communicator_);
        std::vector<LeadsRow> page;
        const auto check_page_leads = [&] {
            if (!page.empty() && share.next_is_mine()) check_leads_of_page(page, tables);
            page.clear();
        };
        tables.for_each_lead([&](const LeadsRow& lead) {
            if (!page.empty() && page.back().page != lead.page) check_page_leads();
            page.push_back(lead);
        });
        check_page_leads();
    }

    void check_leads_of_page(const std::vector<LeadsRow>& leads, const ReleaseTables& tables) {
        std::vector<LeadFiles> files;
        files.reserve(leads.size());
        for (const LeadsRow& lead : leads) files.push_back(check_lead(lead, tables.paths()));
        if (tables.has_trace_truth() && shown_.count(leads.front().page) > 0)
            check_page_truth(leads, files, tables);
    }

    /// Contents of a lead's files; empty for files that could not be read.
    struct LeadFiles {
        std::string signal_json;
        Bytes mask_png, mask_bmp; ///< only if they follow the rules
    };

    LeadFiles check_lead(const LeadsRow& lead, const ReleasePaths& paths) {
        LeadFiles files;
        if (lead.is_in(name_of(Dataset::digitization))) {
            const std::string path =
                paths.digitization_signal(lead.page, page_name_of(lead), lead.name);
            if (listed_->read(path, files.signal_json))
                part_.problems.add(path, check_signal(files.signal_json, lead.sample_count));
        }
        if (lead.is_in(crop_set_name(OverlapSet::none)))
            check_crop_files(lead, paths, OverlapSet::none, files);
        const OverlapSet overlap = lead.overlap();
        if (overlap == OverlapSet::none) return files;
        check_crop_files(lead, paths, overlap, files);
        if ((overlap == OverlapSet::with_overlap) != (lead.other_ink_px > 0))
            problem(paths.crop_file(type_of(LeadItem::crop), overlap, lead.page, lead.name),
                    concat("is in the wrong overlap dataset. It contains ", lead.other_ink_px,
                           " pixels of other leads' ink."));
        return files;
    }

    void check_crop_files(const LeadsRow& lead, const ReleasePaths& paths, OverlapSet set,
                          LeadFiles& files) {
        ++part_.crops;
        CropFiles crop{*listed_, lead, paths, set};
        bool all_there = true;
        for (const LeadItemType& item : k_lead_items)
            if (item.asked_for == nullptr && !crop.read(item)) all_there = false;
        if (!all_there) return;
        CropFacts facts{lead.crop_px.width, lead.crop_px.height, lead.mask_columns_per_px, {}};
        if (lead.mask_is_as_printed()) facts.mask_ink_px = lead.target_ink_px;
        const LeadItemType &png_type = type_of(LeadItem::mask_png),
                           &signal_type = type_of(LeadItem::signal);
        Bytes png = crop.bytes(png_type), bmp = crop.bytes(type_of(LeadItem::mask_bmp));
        const Problems problems = check_crop(crop.bytes(type_of(LeadItem::crop)), png, bmp, facts);
        part_.problems.add(crop.path(png_type), problems);
        part_.problems.add(crop.path(signal_type),
                           check_signal(crop.content(signal_type), lead.sample_count));
        if (!problems.empty()) return;
        const MaskSettings masks = masks_of(lead.page);
        for (const LeadItemType& item : k_lead_items)
            if (item.asked_for != nullptr && masks.*item.asked_for && crop.read(item))
                part_.problems.add(crop.path(item),
                                   check_partial_mask(item.kind, crop.bytes(item),
                                                      lead.mask_is_as_printed() ? png : Bytes(),
                                                      facts));
        files = {std::move(crop.content(signal_type)), std::move(png), std::move(bmp)};
    }

    MaskSettings masks_of(std::uint64_t page) const {
        const auto found = masks_.find(page);
        return found == masks_.end() ? MaskSettings() : found->second;
    }

    void check_page_truth(const std::vector<LeadsRow>& leads, const std::vector<LeadFiles>& files,
                          const ReleaseTables& tables) {
        const std::string path =
            tables.paths().trace_truth(leads.front().page, page_name_of(leads.front()));
        std::string text;
        if (!listed_->read(path, text)) return;
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

    static std::string page_name_of(const LeadsRow& lead) {
        return lead.name.substr(0, lead.name.find("_lead_"));
    }

    fs::path release_;
    OpenableFiles files_;
    const Communicator& communicator_;
    const VerifySettings& settings_;
    SumsReport sums_;
    std::optional<ListedFiles> listed_;
    bool states_pixels_ = false;
    std::unordered_set<std::uint64_t> shown_;               ///< pages in any dataset
    std::unordered_map<std::uint64_t, MaskSettings> masks_; ///< of pages with more masks
    RankFindings part_;
};

} // namespace

RankFindings verify_release(const fs::path& release, const Communicator& communicator,
                            const VerifySettings& settings) {
    return ReleaseCheck(release, communicator, settings).run();
}

} // namespace ecgpress
