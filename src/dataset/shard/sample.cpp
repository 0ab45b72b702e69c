#include "dataset/shard/sample.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

/// Writes a value of whole microvolts, as most records have (PTB-XL has 1000 units/mV). The
/// shortest digits of such a value are those of an integer, which is several times faster than for
/// arbitrary values. @return false if the value is not such a value
bool append_thousandths(std::string& text, double value_mv) {
    constexpr double k_largest_mv = 1000; // beyond it, 1e+05 would be shorter
    if (!(std::abs(value_mv) < k_largest_mv)) return false;
    const int thousandths = static_cast<int>(value_mv * 1000 + (value_mv < 0 ? -0.5 : 0.5));
    if (thousandths / 1000.0 != value_mv) return false;
    char digits[8]; // "-999.999"
    char* at = std::end(digits);
    int rest = std::abs(thousandths), decimals = 3;
    for (; decimals > 0 && rest % 10 == 0; --decimals) rest /= 10; // no zeros at the end
    if (decimals > 0) {
        for (; decimals > 0; --decimals, rest /= 10) *--at = static_cast<char>('0' + rest % 10);
        *--at = '.';
    }
    do {
        *--at = static_cast<char>('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (thousandths < 0) *--at = '-';
    text.append(at, std::end(digits));
    return true;
}

} // namespace

const char* name_of(Dataset dataset) {
    return dataset_names()[static_cast<std::size_t>(dataset)].c_str();
}

const std::vector<std::string>& dataset_names() {
    static const std::vector<std::string> names{"digitization", "detection", "segmentation",
                                                "overlap"};
    return names;
}

std::string kind_of(const Failure& failure) {
    std::vector<std::string> words;
    const std::string& reason = failure.reason;
    std::string problem = reason.substr(0, std::min(reason.find(". "), reason.find(" (")));
    if (!problem.empty() && problem.back() == '.') problem.pop_back();
    for (const std::string& word : split_text(problem, ' '))
        if (word.find(failure.record) == std::string::npos) words.push_back(word);
    return join(words, " ");
}

std::string page_name(const PageRow& row) {
    return concat(row.index, '_', row.rows, "by", row.columns);
}

std::string lead_name(const PageRow& row, const LeadRow& lead) {
    return concat(page_name(row), "_lead_", lead.number);
}

std::string signal_json(const std::vector<double>& signal_mv) {
    std::string text = "[";
    text.reserve(8 * signal_mv.size() + 2);
    for (const double value_mv : signal_mv) {
        if (text.size() > 1) text += ',';
        if (!append_thousandths(text, value_mv)) text += shortest(value_mv);
    }
    return text + "]";
}

} // namespace ecgpress
