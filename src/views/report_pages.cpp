#include "views/report_pages.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "codec/jpeg.hpp"
#include "core/strings.hpp"
#include "pipeline/checks/label_rules.hpp"
#include "signal/heart_rate.hpp"
#include "views/page_pictures.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_thumbnails = 12;
constexpr int k_row_thumbnail_px = 320;

/// Leads by the clarity of their R waves: II is along the heart's axis, then leads close to it.
constexpr std::array<Lead, k_lead_count> k_by_clearness = {
    Lead::II, Lead::V5, Lead::V4, Lead::I,   Lead::V6,  Lead::aVF,
    Lead::V3, Lead::V2, Lead::V1, Lead::aVR, Lead::III, Lead::aVL};

std::size_t rank_of(Lead lead) {
    return static_cast<std::size_t>(std::find(k_by_clearness.begin(), k_by_clearness.end(), lead) -
                                    k_by_clearness.begin());
}

/// Adds the size of a file; 0 means that it is not stored.
void add_size(Distribution& sizes, std::size_t bytes) {
    constexpr double k_bytes_per_kb = 1000;
    if (bytes > 0) sizes.add(static_cast<double>(bytes) / k_bytes_per_kb);
}

void add_sizes(ReportPages& report, const Sample& sample) {
    add_size(report.page_kb, sample.image_jpeg.size());
    for (const LeadSample& lead : sample.leads) {
        add_size(report.crop_kb, lead.crop_png.size());
        add_size(report.mask_png_kb, lead.mask_png.size());
        add_size(report.mask_bmp_kb, lead.mask_bmp.size());
        add_size(report.signal_kb, lead.signal_json.size());
    }
}

void add_thumbnail(ReportPages& report, const Sample& sample) {
    const Bytes jpeg = page_jpeg(sample);
    if (jpeg.empty()) return;
    const PageRow& row = sample.row;
    report.thumbnails.push_back({page_name(row),
                                 concat(row.layout, " · ", row.preset, " · ", row.look),
                                 thumbnail_jpeg(decode_jpeg(jpeg), k_row_thumbnail_px)});
}

} // namespace

std::optional<double> heart_rate_of(const Sample& sample) {
    std::uint32_t longest = 0;
    for (const LeadSample& lead : sample.leads)
        if (!lead.signal_json.empty()) longest = std::max(longest, lead.row.sample_count);
    std::map<std::uint32_t, const LeadSample*> best; // per time window, by its first sample
    for (const LeadSample& lead : sample.leads) {
        // Columns can differ by one sample.
        if (lead.signal_json.empty() || lead.row.sample_count + 1 < longest) continue;
        const LeadSample*& chosen = best[lead.row.first_sample];
        if (!chosen || rank_of(lead.row.lead) < rank_of(chosen->row.lead)) chosen = &lead;
    }
    std::vector<std::vector<double>> strips_mv;
    strips_mv.reserve(best.size());
    for (const auto& [first, lead] : best) strips_mv.push_back(signal_of(lead->signal_json));
    return heart_rate_bpm(strips_mv, sample.row.rate_hz);
}

ReportPages read_report_pages(const PageFolder& pages, const std::vector<std::uint64_t>& indices) {
    ReportPages report;
    if (indices.empty()) return report;
    const auto shown = evenly(indices.size(), k_thumbnails);
    for_each_chosen_page(pages, {0, indices}, [&](const Sample& sample) {
        if (std::find(shown.begin(), shown.end(), report.read) != shown.end())
            add_thumbnail(report, sample);
        ++report.read;
        if (const auto rate = heart_rate_of(sample)) report.heart_rate_bpm.add(*rate);
        add_sizes(report, sample);
    });
    return report;
}

} // namespace ecgpress
