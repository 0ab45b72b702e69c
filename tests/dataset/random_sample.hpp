// Samples with random content for the tests of `dataset`, and their complete content as one text
// for comparison.
#pragma once

#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "dataset/shard/checksums.hpp"
#include "dataset/shard/stored_items.hpp"

namespace ecgpress::testing_support {

/// Random numbers that are equal on every system. Those of the standard distributions differ
/// between libraries.
class Draws {
  public:
    explicit Draws(std::uint64_t seed) : engine_(seed) {}

    std::uint64_t below(std::uint64_t count) { return engine_() % count; }
    double number() {
        return static_cast<double>(engine_() >> 11) / 9007199254740992.0 * 3000 - 1000;
    }
    std::string text(std::size_t most) {
        std::string text;
        for (std::size_t length = below(most + 1); length > 0; --length)
            text += static_cast<char>('a' + below(26));
        return text;
    }
    Bytes bytes(std::size_t most) {
        Bytes bytes(below(most + 1));
        for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(engine_());
        return bytes;
    }

  private:
    std::mt19937_64 engine_;
};

inline RectPx random_box(Draws& draws) {
    if (draws.below(8) == 0) return {};
    const double x = draws.number(), y = draws.number();
    return {x, y, x + 1 + static_cast<double>(draws.below(500)), y + 0.25};
}

/// Any bits of a float except a signalling NaN, which arithmetic changes to a quiet one.
inline std::vector<float> random_positions(Draws& draws, std::size_t count) {
    std::vector<float> positions(count, std::numeric_limits<float>::quiet_NaN());
    for (float& position : positions)
        if (draws.below(7) != 0) position = static_cast<float>(draws.number());
    return positions;
}

inline TraceTruth random_truth(Draws& draws, std::size_t most) {
    TraceTruth truth;
    truth.sample_x_px = random_positions(draws, draws.below(most + 1));
    truth.sample_y_px = random_positions(draws, truth.sample_x_px.size());
    truth.first_column = static_cast<std::int32_t>(draws.below(5000));
    truth.column_y_px = random_positions(draws, draws.below(most + 1));
    for (std::size_t i = 0; i < truth.column_y_px.size(); ++i)
        truth.column_steep.push_back(static_cast<std::uint8_t>(draws.below(2)));
    for (std::size_t i = 0; i < truth.sample_x_px.size(); ++i)
        truth.sample_flags.push_back(static_cast<std::uint8_t>(draws.below(8)));
    return truth;
}

inline LeadSample random_lead(Draws& draws, int number, std::size_t most_bytes) {
    LeadSample lead;
    lead.row.lead = all_leads()[draws.below(k_lead_count)];
    lead.row.number = number;
    lead.row.rhythm = draws.below(2) == 1;
    lead.row.derived = draws.below(2) == 1;
    lead.row.inverted = draws.below(2) == 1;
    lead.row.start_s = draws.number();
    lead.row.first_sample = static_cast<std::uint32_t>(draws.below(1U << 31));
    lead.row.sample_count = static_cast<std::uint32_t>(draws.below(5000));
    lead.row.lost_samples = static_cast<std::uint32_t>(draws.below(5000));
    for (double* value :
         {&lead.row.first_x_px, &lead.row.baseline_y_px, &lead.row.px_per_s, &lead.row.px_per_mv,
          &lead.row.line_width_px, &lead.row.mask_line_width_px, &lead.row.visible_fraction})
        *value = draws.number();
    lead.row.mask_columns_per_px = 1 << draws.below(3);
    lead.row.ink_px = random_box(draws);
    lead.row.box_px = random_box(draws);
    lead.row.visible_box_px = random_box(draws);
    lead.row.name_box_px = random_box(draws);
    lead.signal_json = "[" + draws.text(most_bytes) + "]";
    lead.signal_mv = random_positions(draws, draws.below(most_bytes / 4 + 1));
    lead.truth = random_truth(draws, most_bytes / 4);
    if (draws.below(5) == 0) return lead; // without ink: no crop
    lead.row.crop_px = {static_cast<int>(draws.below(100)) - 3, 4, 5,
                        1 + static_cast<int>(draws.below(9))};
    lead.row.target_ink_px = 1 + draws.below(1000);
    lead.row.other_ink_px = draws.below(3);
    lead.crop_png = draws.bytes(most_bytes);
    lead.crop_png.push_back(1); // not empty
    lead.mask_png = draws.bytes(most_bytes);
    lead.mask_bmp = draws.bytes(most_bytes);
    for (const LeadItemType& item : k_lead_items)
        if (item.asked_for != nullptr && draws.below(2) == 0)
            lead.*item.image = draws.bytes(most_bytes);
    return lead;
}

inline std::shared_ptr<const Lattice> random_warp(Draws& draws, int width_px, int height_px) {
    auto warp = std::make_shared<Lattice>(width_px, height_px);
    for (int row = 0; row < warp->rows(); row += 1 + static_cast<int>(draws.below(9)))
        for (int column = 0; column < warp->columns(); ++column)
            warp->set(column, row, {draws.number(), -draws.number()});
    return warp;
}

inline WordRow random_word(Draws& draws, std::uint32_t number) {
    WordRow word;
    word.line = static_cast<std::uint32_t>(draws.below(50));
    word.word = number;
    word.text = draws.text(20) + "\xC3\xA9";
    word.role = draws.text(9);
    for (PointPx& corner : word.quad_px) corner = {draws.number(), draws.number()};
    word.box_px = random_box(draws);
    word.phi = draws.below(2) == 1;
    word.handwritten = draws.below(2) == 1;
    word.visible_fraction = draws.number();
    return word;
}

inline BeatRow random_beat(Draws& draws, std::uint32_t number) {
    BeatRow beat;
    beat.beat = number;
    beat.number = static_cast<int>(draws.below(14));
    beat.source = draws.text(9);
    beat.symbol = draws.text(1);
    for (std::int64_t& sample : beat.samples)
        sample = draws.below(4) == 0 ? k_no_sample : static_cast<std::int64_t>(draws.below(5000));
    for (PointPx& point : beat.points_px)
        point = draws.below(4) == 0 ? PointPx{k_unknown, k_unknown}
                                    : PointPx{draws.number(), draws.number()};
    for (double& interval : beat.intervals_s)
        if (draws.below(3) != 0) interval = draws.number();
    return beat;
}

inline Sample random_sample(Draws& draws, std::uint64_t index, std::size_t most_bytes) {
    Sample sample;
    PageRow& row = sample.row;
    row.index = index;
    row.group = draws.text(9);
    row.layout = draws.text(5);
    row.record = draws.text(20) + "\xC3\xA9";
    row.patient = draws.text(6);
    row.split = static_cast<Split>(draws.below(k_split_count));
    row.rows = 1 + static_cast<int>(draws.below(12));
    row.columns = 1 + static_cast<int>(draws.below(4));
    row.width_px = static_cast<int>(draws.below(5000));
    row.height_px = static_cast<int>(draws.below(5000));
    for (double* value :
         {&row.dpi, &row.px_per_mm, &row.paper_speed_mm_per_s, &row.gain_mm_per_mv, &row.rate_hz})
        *value = draws.number();
    row.seed = draws.below(~std::uint64_t{0});
    row.record_start_s = draws.number();
    row.gap_samples = static_cast<std::uint32_t>(draws.below(99));
    row.lost_samples = static_cast<std::uint32_t>(draws.below(99));
    row.datasets = DatasetSet::from_bits(static_cast<std::uint8_t>(draws.below(16)));
    sample.plan_json = "{" + draws.text(most_bytes) + "}";
    sample.yolo = draws.text(most_bytes);
    sample.image_jpeg = draws.bytes(3 * most_bytes);
    for (const PageItemType& item : k_page_items)
        if (item.asked_for != nullptr && draws.below(2) == 0)
            sample.*item.image = draws.bytes(most_bytes);
    row.preset = draws.text(8);
    row.look = draws.text(8);
    row.sheet = draws.below(100);
    for (const RecordFact& fact : k_record_facts) row.*fact.member = draws.text(6);
    for (std::size_t corner = k_pulse_corners * draws.below(3); corner > 0; --corner)
        sample.pulses_px.push_back({static_cast<float>(draws.number()), 0.25});
    row.page_width_mm = 20 + static_cast<double>(draws.below(400));
    row.page_height_mm = 20 + static_cast<double>(draws.below(400));
    row.px_per_mm = 1 + static_cast<double>(draws.below(20));
    if (draws.below(2) == 0) { // only for small pages: the warp of a large one is much data
        row.width_px %= 300;
        row.height_px %= 300;
        sample.warp = random_warp(draws, row.width_px, row.height_px);
    }
    for (double& db : sample.row.oracle.db)
        if (draws.below(3) != 0) db = draws.number();
    for (std::size_t lead = draws.below(13); lead > 0; --lead)
        sample.leads.push_back(random_lead(draws, static_cast<int>(lead), most_bytes));
    for (double& value : row.homography.matrix) value = draws.number();
    for (double* value : {&row.homography_rms_px, &row.visible_share, &row.contrast_share,
                          &row.crowded_share, &row.difficulty})
        *value = draws.number();
    row.grid_rows = static_cast<int>(draws.below(3));
    row.grid_columns = static_cast<int>(draws.below(4));
    sample.grid_nodes =
        random_positions(draws, 3 * static_cast<std::size_t>(row.grid_rows * row.grid_columns));
    for (std::size_t word = draws.below(5); word > 0; --word)
        sample.words.push_back(random_word(draws, static_cast<std::uint32_t>(word)));
    for (std::size_t beat = draws.below(5); beat > 0; --beat)
        sample.beats.push_back(random_beat(draws, static_cast<std::uint32_t>(beat)));
    set_checksums(sample);
    return sample;
}

inline std::string text_of(const RectPx& box) {
    return concat(shortest(box.x0_px), ' ', shortest(box.y0_px), ' ', shortest(box.x1_px), ' ',
                  shortest(box.y1_px), '\n');
}

inline std::string text_of(const Bytes& bytes) {
    return concat(bytes.size(), ':') + std::string(bytes.begin(), bytes.end()) + '\n';
}

template <class Owner, class Items>
std::string text_of_images(const Owner& owner, const Items& items) {
    std::string text;
    for (const auto& item : items)
        if (item.image != nullptr) text += text_of(owner.*item.image);
    return text;
}

inline std::string text_of(const TraceTruth& truth) {
    std::string text = concat(truth.first_column, '\n');
    for (const auto* positions : {&truth.sample_x_px, &truth.sample_y_px, &truth.column_y_px}) {
        for (const float position : *positions) text += shortest(double{position}) + ' ';
        text += '\n';
    }
    return text + text_of(truth.column_steep) + text_of(truth.sample_flags);
}

template <class Row, class Items> std::string checksums_of(const Row& row, const Items& items) {
    std::string text;
    for (const auto& item : items)
        if (item.crc32 != nullptr) text += concat(' ', row.*item.crc32);
    return text;
}

inline std::string text_of(const PageRow& row) {
    std::string text =
        concat(row.index, ' ', row.group, ' ', row.layout, ' ', row.record, ' ', row.patient, ' ',
               name_of(row.split), ' ', row.rows, ' ', row.columns, ' ', row.width_px, ' ',
               row.height_px, ' ', row.seed, ' ', shortest(row.record_start_s), ' ',
               row.gap_samples, ' ', row.lost_samples, ' ', int{row.datasets.bits()});
    for (const double value : {row.page_width_mm, row.page_height_mm, row.dpi, row.px_per_mm,
                               row.paper_speed_mm_per_s, row.gain_mm_per_mv, row.rate_hz})
        text += ' ' + shortest(value);
    for (const double value : row.homography.matrix) text += ' ' + shortest(value);
    for (const double value :
         {row.visible_share, row.contrast_share, row.crowded_share, row.difficulty})
        text += ' ' + shortest(value);
    text += concat(' ', shortest(row.homography_rms_px), ' ', row.grid_rows, ' ', row.grid_columns);
    for (const double db : row.oracle.db) text += ' ' + shortest(db);
    for (const RecordFact& fact : k_record_facts) text += ' ' + row.*fact.member;
    return text + concat(' ', row.preset, ' ', row.look, ' ', row.sheet,
                         checksums_of(row, k_page_items), ' ', row.data_crc32, '\n');
}

inline std::string text_of(const LeadRow& row) {
    std::string text = concat(
        name_of(row.lead), ' ', row.number, ' ', row.rhythm, ' ', row.inverted, ' ', row.derived,
        ' ', row.first_sample, ' ', row.sample_count, ' ', row.lost_samples, ' ', row.crop_px.x,
        ' ', row.crop_px.y, ' ', row.crop_px.width, ' ', row.crop_px.height, ' ', row.target_ink_px,
        ' ', row.other_ink_px, ' ', row.mask_columns_per_px, checksums_of(row, k_lead_items));
    for (const double value :
         {row.start_s, row.first_x_px, row.baseline_y_px, row.px_per_s, row.px_per_mv,
          row.line_width_px, row.mask_line_width_px, row.visible_fraction})
        text += ' ' + shortest(value);
    return text + '\n' + text_of(row.ink_px) + text_of(row.box_px) + text_of(row.visible_box_px) +
           text_of(row.name_box_px);
}

inline std::string text_of(const WordRow& row) {
    std::string text = concat(row.line, ' ', row.word, ' ', row.text, ' ', row.role, ' ', row.phi,
                              ' ', row.handwritten, ' ', shortest(row.visible_fraction));
    for (const PointPx& corner : row.quad_px)
        text += ' ' + shortest(corner.x_px) + ' ' + shortest(corner.y_px);
    return text + '\n' + text_of(row.box_px);
}

inline std::string text_of(const BeatRow& row) {
    std::string text = concat(row.beat, ' ', row.number, ' ', row.source, ' ', row.symbol);
    for (const std::int64_t sample : row.samples) text += concat(' ', sample);
    for (const PointPx& point : row.points_px)
        text += ' ' + shortest(point.x_px) + ' ' + shortest(point.y_px);
    for (const double interval : row.intervals_s) text += ' ' + shortest(interval);
    return text + '\n';
}

inline std::string text_of(const Failure& failure) {
    return concat(failure.page, ' ', failure.record, ' ', failure.reason, ' ', failure.replaced,
                  '\n');
}

inline std::string text_of(const Sample& sample) {
    std::string text = text_of(sample.row) + sample.plan_json + '\n' + sample.yolo + '\n' +
                       text_of_images(sample, k_page_items);
    if (sample.warp)
        for (const Lattice::Node& node : sample.warp->nodes())
            text += concat(node.x, ' ', node.y, ' ');
    for (const PointPx& corner : sample.pulses_px)
        text += concat(shortest(corner.x_px), ' ', shortest(corner.y_px), ' ');
    for (const LeadSample& lead : sample.leads) {
        for (const float value_mv : lead.signal_mv) text += shortest(double{value_mv}) + ' ';
        text += text_of(lead.row) + lead.signal_json + '\n' + text_of_images(lead, k_lead_items) +
                text_of(lead.truth);
    }
    for (const float value : sample.grid_nodes) text += shortest(double{value}) + ' ';
    for (const WordRow& word : sample.words) text += text_of(word);
    for (const BeatRow& beat : sample.beats) text += text_of(beat);
    return text;
}

} // namespace ecgpress::testing_support
