// CPU time per stage, from the record to encoded bytes.
#pragma once

namespace ecgpress {

/// CPU seconds spent in each stage, for the benchmark and `plan`.
struct StageTimes {
    double read_s = 0, compose_s = 0, draw_s = 0, jpeg_s = 0;
    double artifacts_s = 0; ///< applying artifacts and updating labels
    double overlap_s = 0;   ///< counting other leads' ink in the crops
    double crop_png_s = 0, mask_png_s = 0, mask_bmp_s = 0;
    double signal_s = 0; ///< signals as JSON
    double text_s = 0;   ///< labels, trace truth, plan
    double oracle_s = 0; ///< the oracle's check of every `oracle.every`-th page

    double total_s() const {
        return read_s + compose_s + draw_s + artifacts_s + jpeg_s + overlap_s + crop_png_s +
               mask_png_s + mask_bmp_s + signal_s + text_s + oracle_s;
    }
};

/// Name of a stage in reports, and its counter.
struct Stage {
    const char* name;
    double StageTimes::*seconds;
};
constexpr Stage k_stages[] = {
    {"reading records", &StageTimes::read_s}, {"composing pages", &StageTimes::compose_s},
    {"drawing", &StageTimes::draw_s},         {"artifacts", &StageTimes::artifacts_s},
    {"page JPEG", &StageTimes::jpeg_s},       {"counting overlap", &StageTimes::overlap_s},
    {"crop PNG", &StageTimes::crop_png_s},    {"mask PNG", &StageTimes::mask_png_s},
    {"mask BMP", &StageTimes::mask_bmp_s},    {"signals", &StageTimes::signal_s},
    {"labels, truth", &StageTimes::text_s},   {"oracle", &StageTimes::oracle_s},
};

} // namespace ecgpress
