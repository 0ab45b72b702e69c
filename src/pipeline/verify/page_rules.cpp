#include "pipeline/verify/page_rules.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "codec/bmp.hpp"
#include "codec/jpeg.hpp"
#include "codec/png.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/release/release_digest.hpp"
#include "dataset/shard/stored_items.hpp"

namespace ecgpress {

namespace {

Bytes bytes_of(const std::string& text) {
    return {text.begin(), text.end()};
}

/// A crop's files in one dataset, as far as they were read.
struct CropFiles {
    ListedFiles& files;
    const LeadsRow& lead;
    const ReleasePaths& paths;
    OverlapSet set;
    std::map<const LeadItemType*, const std::string*> contents{};

    std::string path(const LeadItemType& item) const {
        return paths.crop_file(item, set, lead.page, lead.name);
    }
    /// Reads one of them and checks its checksum. @return whether it was read
    bool read(const LeadItemType& item) {
        const ToldChecksum told =
            item.crc32 == nullptr ? ToldChecksum() : ToldChecksum{lead.*item.crc32, "leads.csv"};
        return (contents[&item] = files.read(path(item), told)) != nullptr;
    }
    const std::string& content(const LeadItemType& item) { return *contents.at(&item); }
    Bytes bytes(const LeadItemType& item) { return bytes_of(content(item)); }
};

} // namespace

void PageRules::check(const ReleasePage& page) {
    const ManifestRow& row = page.row;
    const ReleasePaths& paths = tables_.paths();
    const std::string* image = nullptr;
    if (row.datasets.has(Dataset::digitization))
        image = check_image(paths.digitization_image(row.index, row.name), row);
    if (row.datasets.has(Dataset::detection)) {
        const std::string* other = check_image(paths.detection_image(row.index, row.name), row);
        if (image == nullptr) image = other;
        const auto traces = std::count_if(page.leads.begin(), page.leads.end(), [](const auto& l) {
            return l.box_px.x1_px > l.box_px.x0_px;
        });
        const std::string label = paths.detection_label(row.index, row.name);
        if (const std::string* text = files_.read(label))
            findings_.problems.add(
                label, check_yolo(*text, static_cast<std::size_t>(traces), tables_.labels()));
    }
    if (image != nullptr) note_pixels(row, *image);
    if (row.datasets.bits() != 0) check_masks(row);
    std::vector<LeadFiles> files;
    files.reserve(page.leads.size());
    for (const LeadsRow& lead : page.leads) files.push_back(check_lead(lead, row));
    if (tables_.has_trace_truth() && row.datasets.bits() != 0 && !page.leads.empty())
        check_truth_file(page, files);
}

const std::string* PageRules::check_image(const std::string& path, const ManifestRow& page) {
    const std::string* jpeg = files_.read(path, {page.image_crc32, "manifest.csv"});
    if (jpeg != nullptr)
        findings_.problems.add(path,
                               check_page_image(bytes_of(*jpeg), page.width_px, page.height_px));
    return jpeg;
}

void PageRules::check_masks(const ManifestRow& page) {
    const MaskSettings masks = tables_.masks(page.group);
    for (const PageItemType& item : k_page_items) {
        if (!is_stored_mask(item, masks)) continue;
        const std::string path = tables_.paths().page_mask(item, page.index, page.name);
        if (const std::string* png = files_.read(path, {page.*item.crc32, "manifest.csv"}))
            findings_.problems.add(
                path, check_page_mask(item.kind, bytes_of(*png), page.width_px, page.height_px));
    }
}

/// Images that cannot be decoded are already reported.
void PageRules::note_pixels(const ManifestRow& page, const std::string& jpeg) {
    if (!notes_pixels_) return;
    try {
        pixels_.push_back(concat(page.index, ' ', name_of(page.split), ' ',
                                 pixel_leaf(decode_jpeg(bytes_of(jpeg)))));
    } catch (const DataError&) {
        return;
    }
}

PageRules::LeadFiles PageRules::check_lead(const LeadsRow& lead, const ManifestRow& page) {
    const ReleasePaths& paths = tables_.paths();
    LeadFiles files;
    if (lead.is_in(name_of(Dataset::digitization))) {
        const std::string path = paths.digitization_signal(lead.page, page.name, lead.name);
        if (const std::string* signal = files_.read(path)) {
            files.signal_json = *signal;
            findings_.problems.add(path, check_signal(*signal, lead.sample_count));
        }
    }
    if (lead.is_in(crop_set_name(OverlapSet::none)))
        check_crop_files(lead, page, OverlapSet::none, files);
    const OverlapSet overlap = lead.overlap();
    if (overlap == OverlapSet::none) return files;
    check_crop_files(lead, page, overlap, files);
    if ((overlap == OverlapSet::with_overlap) != (lead.other_ink_px > 0))
        problem(paths.crop_file(type_of(LeadItem::crop), overlap, lead.page, lead.name),
                concat("is in the wrong overlap dataset. It contains ", lead.other_ink_px,
                       " pixels of other leads' ink."));
    return files;
}

void PageRules::check_crop_files(const LeadsRow& lead, const ManifestRow& page, OverlapSet set,
                                 LeadFiles& files) {
    ++findings_.crops;
    CropFiles crop{files_, lead, tables_.paths(), set};
    const MaskSettings masks = tables_.masks(page.group);
    bool all_there = true;
    for (const LeadItemType& item : k_lead_items)
        if (is_stored(item, masks) && !crop.read(item)) all_there = false;
    if (!all_there) return;
    CropFacts facts{lead.crop_px.width, lead.crop_px.height, lead.mask_columns_per_px, {}};
    if (lead.mask_is_as_printed()) facts.mask_ink_px = lead.target_ink_px;
    const LeadItemType &png_type = type_of(LeadItem::mask_png),
                       &signal_type = type_of(LeadItem::signal);
    Bytes png = crop.bytes(png_type), bmp = crop.bytes(type_of(LeadItem::mask_bmp));
    const Problems problems = check_crop(crop.bytes(type_of(LeadItem::crop)), png, bmp, facts);
    findings_.problems.add(crop.path(png_type), problems);
    findings_.problems.add(crop.path(signal_type),
                           check_signal(crop.content(signal_type), lead.sample_count));
    if (!problems.empty()) return;
    for (const LeadItemType& item : k_lead_items)
        if (item.asked_for != nullptr && masks.*item.asked_for)
            findings_.problems.add(crop.path(item),
                                   check_partial_mask(item.kind, crop.bytes(item),
                                                      lead.mask_is_as_printed() ? png : Bytes(),
                                                      facts));
    files = {crop.content(signal_type), std::move(png), std::move(bmp)};
}

void PageRules::check_truth_file(const ReleasePage& page, const std::vector<LeadFiles>& files) {
    const std::string path = tables_.paths().trace_truth(page.row.index, page.row.name);
    const std::string* text = files_.read(path);
    if (text == nullptr) return;
    try {
        const PageTruth truth = read_truth_npz(bytes_of(*text));
        if (truth.leads.size() != page.leads.size())
            return problem(path, concat("contains ", truth.leads.size(), " leads, leads.csv lists ",
                                        page.leads.size()));
        Oracle oracle;
        for (std::size_t i = 0; i < page.leads.size(); ++i)
            check_lead_truth(path, truth, i, files[i], oracle);
        if (!settings_.oracle) return;
        findings_.problems.add(path, under_floor(oracle.scores(), tables_.oracle_floors_db()));
        findings_.oracle.add(oracle.scores());
    } catch (const DataError& error) {
        problem(path, error.what());
    }
}

void PageRules::check_lead_truth(const std::string& path, const PageTruth& page, std::size_t i,
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
    findings_.problems.add(concat(path, ", lead ", truth.number), check_truth(lead));
    if (!settings_.oracle) return;
    if (!files.mask_png.empty()) {
        lead.mask_png = decode_png(files.mask_png);
        lead.mask_bmp = decode_mask_bmp(files.mask_bmp);
    }
    oracle.add(lead);
}

} // namespace ecgpress
