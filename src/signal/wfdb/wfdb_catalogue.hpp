// The WFDB records in a folder or a list, without their samples.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "signal/record_source.hpp"
#include "signal/source_root.hpp"

namespace ecgpress {

struct WfdbCatalogue {
    std::filesystem::path root;
    std::vector<std::string> names;              ///< headers relative to root, without ".hea"
    std::vector<std::vector<std::string>> facts; ///< of each name: comments_with_facts()
    std::vector<std::string> patients;           ///< of each name: patient_in(); may be empty
    std::vector<bool> is_readable;               ///< of each name: whether its header is valid
    std::string fingerprint; ///< of names, headers, and the sizes of signal files
};

/// See open_wfdb_source for which records are found and in which order.
/// @throws ConfigError, DataError, IoError
WfdbCatalogue find_wfdb_records(const std::filesystem::path& folder_or_list, FollowedLinks links);

/// The folder that the files of its records must be inside of, unless all links are followed.
SourceRoot wfdb_root(const std::filesystem::path& root, FollowedLinks links);

} // namespace ecgpress
