// The header that an ECG machine prints: an invented identity, and what the recording is.
#pragma once

#include <string>
#include <vector>

#include "core/random.hpp"
#include "page/page_style.hpp"
#include "page/text_line.hpp"
#include "signal/measures.hpp"
#include "signal/record_facts.hpp"

namespace ecgpress {

/// Where a header's age, sex, measurements and statements come from.
enum class HeaderSource { record, invented };

/// What a header says about a recording.
struct HeaderContent {
    std::string age, sex; ///< as in RecordFacts; empty: not printed
    Measures measures;
    std::vector<std::string> statements; ///< lines, in the language
    HeaderLanguage language = HeaderLanguage::en;
};

/// The content for a record: its age and sex, its measures, and statements that follow from both
/// its rate and its codes. Whether a sinus rhythm is a tachycardia (above 100/min) or a bradycardia
/// (below 60/min) follows from the rate; without a code for the rhythm only the rate is stated. The
/// PR interval and the axis of P are left out for a rhythm without P waves. In a language other
/// than English only common codes have words; others are not stated.
HeaderContent content_of_record(const AboutRecord& about, Measures measures,
                                HeaderLanguage language = HeaderLanguage::en);

/// Invented content of an adult that does not contradict itself.
HeaderContent invented_content(Rng& random, HeaderLanguage language = HeaderLanguage::en);

/// The header's columns of lines. @param identity  stream of the name, the number, the date and the
/// room, which are invented in any case
TextColumns header_text(HeaderForm form, const HeaderContent& content, Rng& identity);

} // namespace ecgpress
