#include "pipeline/rules/truth_table_rules.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/strings.hpp"

namespace ecgpress {

namespace {

/// Boxes are in edge coordinates, corners in positions.
constexpr double k_box_tolerance_px = 0.51;
constexpr double k_position_tolerance_px = 0.01;

RectPx bounds_of(const QuadPx& quad) {
    RectPx box{quad[0].x_px, quad[0].y_px, quad[0].x_px, quad[0].y_px};
    for (const PointPx& corner : quad)
        box = {std::min(box.x0_px, corner.x_px), std::min(box.y0_px, corner.y_px),
               std::max(box.x1_px, corner.x_px), std::max(box.y1_px, corner.y_px)};
    return box;
}

bool is_within(const RectPx& box, const RectPx& frame, double tolerance_px) {
    return box.x0_px >= frame.x0_px - tolerance_px && box.y0_px >= frame.y0_px - tolerance_px &&
           box.x1_px <= frame.x1_px + tolerance_px && box.y1_px <= frame.y1_px + tolerance_px;
}

class WordCheck {
  public:
    WordCheck(const PageRows& rows, const Report& report) : rows_(rows), report_(report) {}

    void run() {
        for (const WordsRow& word : rows_.words) {
            check_order(word);
            check(word);
        }
    }

  private:
    void check_order(const WordsRow& word) {
        if (word.word == 0 ? line_ != nullptr && word.line <= line_->line
                           : line_ == nullptr || word.line != line_->line || word.word <= last_)
            problem(word, "is not at the place of its line");
        last_ = word.word;
        if (word.word == 0)
            line_ = &word;
        else if (line_ != nullptr && line_->text.find(word.text) == std::string::npos)
            problem(word, concat("is not in its line `", line_->text, "`"));
    }

    void check(const WordsRow& word) {
        const RectPx image{0, 0, static_cast<double>(rows_.page.width_px),
                           static_cast<double>(rows_.page.height_px)};
        if (word.text.empty()) problem(word, "has no text");
        if (word.role.empty()) problem(word, "has no role");
        if (word.box_px.empty() || !is_within(word.box_px, image, 0))
            problem(word, "has a box that is not inside the image");
        else if (!is_within(word.box_px, bounds_of(word.quad_px), tolerance_px(word.box_px)))
            problem(word, "has a box that is not inside its quadrilateral's");
        if (!(word.visible_fraction >= 0 && word.visible_fraction <= 1))
            problem(word, "has a visible_fraction that is not from 0 to 1");
    }

    /// On bent paper, the sides of a word are bent too.
    double tolerance_px(const RectPx& box) const {
        constexpr double k_bent = 0.05;
        return rows_.page.preset == "clean"
                   ? k_box_tolerance_px
                   : 2 + k_bent * std::max(box.width_px(), box.height_px());
    }

    void problem(const WordsRow& word, const std::string& what) {
        report_(k_words_table, concat("page ", word.page, ", line ", word.line, ": word ",
                                      word.word, " `", word.text, "` ", what));
    }

    const PageRows& rows_;
    const Report& report_;
    const WordsRow* line_ = nullptr; ///< of the words that follow
    std::uint32_t last_ = 0;         ///< number of the word before
};

class BeatCheck {
  public:
    BeatCheck(const PageRows& rows, const BeatsRow& beat, const Report& report)
        : page_(rows.page), beat_(beat), report_(report) {
        for (const LeadsRow& lead : rows.leads)
            if (lead.number == beat.number) lead_ = &lead;
    }

