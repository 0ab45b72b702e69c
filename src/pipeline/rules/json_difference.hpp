// Names the first difference of two JSON values.
#pragma once

#include <string>

#include "codec/json.hpp"

namespace ecgpress {

/// The first path at which two values differ, with both: "/leads/0/rows is 3, expected 4".
std::string json_difference(const Json& found, const Json& expected);

/// An object whose texts have spaces for control characters, as CSV tables have them: names of
/// records are external input.
Json with_csv_texts(Json row);

} // namespace ecgpress
