#include "render/scene/shading.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/elementary.hpp"
#include "render/draw/vectorised.hpp"
#include "render/filters/curves.hpp"

namespace ecgpress {

namespace {

/// The surface of the sheet at one row of cells: slopes, and positions in mm in space.
struct SurfaceRow {
    std::vector<float> slope_x, slope_y, x, y, z;

    explicit SurfaceRow(const Sheet& sheet) {
        const auto count =
            static_cast<std::size_t>(Field(sheet.width_mm, 1, Sheet::k_cells_per_mm).columns);
        for (auto* values : {&slope_x, &slope_y, &x, &y, &z}) values->resize(count);
    }

    void set(const Sheet& sheet, const Slopes& slopes, int row) {
        const Bend& bend = sheet.bend;
        const double y_mm = (row + 0.5) / Sheet::k_cells_per_mm - sheet.height_mm / 2;
        for (std::size_t i = 0; i < x.size(); ++i) {
            const auto column = static_cast<std::ptrdiff_t>(i);
            slope_x[i] = slopes.x().empty() ? 0 : slopes.x().row(row)[column];
            slope_y[i] = slopes.y().empty() ? 0 : slopes.y().row(row)[column];
            const double x_mm =
                (static_cast<double>(i) + 0.5) / Sheet::k_cells_per_mm - sheet.width_mm / 2;
            x[i] = static_cast<float>(x_mm);
            y[i] = static_cast<float>(y_mm);
            z[i] = 0;
            if (bend.flat()) continue;
            const double length_mm = x_mm * bend.cosine() + y_mm * bend.sine();
            const Bend::Place place = bend.at(length_mm);
            const double tangent = place.sine / place.cosine, moved_mm = place.along_mm - length_mm;
            slope_x[i] += static_cast<float>(tangent * bend.cosine());
            slope_y[i] += static_cast<float>(tangent * bend.sine());
            x[i] += static_cast<float>(moved_mm * bend.cosine());
            y[i] += static_cast<float>(moved_mm * bend.sine());
            z[i] = static_cast<float>(place.up_mm);
        }
    }
};

/// The lamp: the direction towards a far one, or the position of a near one in mm.
struct Beam {
    float x, y, z;
    float ambient, direct; ///< shares of light; `direct` relative to light on flat paper
};

Beam far_beam(const Lamp& lamp) {
    const double level = cos_of(lamp.elevation_rad), height = sin_of(lamp.elevation_rad);
    return {static_cast<float>(cos_of(lamp.azimuth_rad) * level),
            static_cast<float>(-sin_of(lamp.azimuth_rad) * level), static_cast<float>(height),
            static_cast<float>(lamp.ambient), static_cast<float>((1 - lamp.ambient) / height)};
}

/// Light on flat paper is the cosine of the angle at its middle, at the distance of the lamp there:
/// z / r. The inverse-square law makes it r^2 / r'^2 elsewhere.
Beam near_beam(const Lamp& lamp) {
    const PointInSpace& at = *lamp.near_point;
    const double r2 = at.x_mm * at.x_mm + at.y_mm * at.y_mm + at.z_mm * at.z_mm;
    return {static_cast<float>(at.x_mm), static_cast<float>(at.y_mm), static_cast<float>(at.z_mm),
            static_cast<float>(lamp.ambient),
            static_cast<float>((1 - lamp.ambient) * r2 * std::sqrt(r2) / at.z_mm)};
}

ECGPRESS_VECTORISED
void light_from_afar(float* to, const SurfaceRow& surface, const Beam& beam, std::size_t count) {
    const float *const gx = surface.slope_x.data(), *const gy = surface.slope_y.data();
    const float x = beam.x, y = beam.y, z = beam.z, ambient = beam.ambient, direct = beam.direct;
#pragma GCC ivdep // `to` is no part of the surface
    for (std::size_t i = 0; i < count; ++i) {
        const float facing =
            (z - gx[i] * x - gy[i] * y) / std::sqrt(1 + gx[i] * gx[i] + gy[i] * gy[i]);
        to[i] = ambient + direct * std::max(0.0F, facing);
    }
}

ECGPRESS_VECTORISED
void light_from_near(float* to, const SurfaceRow& surface, const Beam& beam, std::size_t count) {
    const float *const gx = surface.slope_x.data(), *const gy = surface.slope_y.data();
    const float *const px = surface.x.data(), *const py = surface.y.data(),
                       *const pz = surface.z.data();
    const float x = beam.x, y = beam.y, z = beam.z, ambient = beam.ambient, direct = beam.direct;
#pragma GCC ivdep // `to` is no part of the surface
    for (std::size_t i = 0; i < count; ++i) {
        const float dx = x - px[i], dy = y - py[i], dz = z - pz[i];
        const float r2 = dx * dx + dy * dy + dz * dz;
        const float facing = (dz - gx[i] * dx - gy[i] * dy) /
                             (r2 * std::sqrt(r2 * (1 + gx[i] * gx[i] + gy[i] * gy[i])));
        to[i] = ambient + direct * std::max(0.0F, facing);
    }
}

/// Returns the factor by which the 60th percentile of brightness becomes 0.94: white paper must
/// stay below 255, or bright slopes are clipped. Both values were chosen by eye. One cell in 41 is
/// read.
float room_for_slopes(const Field& light) {
    std::vector<float> some;
    for (std::size_t i = 0; i < light.values.size(); i += 41) some.push_back(light.values[i]);
    const auto middle = some.begin() + static_cast<std::ptrdiff_t>(some.size() * 6 / 10);
    std::nth_element(some.begin(), middle, some.end());
    return 0.94F / *middle;
}

} // namespace

std::vector<Field> shading(const Scene& scene) {
    const Lamp& lamp = scene.lamp;
    const Slopes slopes(scene.sheet);
    const Beam beam = lamp.near_point ? near_beam(lamp) : far_beam(lamp);
    Field light(scene.width_mm, scene.height_mm, Sheet::k_cells_per_mm);
    SurfaceRow surface(scene.sheet);
    for (int row = 0; row < light.rows; ++row) {
        surface.set(scene.sheet, slopes, row);
        (lamp.near_point ? light_from_near : light_from_afar)(light.row(row), surface, beam,
                                                              surface.x.size());
    }
    const float scale = room_for_slopes(light);
    std::vector<Field> gains(lamp.tint == 0 ? 1 : 3, light);
    // Ambient light is bluer than the lamp's. On flat paper the two together are white.
    const double bluer = lamp.tint * lamp.ambient / (1 - lamp.ambient);
    for (std::size_t c = 0; c < gains.size(); ++c) {
        const auto excess = static_cast<float>(bluer * (static_cast<double>(c) - 1));
        std::vector<float>& values = gains[c].values;
        for (float& value : values) value = std::max(0.0F, value + excess * (1 - value)) * scale;
        encode_gamma(values.data(), values.size());
    }
    return gains;
}

} // namespace ecgpress
