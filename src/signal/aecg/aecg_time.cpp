#include "signal/aecg/aecg_time.hpp"

#include <algorithm>

#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {
namespace {

/// The days from 1 March of the year 0 to a date in the Gregorian calendar.
long long days_to(long long year, long long month, long long day) {
    if (month <= 2) {
        month += 12;
        --year;
    }
    return 365 * year + year / 4 - year / 100 + year / 400 + (153 * (month - 3) + 2) / 5 + day - 1;
}

bool has_digits(const std::string& text, std::size_t count) {
    return text.size() >= count &&
           std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(count),
                       [](char c) { return c >= '0' && c <= '9'; });
}

/// @pre these are digits
long long part_of(const std::string& text, std::size_t begin, std::size_t count) {
    long long number = 0;
    parse_number(text.substr(begin, count), number);
    return number;
}

} // namespace

double hl7_seconds(const std::string& point) {
    constexpr std::size_t k_digits = 14;
    if (!has_digits(point, k_digits)) return 0;
    double fraction = 0;
    const std::size_t end =
        std::min(point.find_first_not_of("0123456789.", k_digits), point.size());
    if (end > k_digits) parse_number("0" + point.substr(k_digits, end - k_digits), fraction);
    const long long hours =
        days_to(part_of(point, 0, 4), part_of(point, 4, 2), part_of(point, 6, 2)) * 24 +
        part_of(point, 8, 2);
    return static_cast<double>((hours * 60 + part_of(point, 10, 2)) * 60 + part_of(point, 12, 2)) +
           fraction;
}

std::string hl7_years(const std::string& birth, const std::string& later) {
    constexpr std::size_t k_date = 8;
    if (!has_digits(birth, k_date) || !has_digits(later, k_date)) return {};
    const long long from = part_of(birth, 0, k_date), to = part_of(later, 0, k_date);
    return to < from ? std::string() : concat((to - from) / 10000);
}

} // namespace ecgpress
