#include "signal/files/small_facts.hpp"

#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {

void SmallFacts::write_to(RecordFacts& facts) const {
    if (age != k_unknown_age) facts.age = concat(int{age});
    facts.sex = sex == 'f' ? "female" : sex == 'm' ? "male" : "";
}

SmallFacts small_facts(const std::string& age, const std::string& sex) {
    SmallFacts facts;
    long long years = 0;
    if (parse_number(fact_age(age), years) && years >= 0 && years < SmallFacts::k_unknown_age)
        facts.age = static_cast<std::uint8_t>(years);
    const std::string read = fact_sex(sex);
    facts.sex = read.empty() ? '\0' : read.front();
    return facts;
}

} // namespace ecgpress
