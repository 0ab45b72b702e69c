// The headers of WFDB records in a folder, or in a RECORDS list or table of records.
#pragma once

#include <filesystem>

#include "signal/files/file_search.hpp"

namespace ecgpress {

/// The ending of headers.
constexpr const char* k_header_ending = ".hea";

bool is_wfdb_file(const std::filesystem::path& path);

/// Headers, without ".hea", as find_files finds them. @throws IoError
FoundFiles find_headers(const std::filesystem::path& folder, const std::filesystem::path& root,
                        FollowedLinks links);

/// The records of the list, and what was found in its folders. @throws DataError with the line,
/// IoError
FoundFiles headers_in_list(const std::filesystem::path& list, const std::filesystem::path& root,
                           FollowedLinks links);

} // namespace ecgpress
