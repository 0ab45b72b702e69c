#include "page/words.hpp"

#include <iterator>

#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

template <std::size_t Count> const char* one_of(const char* const (&choices)[Count], Rng& random) {
    return choices[random.below(Count)];
}

std::uint64_t within(std::uint64_t low, std::uint64_t high, Rng& random) {
    return low + random.below(high - low + 1);
}

/// An obviously invented name.
std::string invented_name(Rng& random) {
    static constexpr const char* k_family[] = {"TEST",     "SAMPLE", "SPECIMEN", "EXAMPLE",
                                               "NOPERSON", "DUMMY",  "MUSTER",   "FICTION"};
    static constexpr const char* k_given[] = {"Alpha", "Bravo", "Delta", "Echo", "Kilo",
                                              "Lima",  "Oscar", "Romeo", "Tango"};
    return concat(one_of(k_family, random), ", ", one_of(k_given, random));
}

std::string invented_date(Rng& random) {
    static constexpr const char* k_months[] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                               "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
    const std::uint64_t day = within(1, 28, random);
    const char* month = one_of(k_months, random);
    const std::uint64_t year = within(1994, 2024, random), hour = random.below(24);
    return concat(zero_padded(day, 2), '-', month, '-', year, "  ", zero_padded(hour, 2), ':',
                  zero_padded(random.below(60), 2), ':', zero_padded(random.below(60), 2));
}

std::vector<std::string> patient(HeaderForm form, Rng& random) {
    std::vector<std::string> lines{
        concat("ID: X", zero_padded(random.below(100'000'000), 8), "   ", invented_name(random)),
        invented_date(random)};
    if (form == HeaderForm::full) {
        static constexpr const char* k_sexes[] = {"Male", "Female"};
        lines.push_back(concat(within(18, 95, random), " yr   ", one_of(k_sexes, random)));
        lines.push_back(concat("Room ", within(1, 40, random),
                               "   Technician: ", static_cast<char>('A' + random.below(26)),
                               static_cast<char>('A' + random.below(26))));
    }
    return lines;
}

std::string line_of(const char* name, std::uint64_t value, const char* unit) {
    return concat(name, "  ", value, ' ', unit);
}

/// Plausible values of an adult. The order of the random draws is part of the pages' text.
std::vector<std::string> measurements(Rng& random) {
    const std::uint64_t qt = within(340, 460, random);
    return {line_of("Vent. rate", within(48, 118, random), "BPM"),
            line_of("PR interval", within(120, 210, random), "ms"),
            line_of("QRS duration", within(74, 132, random), "ms"),
            concat("QT/QTc  ", qt, '/', qt + random.below(50), " ms"),
            concat("P-R-T axes  ", within(20, 75, random), "  ", within(5, 90, random), "  ",
                   within(10, 80, random))};
}

std::vector<std::string> statements(Rng& random) {
    static constexpr const char* k_rhythms[] = {"Sinus rhythm", "Normal sinus rhythm",
                                                "Sinus bradycardia", "Sinus tachycardia"};
    static constexpr const char* k_findings[] = {
        "Nonspecific T wave abnormality", "Left axis deviation", "Borderline ECG",
        "Minimal voltage criteria for LVH", "Otherwise normal ECG"};
    return {one_of(k_rhythms, random), one_of(k_findings, random), "Invented report - no patient",
            "Unconfirmed"};
}

/// The pass band in Hz: "0.05-150", "<150", ">0.5".
std::string pass_band(const PageStyle& style) {
    const std::string high = style.high_pass_hz > 0 ? shortest(style.high_pass_hz) : std::string();
    const std::string low = style.low_pass_hz > 0 ? shortest(style.low_pass_hz) : std::string();
    if (high.empty() && low.empty()) return {};
    return high.empty() ? "<" + low : low.empty() ? ">" + high : high + "-" + low;
}

/// Appends a non-empty text after spaces.
void add(std::string& text, const char* blanks, const std::string& more) {
    if (!more.empty()) text += blanks + more;
}

std::string with(const std::string& value, const char* unit) {
    return value.empty() ? value : value + unit;
}

} // namespace

std::string printed_name(const Panel& panel, LeadNames names) {
    std::string name = name_of(panel.lead);
    if (names == LeadNames::capitals)
        for (char& letter : name) letter = letter == 'a' ? 'A' : letter; // aVR
    if (names == LeadNames::c_leads && name[0] == 'V') name[0] = 'C';
    return panel.inverted ? "-" + name : name;
}

std::vector<std::vector<std::string>> invented_header(HeaderForm form, Rng& random) {
    switch (form) {
    case HeaderForm::none:
        return {};
    case HeaderForm::brief:
        return {patient(form, random)};
    case HeaderForm::full:
        break;
    }
    std::vector<std::vector<std::string>> columns{patient(form, random)};
    columns.push_back(measurements(random));
    columns.push_back(statements(random));
    return columns;
}

std::string footer_text(const PageStyle& style) {
    const std::string speed = shortest(style.paper_speed_mm_per_s),
                      limb = shortest(style.gain_mm_per_mv),
                      chest = style.chest_gain_mm_per_mv > 0 ? shortest(style.chest_gain_mm_per_mv)
                                                             : limb,
                      band = pass_band(style),
                      notch = style.notch_hz > 0 ? shortest(style.notch_hz) : std::string();
    const std::string gain = chest == limb ? limb : limb + "/" + chest;
    std::string text;
    switch (style.footer) {
    case FooterForm::none:
        break;
    case FooterForm::joined:
        text = concat(speed, "mm/s ", gain, "mm/mV");
        add(text, " ", with(band, "Hz"));
        add(text, " AC", notch);
        break;
    case FooterForm::spaced:
    case FooterForm::boxed:
        text = concat(speed, " mm/sec   ", gain, " mm/mV");
        add(text, "   ", with(notch, "~"));
        add(text, "   ", with(band, " Hz"));
        break;
    case FooterForm::limb_chest:
        text =
            concat("Speed: ", speed, " mm/sec   Limb: ", limb, " mm/mV   Chest: ", chest, " mm/mV");
        add(text, "   F ", with(notch, "~"));
        add(text, "   ", with(band, " Hz"));
        break;
    }
    return text;
}

} // namespace ecgpress
