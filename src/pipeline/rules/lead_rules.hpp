// Compares the labels of a lead in formats without trace truth with its row: key points, masks,
// and the samples outside the paper.
#pragma once

#include <vector>

#include "dataset/formats/key_points.hpp"
#include "dataset/formats/lead_mask.hpp"
#include "pipeline/checks/label_rules.hpp"
#include "pipeline/rules/page_rows.hpp"

namespace ecgpress {

/// True if no artifact changed the page, so that positions follow from the rows.
bool is_as_drawn(const PageRows& rows);

/// Compares the key points of a lead. On a distorted page those of trace and baseline are only
/// checked to be possible, because its warp is not known. @param tolerance_px  of written positions
Problems check_key_points(const KeyPoints& points, const PageRows& rows, std::size_t lead,
                          double tolerance_px);

/// Checks that both ends of a trace are on its mask, on any page.
Problems check_ends_on_mask(const KeyPoints& points, const LeadMask& mask, const LeadsRow& lead);

/// Compares lost_samples with the signal where nothing has moved the drawing. A sample on the edge
/// of a page, whose size in pixels is rounded, may be counted or not.
Problems check_lost_samples(const PageRows& rows, std::size_t lead,
                            const std::vector<double>& signal_mv);

/// Compares a mask at pixel resolution with the lead's crop and ink.
Problems check_lead_mask(const LeadMask& mask, const PageRows& rows, std::size_t lead);

/// True if a lead with this row must have foreground: its stroke covers whole pixels.
bool must_have_foreground(const LeadsRow& lead);

} // namespace ecgpress
