// A page or a crop as one JSON text: the values of the tables, signals in mV and the plan, for
// formats with self-contained samples. Names and types of its members are the same for every page.
#pragma once

#include <string>
#include <vector>

#include "dataset/release/release_writer.hpp"

namespace ecgpress {

/// The page's row, its leads with boxes, time windows, scales and signals, and its plan, which is a
/// text: JSON whose members depend on the page.
std::string page_json(const Sample& sample, const PageSelection& selection);

/// A list of objects, one per word or beat, with all columns of its table.
std::string words_json(const std::vector<WordRow>& words);
std::string beats_json(const std::vector<BeatRow>& beats);

/// Members of a JSON object about a crop: its lead's row and the required columns of its page's
/// row.
std::string crop_members(const PageRow& row, const LeadRow& lead);
/// crop_members, its datasets, and its signal.
std::string crop_json(const Sample& sample, std::size_t lead, const PageSelection& selection);

/// Upper limit for the size of page_json, computed without the sample.
std::uint64_t longest_page_json(const PageRow& row, const std::vector<LeadRow>& leads,
                                const StoredSizes& stored);
/// Upper limits for the size of words_json and beats_json.
std::uint64_t longest_words_json(const std::vector<WordRow>& words);
std::uint64_t longest_beats_json(const std::vector<BeatRow>& beats);
/// Upper limit for the bytes that the signals of these leads have more here than where they are
/// stored.
std::uint64_t most_decimals(const std::vector<LeadRow>& leads);
/// Upper limit for the size of crop_json, excluding its signal.
std::uint64_t longest_crop_facts(const PageRow& row);

} // namespace ecgpress
