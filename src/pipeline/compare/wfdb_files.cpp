#include "pipeline/compare/wfdb_files.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>

#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "dataset/formats/wfdb_record.hpp"
#include "dataset/formats/wfdb_release.hpp"
#include "page/labels.hpp"
#include "pipeline/rules/box_rules.hpp"
#include "pipeline/rules/lead_rules.hpp"

namespace ecgpress {

namespace {

constexpr std::int16_t k_gap = -32768; // signal(5)

/// Units per mV of a signal's line in a header: "NAME.dat 16 1000(0)/mV ...". 0 if it has none.
double gain_of(const std::string& line) {
    const std::vector<std::string> words = split_text(line, ' ');
    double gain = 0;
    if (words.size() < 3 || !parse_number(words[2].substr(0, words[2].find('(')), gain)) return 0;
    return gain;
}

std::int16_t unit_at(const std::string& file, std::size_t i) {
    const auto low = static_cast<std::uint8_t>(file[2 * i]),
               high = static_cast<std::uint8_t>(file[2 * i + 1]);
    return static_cast<std::int16_t>(static_cast<std::uint16_t>(low | high << 8));
}

/// A page's printed signals in mV, NaN in gaps, as its record has them.
struct Record {
    std::vector<std::vector<double>> signals_mv;
    bool is_whole = false; ///< header and samples have the form that the rows require
};

Record read_record(const std::string& header, const std::string& samples, const PageRows& rows) {
    Record record;
    const std::vector<std::string> lines = split_text(header, '\n');
    const std::size_t count = rows.leads.size();
    if (count == 0 || lines.size() < count + 1) return record;
    std::uint64_t begin = std::numeric_limits<std::uint64_t>::max(), end = 0;
    for (const LeadsRow& lead : rows.leads) {
        begin = std::min<std::uint64_t>(begin, lead.first_sample);
        end = std::max(end, std::uint64_t{lead.first_sample} + lead.sample_count);
    }
    if (end < begin || samples.size() != 2 * count * (end - begin)) return record;
    for (std::size_t i = 0; i < count; ++i) {
        const double gain = gain_of(lines[i + 1]);
        if (!(gain > 0)) return record;
        record.signals_mv.emplace_back();
        for (std::uint32_t k = 0; k < rows.leads[i].sample_count; ++k) {
            const std::int16_t unit =
                unit_at(samples, (rows.leads[i].first_sample - begin + k) * count + i);
            record.signals_mv.back().push_back(
                unit == k_gap ? std::numeric_limits<double>::quiet_NaN() : unit / gain);
        }
    }
    record.is_whole = true;
    return record;
}

class WfdbCheck {
  public:
    explicit WfdbCheck(ComparedRelease& release)
        : release_(release), writer_(open_wfdb_release(release.folder(), release.stated.settings)) {
    }

    void page(const PageRows& rows, bool is_mine) {
        const std::string image = writer_->image_path(release_.stored_row(rows), rows.selection());
        const std::string record = image.substr(0, image.rfind('.'));
        for (const char* suffix : {".jpg", ".hea", ".dat"}) release_.require(record + suffix);
        if (release_.is_first())
            lists_[static_cast<std::size_t>(rows.page.split)] +=
                record.substr(record.find('/') + 1) + "\n";
        if (!is_mine) return;
        release_.check_image(image, rows.page);
        const auto header = release_.read(record + ".hea"),
                   samples = release_.read(record + ".dat");
        if (header && samples) compare(record, *header, *samples, rows);
    }

    void finish() {
        for (const Split split : {Split::train, Split::val, Split::test}) {
            const std::string& list = lists_[static_cast<std::size_t>(split)];
            if (list.empty()) continue;
            const std::string path = concat(name_of(split), "/RECORDS");
            release_.require(path);
            const auto text = release_.read(path);
            if (text && *text != list)
                release_.report(path, concat("does not list the pages that are in ", name_of(split),
                                             " in manifest.csv"));
        }
    }

