// Age and sex of a record in two bytes: catalogues have a million records.
#pragma once

#include <cstdint>
#include <string>

#include "signal/record_facts.hpp"

namespace ecgpress {

struct SmallFacts {
    static constexpr std::uint8_t k_unknown_age = 255;

    std::uint8_t age = k_unknown_age;
    char sex = 0; ///< 'f', 'm' or 0

    /// Sets facts.age and facts.sex.
    void write_to(RecordFacts& facts) const;
};

/// @param age  in years @param sex  as fact_age and fact_sex read them
SmallFacts small_facts(const std::string& age, const std::string& sex);

} // namespace ecgpress