    void run() {
        if (lead_ == nullptr) return problem("is in a lead that the page does not have");
        const auto& sources = {"simulated", "annotated", "detected"};
        if (std::find(sources.begin(), sources.end(), beat_.source) == sources.end())
            problem(concat("has the source `", beat_.source, "`"));
        std::int64_t last = k_no_sample;
        for (std::size_t i = 0; i < k_fiducial_count; ++i) {
            check_point(i);
            if (beat_.samples[i] == k_no_sample) continue;
            if (beat_.samples[i] < last)
                problem(concat(k_fiducial_names[i], " is before the point before it"));
            last = beat_.samples[i];
        }
        if (last == k_no_sample) problem("has no point");
        check_interval(BeatInterval::pr, Fiducial::p_onset, Fiducial::qrs_onset);
        check_interval(BeatInterval::qrs, Fiducial::qrs_onset, Fiducial::qrs_offset);
        check_interval(BeatInterval::qt, Fiducial::qrs_onset, Fiducial::t_offset);
        if (beat_.intervals_s[static_cast<std::size_t>(BeatInterval::rr)] <= 0)
            problem("has an RR interval that is not positive");
    }

  private:
    std::int64_t sample(Fiducial point) const {
        return beat_.samples[static_cast<std::size_t>(point)];
    }

    void check_point(std::size_t i) {
        const std::int64_t sample = beat_.samples[i];
        const PointPx& at = beat_.points_px[i];
        const bool is_known = sample != k_no_sample;
        if (is_known != !std::isnan(beat_.times_s[i]) ||
            (is_known && !is_close(beat_.times_s[i] * page_.rate_hz, static_cast<double>(sample),
                                   1e-6 * static_cast<double>(sample) + 1e-6)))
            problem(concat("the time of its ", k_fiducial_names[i], " is not its sample's"));
        if (std::isnan(at.x_px) != std::isnan(at.y_px))
            problem(concat(k_fiducial_names[i], " has one coordinate"));
        if (std::isnan(at.x_px)) return;
        const std::int64_t first = lead_->first_sample, end = first + lead_->sample_count;
        if (!is_known || sample < first || sample >= end)
            return problem(concat(k_fiducial_names[i], " has a position, but is not printed here"));
        const double drawn_px = lead_->first_x_px + static_cast<double>(sample - first) /
                                                        page_.rate_hz * lead_->px_per_s;
        if (page_.preset == "clean" && !is_close(at.x_px, drawn_px, k_position_tolerance_px))
            problem(concat(k_fiducial_names[i], " is not at the position of its sample"));
    }

    void check_interval(BeatInterval interval, Fiducial from, Fiducial to) {
        const double stated = beat_.intervals_s[static_cast<std::size_t>(interval)];
        const bool is_known = sample(from) != k_no_sample && sample(to) != k_no_sample;
        const double found = static_cast<double>(sample(to) - sample(from)) / page_.rate_hz;
        if (is_known != !std::isnan(stated) || (is_known && !is_close(stated, found, 1e-9)))
            problem(concat("its ", k_beat_interval_names[static_cast<std::size_t>(interval)],
                           " interval is not that of its samples"));
    }

    void problem(const std::string& what) {
        report_(k_beats_table, concat("page ", beat_.page, ", lead number ", beat_.number,
                                      ", beat ", beat_.beat, ": ", what));
    }

    const ManifestRow& page_;
    const BeatsRow& beat_;
    const Report& report_;
    const LeadsRow* lead_ = nullptr;
};

} // namespace

void check_words(const PageRows& rows, const Report& report) {
    WordCheck(rows, report).run();
}

void check_beats(const PageRows& rows, const Report& report) {
    const auto place = [&](const BeatsRow& beat) {
        const auto is_lead = [&](const LeadsRow& lead) { return lead.number == beat.number; };
        return std::make_pair(std::find_if(rows.leads.begin(), rows.leads.end(), is_lead),
                              beat.beat);
    };
    const BeatsRow* last = nullptr;
    for (const BeatsRow& beat : rows.beats) {
        BeatCheck(rows, beat, report).run();
        if (last != nullptr && place(*last) >= place(beat))
            report(k_beats_table, concat("page ", beat.page, ": beat ", beat.beat,
                                         " of lead number ", beat.number, " is not in order"));
        last = &beat;
    }
}

} // namespace ecgpress
