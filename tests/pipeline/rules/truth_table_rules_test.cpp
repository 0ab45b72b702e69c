#include <gtest/gtest.h>

#include "pipeline/rules/right_page.hpp"
#include "pipeline/rules/truth_table_rules.hpp"

namespace ecgpress {
namespace {

using testing_support::right_rows;

/// A line of two words at (10, 5), and a beat in lead II with all of its points.
PageRows page_with_tables() {
    PageRows rows = right_rows();
    const auto add_word = [&](std::uint32_t number, const char* text, double x0_px, double x1_px) {
        WordRow word;
        word.line = 3;
        word.word = number;
        word.text = text;
        word.role = "measurement";
        word.box_px = {x0_px, 5, x1_px, 9};
        word.quad_px = {PointPx{x0_px, 5}, {x1_px, 5}, {x1_px, 9}, {x0_px, 9}};
        rows.words.push_back(words_row(rows.page, word));
    };
    add_word(0, "75 bpm", 10, 40);
    add_word(1, "75", 10, 20);
    add_word(2, "bpm", 24, 40);
    BeatRow beat;
    beat.number = 1;
    beat.source = "simulated";
    beat.intervals_s = {0.8, 0.16, 0.1, 0.36};
    for (std::size_t i = 0; i < k_fiducial_count; ++i) {
        constexpr std::int64_t k_offsets[] = {0, 3, 5, 8, 10, 13, 20, 23, 26};
        beat.samples[i] = 100 + k_offsets[i];
        beat.points_px[i] = {20 + 0.5 * static_cast<double>(beat.samples[i]), 50};
    }
    rows.beats.push_back(beats_row(rows.page, beat));
    return rows;
}

std::vector<std::string> table_problems(const PageRows& rows) {
    std::vector<std::string> problems;
    const Report report = [&](const std::string& file, const std::string& problem) {
        problems.push_back(concat(file, ": ", problem));
    };
    check_words(rows, report);
    check_beats(rows, report);
    return problems;
}

TEST(TruthTableRules, RightRowsAreRight) {
    EXPECT_TRUE(table_problems(page_with_tables()).empty())
        << table_problems(page_with_tables()).front();
}

TEST(TruthTableRules, EachWrongValueIsFound) {
    const std::function<void(PageRows&)> faults[] = {
        [](PageRows& rows) { rows.words[1].text = "76"; },
        [](PageRows& rows) { rows.words[2].text = ""; },
        [](PageRows& rows) { rows.words[2].role = ""; },
        [](PageRows& rows) { rows.words[2].word = 1; },
        [](PageRows& rows) { rows.words[2].line = 4; },
        [](PageRows& rows) { rows.words.erase(rows.words.begin()); },
        [](PageRows& rows) { rows.words[0].box_px.x1_px = 44; },
        [](PageRows& rows) { rows.words[0].box_px = {}; },
        [](PageRows& rows) {
            for (PointPx& corner : rows.words[0].quad_px) corner.y_px -= 3;
        },
        [](PageRows& rows) { rows.words[0].visible_fraction = 1.5; },
        [](PageRows& rows) { rows.beats[0].number = 9; },
        [](PageRows& rows) { rows.beats[0].source = "guessed"; },
        [](PageRows& rows) { rows.beats[0].samples[4] -= 5; },
        [](PageRows& rows) { rows.beats[0].times_s[4] += 0.02; },
        [](PageRows& rows) { rows.beats[0].points_px[4].x_px += 0.5; },
        [](PageRows& rows) { rows.beats[0].points_px[4].x_px = k_unknown; },
        [](PageRows& rows) { rows.beats[0].intervals_s[0] = 0; },
        [](PageRows& rows) { rows.beats[0].intervals_s[1] += 0.02; },
        [](PageRows& rows) { rows.beats[0].intervals_s[2] = k_unknown; },
        [](PageRows& rows) { rows.beats[0].intervals_s[3] -= 0.02; },
        [](PageRows& rows) { rows.beats.push_back(rows.beats[0]); },
    };
    for (std::size_t i = 0; i < std::size(faults); ++i) {
        PageRows rows = page_with_tables();
        faults[i](rows);
        EXPECT_FALSE(table_problems(rows).empty()) << "fault " << i;
    }
}

TEST(TruthTableRules, ABeatMayLackPoints) {
    PageRows rows = page_with_tables();
    BeatsRow& beat = rows.beats[0];
    for (const Fiducial point : {Fiducial::p_onset, Fiducial::p_peak, Fiducial::p_offset}) {
        const auto i = static_cast<std::size_t>(point);
        beat.samples[i] = k_no_sample;
        beat.times_s[i] = beat.points_px[i].x_px = beat.points_px[i].y_px = k_unknown;
    }
    EXPECT_FALSE(table_problems(rows).empty()) << "a PR interval without P";
    beat.intervals_s[1] = k_unknown;
    EXPECT_TRUE(table_problems(rows).empty());
}

} // namespace
} // namespace ecgpress
