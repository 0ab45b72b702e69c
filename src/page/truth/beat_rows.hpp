// The beats of a record on its page: a row for each beat and printed lead.
#pragma once

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

} // namespace ecgpress
