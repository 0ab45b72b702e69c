#include "signal/ptbxl/ptbxl_facts.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"

namespace ecgpress {
namespace {

struct TextColumn {
    const char* name; ///< in PTB-XL's table
    std::string RecordFacts::*member;
};

constexpr TextColumn k_texts[] = {
    {"heart_axis", &RecordFacts::heart_axis},
    {"infarction_stadium1", &RecordFacts::infarction_stadium1},
    {"infarction_stadium2", &RecordFacts::infarction_stadium2},
    {"extra_beats", &RecordFacts::extra_beats},
    {"pacemaker", &RecordFacts::pacemaker},
    {"baseline_drift", &RecordFacts::baseline_drift},
    {"static_noise", &RecordFacts::static_noise},
    {"burst_noise", &RecordFacts::burst_noise},
    {"electrodes_problems", &RecordFacts::electrodes_problems},
    {"validated_by_human", &RecordFacts::validated_by_human},
    {"device", &RecordFacts::device},
    {"report", &RecordFacts::report},
};

/// Age in years, limited to 90. PTB-XL stores 300 for ages over 89 for privacy (Wagner et al.
/// 2020); such values would distort averages.
std::string age_of(const std::string& text) {
    constexpr long long k_oldest_told = 90;
    const auto years = ptbxl_integer(text);
    return years ? concat(std::min(*years, k_oldest_told)) : std::string();
}

/// PTB-XL: 0 male, 1 female.
std::string sex_of(const std::string& text) {
    const auto code = ptbxl_integer(text);
    if (!code || *code > 1) return {};
    return *code == 0 ? "male" : "female";
}

} // namespace

std::optional<long long> ptbxl_integer(const std::string& text) {
    constexpr double k_limit = 9007199254740992; // 2^53: limit of exact integers
    double value = 0;
    if (!parse_number(text, value) || !(value >= 0 && value < k_limit)) return std::nullopt;
    if (value != std::floor(value)) return std::nullopt;
    return static_cast<long long>(value);
}

PtbxlFacts::PtbxlFacts(const std::vector<std::string>& header) {
    const auto place_of = [&](const char* name) -> Place {
        const auto found = std::find(header.begin(), header.end(), name);
        if (found == header.end()) return std::nullopt;
        return static_cast<std::size_t>(found - header.begin());
    };
    age_ = place_of("age");
    sex_ = place_of("sex");
    height_ = place_of("height");
    weight_ = place_of("weight");
    scp_codes_ = place_of("scp_codes");
    for (const TextColumn& column : k_texts)
        if (const Place place = place_of(column.name)) texts_.push_back({*place, column.member});
}

RecordFacts PtbxlFacts::read(const std::vector<std::string>& fields,
                             const ScpStatements& statements) const {
    RecordFacts facts;
    if (age_) facts.age = age_of(fields[*age_]);
    if (sex_) facts.sex = sex_of(fields[*sex_]);
    if (height_) facts.height_cm = fact_number(fields[*height_]);
    if (weight_) facts.weight_kg = fact_number(fields[*weight_]);
    if (scp_codes_) {
        const std::string& text = fields[*scp_codes_];
        try {
            statements.set_codes(facts, parse_scp_codes(text));
        } catch (const DataError& error) {
            throw DataError(concat("scp_codes is \"", printable(text), "\". ", error.what()));
        }
    }
    for (const Text& text : texts_) facts.*text.member = fact_text(fields[text.place]);
    return facts;
}

} // namespace ecgpress
