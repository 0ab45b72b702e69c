// The columns of the tables as members of JSON objects.
#pragma once

#include <string>
#include <vector>

#include "dataset/shard/columns.hpp"

namespace ecgpress {

/// A text as JSON. Bytes that are not UTF-8 are replaced, because names of records are external
/// input.
std::string json_string(const std::string& text);
/// A number as JSON.
std::string json_number(double value);

/// Members of a JSON object for the columns of these names: `"record":"00001_hr","rows":3,...`.
/// Their names and types are the same for every row, so that readers can infer a schema from a few
/// rows: an empty box has four zeros, and the values of the oracle are texts as in CSV, "" if the
/// page was not checked.
std::string json_members(const PageRow& row, const std::vector<std::string>& columns);
std::string json_members(const LeadRow& row, const std::vector<std::string>& columns);
/// Positions are x and y alternately; a number of a beat that is unknown is null, a sample -1.
std::string json_members(const WordRow& row, const std::vector<std::string>& columns);
std::string json_members(const BeatRow& row, const std::vector<std::string>& columns);
/// Members for all facts of the page's record (k_record_facts). All are texts, also numbers: a fact
/// that the source does not have is "".
std::string json_facts(const PageRow& row);

} // namespace ecgpress
