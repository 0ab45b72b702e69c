#include "dataset/release/release_writer.hpp"

#include <algorithm>
#include <tuple>

#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

constexpr const char* k_notes = ".merge";

} // namespace

bool PageSelection::any() const {
    const auto is_in = [](OverlapSet set) { return set != OverlapSet::none; };
    return image() ||
           std::find(segmentation.begin(), segmentation.end(), true) != segmentation.end() ||
           std::any_of(overlap.begin(), overlap.end(), is_in);
}

std::string PartKey::name() const {
    const std::string digits = zero_padded(number, 6);
    return split ? concat(name_of(*split), "-", digits) : digits;
}

bool PartKey::operator<(const PartKey& other) const {
    return std::tie(split, number) < std::tie(other.split, other.number);
}

bool PartKey::operator==(const PartKey& other) const {
    return std::tie(split, number) == std::tie(other.split, other.number);
}

fs::path release_notes(const fs::path& folder) {
    return folder / k_notes;
}

std::string note_path(const std::string& name) {
    return concat(k_notes, '/', name);
}

bool is_note(const std::string& path) {
    return path.rfind(note_path(""), 0) == 0;
}

} // namespace ecgpress
