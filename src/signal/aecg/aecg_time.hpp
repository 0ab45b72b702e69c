// Points in time of HL7: YYYYMMDDHHMMSS.SSS, with fewer digits or a time zone.
#pragma once

#include <string>

namespace ecgpress {

/// Seconds from a fixed time, without the time zone; 0 if the text has no seconds.
double hl7_seconds(const std::string& point);

/// Whole years from one point to another. Empty if one of them has no day.
std::string hl7_years(const std::string& birth, const std::string& later);

} // namespace ecgpress
