#include "render/scene/sheet.hpp"

#include <algorithm>
#include <cmath>

#include "core/elementary.hpp"

namespace ecgpress {

namespace {

constexpr int k_bend_steps = 1024;   ///< table entries per half: 0.16 mm over A4's 297 mm
constexpr double k_bend_reach = 1.1; ///< in half sizes of the paper, with constant slope beyond 1
constexpr double k_contraction_mm = 12; ///< smoothing length of the contraction; chosen by eye

/// Returns the derivative of a relief per mm, by Scharr's 3 x 3 filter (3, 10, 3), whose direction
/// error is less than Sobel's. The weights add up to 16, over a distance of two cells: 32.
/// @param along_x  true: d/dx, false: d/dy
Field slope(const Field& relief, bool along_x) {
    Field result = relief;
    const auto scale = static_cast<float>(relief.cells_per_unit / 32);
    for (int j = 0; j < relief.rows; ++j) {
        const float* const rows[] = {relief.row(std::max(j - 1, 0)), relief.row(j),
                                     relief.row(std::min(j + 1, relief.rows - 1))};
        float* const to = result.row(j);
        const auto put = [&](int i, int before, int after) {
            const float sum = along_x ? 3 * (rows[0][after] - rows[0][before]) +
                                            10 * (rows[1][after] - rows[1][before]) +
                                            3 * (rows[2][after] - rows[2][before])
                                      : 3 * (rows[2][before] - rows[0][before]) +
                                            10 * (rows[2][i] - rows[0][i]) +
                                            3 * (rows[2][after] - rows[0][after]);
            to[i] = scale * sum;
        };
        const int last = relief.columns - 1;
        put(0, 0, 1);
        for (int i = 1; i < last; ++i) put(i, i - 1, i + 1);
        put(last, last - 1, last);
    }
    return result;
}

/// Returns the means of squares of cells, as a field with fewer cells.
/// @param side  of a square in cells; the last ones may have fewer
Field reduced(const Field& field, int side) {
    Field result(field.columns / field.cells_per_unit, field.rows / field.cells_per_unit,
                 field.cells_per_unit / side);
    const auto count = static_cast<std::size_t>(result.columns);
    std::vector<float> sums(count);
    for (int j = 0; j < result.rows; ++j) {
        std::fill(sums.begin(), sums.end(), 0.0F);
        const int first = std::min(j * side, field.rows - 1),
                  end = std::min(field.rows, first + side);
        for (int row = first; row < end; ++row)
            for (int i = 0; i < field.columns; ++i)
                sums[static_cast<std::size_t>(i / side)] += field.row(row)[i];
        for (int i = 0; i < result.columns; ++i) {
            const int across = std::max(1, std::min(side, field.columns - i * side));
            result.row(j)[i] =
                sums[static_cast<std::size_t>(i)] / static_cast<float>(across * (end - first));
        }
    }
    return result;
}

/// Returns the integral of slope^2 / 2 along the slope's own axis, minus its mean, smoothed. To
/// first order this is how much shorter a line on the relief is when seen from above.
Field contraction(const Field& slope, bool along_x) {
    Field result = slope;
    const auto step = static_cast<float>(0.5 / slope.cells_per_unit);
    double sum = 0;
    for (int j = 0; j < slope.rows; ++j)
        for (int i = 0; i < slope.columns; ++i) {
            const bool begins = along_x ? i == 0 : j == 0;
            const float before = begins ? 0 : along_x ? result.row(j)[i - 1] : result.row(j - 1)[i];
            const float here = slope.row(j)[i];
            result.row(j)[i] = before + step * here * here;
            sum += double{result.row(j)[i]};
        }
    const auto mean = static_cast<float>(sum / static_cast<double>(result.values.size()));
    for (float& value : result.values) value -= mean;
    result = reduced(result, 4); // cells of 2 mm, to be smoothed over 12 mm
    blur(result, k_contraction_mm);
    return result;
}

/// Maps a position to space by the bend only, without the relief.
PointInSpace bent(const Sheet& sheet, const PointMm& paper) {
    const double x_mm = paper.x_mm - sheet.width_mm / 2, y_mm = paper.y_mm - sheet.height_mm / 2;
    const Bend& bend = sheet.bend;
    if (bend.flat()) return {x_mm, y_mm, 0};
    const double length_mm = x_mm * bend.cosine() + y_mm * bend.sine();
    const Bend::Place place = bend.at(length_mm);
    const double moved_mm = place.along_mm - length_mm;
    return {x_mm + moved_mm * bend.cosine(), y_mm + moved_mm * bend.sine(), place.up_mm};
}

} // namespace

double sum_at(const std::vector<Wave>& waves, double position_mm) {
    double sum = 0;
    for (const Wave& wave : waves)
        sum += wave.amplitude_mm * sin_of_turns(position_mm / wave.period_mm + wave.phase_turns);
    return sum;
}

Bend::Bend(double width_mm, double height_mm, double direction_rad,
           const std::function<double(double)>& slope)
    : cosine_(cos_of(direction_rad)), sine_(sin_of(direction_rad)) {
    const double half_mm = (std::abs(cosine_) * width_mm + std::abs(sine_) * height_mm) / 2;
    reach_mm_ = k_bend_reach * half_mm;
    for (int i = -k_bend_steps; i <= k_bend_steps; ++i)
        slope_rad_.push_back(slope(std::clamp(i * k_bend_reach / k_bend_steps, -1.0, 1.0)));
    integrate();
}

Bend Bend::softened(double factor) const {
    Bend result = *this;
    for (double& value : result.slope_rad_) value *= factor;
    if (!flat()) result.integrate();
    return result;
}

// With slope angle a(s) along the length s: along = integral of cos a, up = integral of sin a. The
// point keeps its arc length, so paper is not stretched. Both are 0 in the middle.
void Bend::integrate() {
    const double step_mm = reach_mm_ / k_bend_steps;
    double along_mm = 0, up_mm = 0;
    for (auto* table : {&along_mm_, &up_mm_, &sines_, &cosines_}) table->clear();
    for (const double slope_rad : slope_rad_) {
        along_mm_.push_back(along_mm);
        up_mm_.push_back(up_mm);
        sines_.push_back(sin_of(slope_rad));
        cosines_.push_back(cos_of(slope_rad));
        along_mm += cosines_.back() * step_mm;
        up_mm += sines_.back() * step_mm;
    }
    const double middle_mm = along_mm_[k_bend_steps], level_mm = up_mm_[k_bend_steps];
    for (double& value : along_mm_) value -= middle_mm;
    for (double& value : up_mm_) value -= level_mm;
}

Bend::Place Bend::at(double length_mm) const {
    const double step = (length_mm / reach_mm_ + 1) * k_bend_steps;
    const int before = std::clamp(static_cast<int>(step), 0, 2 * k_bend_steps - 1);
    const auto i = static_cast<std::size_t>(before);
    const double part = step - before; // outside [0, 1]: linear extrapolation
    const double inside = std::clamp(part, 0.0, 1.0);
    return {along_mm_[i] + part * (along_mm_[i + 1] - along_mm_[i]),
            up_mm_[i] + part * (up_mm_[i + 1] - up_mm_[i]),
            sines_[i] + inside * (sines_[i + 1] - sines_[i]),
            cosines_[i] + inside * (cosines_[i + 1] - cosines_[i])};
}

Field& Sheet::relief() {
    if (relief_mm.empty()) relief_mm = Field(width_mm, height_mm, k_cells_per_mm);
    return relief_mm;
}

Field& Sheet::worn() {
    if (wear.empty()) wear = Field(width_mm, height_mm, k_cells_per_mm);
    return wear;
}

// Inverse of the feed's errors. Wobble is evaluated at the position on the paper.
PointMm Sheet::drawing_from_paper(const PointMm& paper) const {
    const double x_mm = (paper.x_mm - width_mm / 2) / (1 + stretch) + width_mm / 2;
    const double y_mm =
        paper.y_mm - shear * (paper.x_mm - width_mm / 2) - sum_at(wobble, paper.x_mm);
    return {x_mm, y_mm};
}

Sheet Sheet::softened(double factor) const {
    Sheet result = *this;
    for (float& value : result.relief_mm.values) value *= static_cast<float>(factor);
    result.bend = bend.softened(factor);
    return result;
}

Slopes::Slopes(const Sheet& sheet) {
    if (sheet.relief_mm.empty()) return;
    x_ = slope(sheet.relief_mm, true);
    y_ = slope(sheet.relief_mm, false);
}

Surface::Surface(const Sheet& sheet) : sheet_(&sheet) {
    if (sheet.relief_mm.empty()) return;
    const Slopes slopes(sheet);
    contraction_x_ = contraction(slopes.x(), true);
    contraction_y_ = contraction(slopes.y(), false);
}

PointInSpace Surface::at(const PointMm& paper) const {
    const Field& relief = sheet_->relief_mm;
    PointInSpace point = bent(*sheet_, paper);
    if (relief.empty()) return point;
    const double height_mm = double{relief.at(paper.x_mm, paper.y_mm)};
    point.x_mm -= double{contraction_x_.at(paper.x_mm, paper.y_mm)};
    point.y_mm -= double{contraction_y_.at(paper.x_mm, paper.y_mm)};
    const Bend& bend = sheet_->bend;
    if (bend.flat()) {
        point.z_mm += height_mm;
        return point;
    }
    // The height of the relief is perpendicular to the bent paper.
    const Bend::Place place = bend.at((paper.x_mm - sheet_->width_mm / 2) * bend.cosine() +
                                      (paper.y_mm - sheet_->height_mm / 2) * bend.sine());
    point.x_mm -= place.sine * height_mm * bend.cosine();
    point.y_mm -= place.sine * height_mm * bend.sine();
    point.z_mm += place.cosine * height_mm;
    return point;
}

} // namespace ecgpress
