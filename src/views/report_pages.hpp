// Statistics from a sample of a release's pages, which are read completely.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "views/chosen_pages.hpp"
#include "views/distribution.hpp"

namespace ecgpress {

/// Heart rates, file sizes and thumbnails.
struct ReportPages {
    std::uint64_t read = 0; ///< number of pages read
    Distribution heart_rate_bpm{10};
    Distribution page_kb{10}, crop_kb{10}, mask_png_kb{10}, mask_bmp_kb{10}, signal_kb{10};
    struct Thumbnail {
        std::string name, words;
        Bytes jpeg;
    };
    std::vector<Thumbnail> thumbnails; ///< at most 12, evenly spread over the pages
};

/// Returns the heart rate of a page's signals, from its longest panels: for each time window lead
/// II, or else the next clearest lead. Empty if the page shows too few beats.
std::optional<double> heart_rate_of(const Sample& sample);

/// Reads the pages with these indices. @throws DataError, IoError
ReportPages read_report_pages(const PageFolder& pages, const std::vector<std::uint64_t>& indices);

} // namespace ecgpress
