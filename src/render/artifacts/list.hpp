// The list of artifacts. A new artifact adds one file, its function below, and one row in list.cpp.
//
// Ranges and constants of artifacts without a stated source were chosen by eye, by comparing
// rendered pages with scans and photographs of ECG pages.
#pragma once

#include <string>
#include <vector>

#include "render/catalogue/artifact.hpp"

namespace ecgpress {

/// All artifacts, in the order in which they are applied.
const std::vector<Artifact>& artifacts();
/// Returns null if there is no artifact of that name.
const Artifact* find_artifact(const std::string& name);

Artifact wander();
Artifact motion();
Artifact mains_hum();
Artifact lead_off();
Artifact pacing();
Artifact print_stops();
Artifact head_dots();
Artifact misfeed();
Artifact thermal_fade();
Artifact dead_dots();
Artifact low_ink();
Artifact fast_pen();
Artifact jagged();
Artifact ink_bleed();
Artifact show_through();
Artifact halftone();
Artifact yellowing();
Artifact folds();
Artifact facets();
Artifact wrinkles();
Artifact kinks();
Artifact crumple();
Artifact cockle();
Artifact bend();
Artifact gutter();
Artifact soak();
Artifact coffee();
Artifact mould();
Artifact grease();
Artifact handwriting();
Artifact stamp();
Artifact redaction();
Artifact sticker();
Artifact overlay();
Artifact dust();
Artifact dog_ear();
Artifact tears();
Artifact filed();
Artifact perforated();
Artifact scan_skew();
Artifact scan_feed();
Artifact scan_streaks();
Artifact scan_levels();
Artifact scan_grey();
Artifact photocopy();
Artifact bilevel();
Artifact cropped();
Artifact camera_pose();
Artifact papers();
Artifact hand();
Artifact screen();
Artifact illumination();
Artifact cast_shadow();
Artifact glare();
Artifact window_glass();
Artifact defocus();
Artifact sensor_noise();
Artifact colour_shift();
Artifact low_resolution();
Artifact dark_mode();
Artifact fax();
Artifact posterise();
Artifact jpeg_again();

} // namespace ecgpress
