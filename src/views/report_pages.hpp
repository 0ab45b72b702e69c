// What a report tells from a sample of a release's pages, read whole.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "views/chosen_pages.hpp"
#include "views/distribution.hpp"

namespace ecgpress {

struct ReportPages {
    std::uint64_t read = 0; ///< pages
    Distribution heart_rate_bpm{10};
    Distribution page_kb{10}, crop_kb{10}, mask_png_kb{10}, mask_bmp_kb{10}, signal_kb{10};
    struct Thumbnail {
        std::string name, words;
        Bytes jpeg;
    };
    std::vector<Thumbnail> thumbnails; ///< a dozen, evenly over the pages
};

/// The heart rate that a page's signals show, from its longest panels: of each time window that
/// they show, lead II or the next best. Nothing if too few beats are printed.
std::optional<double> heart_rate_of(const Sample& sample);

/// @throws DataError, IoError
ReportPages read_report_pages(const PageFolder& pages, const std::vector<std::uint64_t>& indices);

} // namespace ecgpress
