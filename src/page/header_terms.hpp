// What the headers of ECG machines say, in the languages of headers.
#pragma once

#include <string>

#include "page/page_style.hpp"

namespace ecgpress {

/// The words of a header in a language.
struct HeaderTerms {
    const char *years, *male, *female, *room, *technician;
    const char *rate, *per_minute, *pr, *qrs, *axes;
    const char *normal_sinus_rhythm, *sinus_rhythm, *sinus_bradycardia, *sinus_tachycardia;
    const char *normal_rate, *bradycardia, *tachycardia, *rate_not_measured;
    const char *normal_ecg, *otherwise_normal, *borderline, *t_abnormality;
    const char *invented_identity, *invented_report, *unconfirmed;
    const char *family, *given; ///< obviously invented names, separated by blanks
};

const HeaderTerms& terms_of(HeaderLanguage language);

/// A date as the language's countries write it: "12-JAN-2004", "12.01.2004", "12/01/2004".
/// @param month  from 1
std::string date_text(HeaderLanguage language, int day, int month, int year);

/// A statement in a language other than English.
/// @param code  of PTB-XL
/// @return empty if it has no words: only common codes have
std::string statement_text(HeaderLanguage language, const std::string& code);

} // namespace ecgpress
