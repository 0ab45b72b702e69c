// The beats of a record on its page: a row for each beat and printed lead, and boxes of waves.
#pragma once

#include <cstddef>
#include <vector>

#include "page/labels.hpp"
#include "page/page.hpp"
#include "page/truth/beat_row.hpp"
#include "signal/beats.hpp"

namespace ecgpress {

/// Rows of the beats that are printed: one for each panel and each beat that has a point among the
/// panel's samples, in the order of panels, then of time. Samples are those of the record, also
/// where they are not printed in the panel; points_px are only of printed samples, and NaN in gaps.
/// Intervals are of this lead: RR from the R peak of the beat before.
/// @param beats  in samples of the record that `page` was composed of: RecordSource::beats()
std::vector<BeatRow> beat_rows(const RecordBeats& beats, const Page& page, const Labels& labels);

/// The samples that a panel prints.
struct PrintedTrace {
    std::size_t first_sample = 0;           ///< of the record
    const std::vector<PointPx>* trace_px{}; ///< position of each, NaN in gaps
    double line_width_px = 0;
};

/// The tight box of a wave's ink in the image: of the stroke from the wave's onset to its offset,
/// as far as it is printed in the panel and inside the image, in edge coordinates. Empty if the
/// onset or the offset is unknown, or if nothing of the wave is there.
/// @param frame  the bounds of the image, from 0
RectPx wave_box(const FiducialSamples& samples, BeatWave wave, const PrintedTrace& trace,
                const RectPx& frame);

} // namespace ecgpress
