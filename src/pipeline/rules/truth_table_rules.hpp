// Compares the rows of a page in words.csv and beats.csv with each other and with the page's other
// rows. No other file is read.
#pragma once

#include "pipeline/rules/page_rows.hpp"
#include "pipeline/rules/report.hpp"

namespace ecgpress {

/// Checks that lines and words are in order, that the words of a line are in its text, and that
/// boxes are those of their quadrilaterals inside the image.
void check_words(const PageRows& rows, const Report& report);

/// Checks that beats are in order, in printed leads, and that their points follow each other in
/// time; that times and intervals follow from the samples, and positions too on pages without
/// artifacts.
void check_beats(const PageRows& rows, const Report& report);

} // namespace ecgpress