  private:
    /// Writes the record again from its own samples: header, samples outside of windows and
    /// checksums must be the same.
    void compare(const std::string& path, const std::string& header, const std::string& samples,
                 const PageRows& rows) {
        const Record record = read_record(header, samples, rows);
        if (!record.is_whole)
            return release_.report(path + ".hea", concat("its signals and those of ", path,
                                                         ".dat are not those of leads.csv"));
        Sample sample;
        sample.row = rows.page;
        for (std::size_t i = 0; i < rows.leads.size(); ++i) {
            sample.leads.emplace_back();
            sample.leads.back().row = rows.leads[i];
            sample.leads.back().signal_json = signal_json(record.signals_mv[i]);
        }
        const WfdbFiles again = wfdb_record_of(sample);
        const std::vector<std::string> lines = split_text(header, '\n'),
                                       others = split_text(again.header, '\n');
        for (std::size_t i = 0; i < std::max(lines.size(), others.size()); ++i) {
            const std::string found = i < lines.size() ? lines[i] : "",
                              expected = i < others.size() ? others[i] : "";
            if (found == expected) continue;
            release_.report(path + ".hea",
                            concat("line ", i + 1, " is `", found, "`, leads.csv and ", path,
                                   ".dat require `", expected, "`"));
            break;
        }
        if (!std::equal(samples.begin(), samples.end(), again.signals.begin(), again.signals.end(),
                        [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; }))
            release_.report(path + ".dat", "has samples outside of the leads' time in leads.csv");
        compare_signals(path, record, rows);
    }

    void compare_signals(const std::string& path, const Record& record, const PageRows& rows) {
        std::uint64_t gaps = 0;
        for (const std::vector<double>& signal_mv : record.signals_mv)
            gaps += static_cast<std::uint64_t>(
                std::count_if(signal_mv.begin(), signal_mv.end(),
                              [](double value_mv) { return std::isnan(value_mv); }));
        if (gaps != rows.page.gap_samples)
            release_.report(path + ".dat", concat("has ", gaps, " gaps, manifest.csv has ",
                                                  rows.page.gap_samples));
        if (!is_as_drawn(rows)) return;
        const RectPx frame{0, 0, static_cast<double>(rows.page.width_px),
                           static_cast<double>(rows.page.height_px)};
        std::vector<std::optional<RectPx>> extents;
        double rounding_px = 0; // of units
        for (std::size_t i = 0; i < rows.leads.size(); ++i) {
            const LeadsRow& lead = rows.leads[i];
            std::vector<PointPx> positions;
            double largest_mv = 0;
            for (std::size_t k = 0; k < record.signals_mv[i].size(); ++k) {
                const double value_mv = record.signals_mv[i][k];
                positions.push_back(
                    {lead.first_x_px + static_cast<double>(k) / rows.page.rate_hz * lead.px_per_s,
                     lead.baseline_y_px - value_mv * lead.px_per_mv});
                if (!std::isnan(value_mv)) largest_mv = std::max(largest_mv, std::abs(value_mv));
                if (std::isnan(value_mv)) positions.back() = {value_mv, value_mv};
            }
            extents.emplace_back(stroke_extent(positions, lead.line_width_px, frame));
            rounding_px = std::max(rounding_px, lead.px_per_mv * (largest_mv > 32 ? 0.01 : 0.001));
        }
        check_boxes(rows, release_.stated, extents, rounding_px + 1e-6,
                    [&](const std::string& table, const std::string& problem) {
                        release_.report(path + ".dat",
                                        concat("differs from ", table, ": ", problem));
                    });
    }

    ComparedRelease& release_;
    std::unique_ptr<ReleaseWriter> writer_; ///< used for its paths only
    std::array<std::string, k_split_count> lists_;
};

} // namespace

FormatCheck wfdb_check(ComparedRelease& release) {
    const auto check = std::make_shared<WfdbCheck>(release);
    return {[check](const PageRows& rows, bool is_mine) { check->page(rows, is_mine); },
            [check] { check->finish(); }};
}

} // namespace ecgpress
