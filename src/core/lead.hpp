// The twelve standard leads and the three splits.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ecgpress {

/// In PTB-XL's storage order, which is also the order of the classes and of the numbers in file
/// names.
enum class Lead { I, II, III, aVR, aVL, aVF, V1, V2, V3, V4, V5, V6 };

constexpr std::size_t k_lead_count = 12;

/// 0 for I ... 11 for V6.
constexpr std::size_t index_of(Lead lead) {
    return static_cast<std::size_t>(lead);
}

/// YOLO class of a lead's name: 1 for I ... 12 for V6 (class 0 is a lead's trace).
constexpr int name_class_of(Lead lead) {
    return static_cast<int>(lead) + 1;
}

/// All leads, I to V6.
const std::array<Lead, k_lead_count>& all_leads();

/// The printed name: "I", "aVR", "V1".
const char* name_of(Lead lead);

/// Parses a lead's name in any case, with spaces around it ("avr", "AVR", " v1 "). Returns
/// std::nullopt if it is not a standard lead.
std::optional<Lead> parse_lead(std::string_view name);

enum class Split { train, val, test };

constexpr std::size_t k_split_count = 3;

const char* name_of(Split split);
std::optional<Split> parse_split(std::string_view name);

} // namespace ecgpress
