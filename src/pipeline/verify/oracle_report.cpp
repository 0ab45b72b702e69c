#include "pipeline/verify/oracle_report.hpp"

#include <algorithm>
#include <cmath>

#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {

void OracleReport::add(const OracleScores& page) {
    for (std::size_t i = 0; i < k_oracle_count; ++i) {
        if (std::isnan(page.db[i])) continue;
        readings_[i].pages += 1;
        readings_[i].sum += page.db[i];
        readings_[i].worst = std::min(readings_[i].worst, page.db[i]);
    }
}

void OracleReport::add(const OracleReport& other) {
    for (std::size_t i = 0; i < k_oracle_count; ++i) {
        readings_[i].pages += other.readings_[i].pages;
        readings_[i].sum += other.readings_[i].sum;
        readings_[i].worst = std::min(readings_[i].worst, other.readings_[i].worst);
    }
}

std::string OracleReport::describe(const std::string& source) const {
    std::string text;
    for (std::size_t i = 0; i < k_oracle_count; ++i) {
        const Reading& reading = readings_[i];
        if (reading.pages == 0) continue;
        text += concat(
            "oracle    ", k_oracle_names[i], ": mean ", fixed(reading.sum / reading.pages, 1),
            " dB, worst ", fixed(reading.worst, 1), " dB, over ",
            counted(static_cast<std::uint64_t>(reading.pages), "page"), " of ", source, "\n");
    }
    return text;
}

} // namespace ecgpress
