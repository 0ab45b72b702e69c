#include "render/artifacts/list.hpp"

namespace ecgpress {

const std::vector<Artifact>& artifacts() {
    static const std::vector<Artifact> list{
        wander(),      motion(),       mains_hum(),    lead_off(),       pacing(),
        print_stops(), head_dots(),    misfeed(),      thermal_fade(),   dead_dots(),
        low_ink(),     fast_pen(),     jagged(),       ink_bleed(),      show_through(),
        halftone(),    yellowing(),    folds(),        facets(),         wrinkles(),
        kinks(),       crumple(),      cockle(),       bend(),           gutter(),
        soak(),        coffee(),       mould(),        grease(),         handwriting(),
        stamp(),       redaction(),    sticker(),      overlay(),        dust(),
        dog_ear(),     tears(),        filed(),        perforated(),     scan_skew(),
        scan_feed(),   scan_streaks(), scan_levels(),  scan_grey(),      photocopy(),
        bilevel(),     cropped(),      camera_pose(),  papers(),         hand(),
        screen(),      illumination(), cast_shadow(),  glare(),          window_glass(),
        defocus(),     sensor_noise(), colour_shift(), low_resolution(), dark_mode(),
        fax(),         posterise(),    jpeg_again(),
    };
    return list;
}

const Artifact* find_artifact(const std::string& name) {
    for (const Artifact& artifact : artifacts())
        if (name == artifact.name) return &artifact;
    return nullptr;
}

} // namespace ecgpress
