#include "page/words.hpp"

#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

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
