// The WFDB records in a folder or a list, without their samples.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "signal/files/small_facts.hpp"
#include "signal/record_source.hpp"
#include "signal/source_root.hpp"

namespace ecgpress {

struct WfdbCatalogue {
    struct Row {
        SmallFacts facts;
        bool is_readable = false; ///< whether its header is valid
        std::uint32_t dx = 0;     ///< position in WfdbCatalogue::dx
    };

    std::filesystem::path root;
    std::vector<std::string> names;    ///< headers relative to root, without ".hea"
    std::vector<Row> rows;             ///< of each name
    std::vector<std::string> dx{""};   ///< lists of codes, each once
    std::vector<std::string> patients; ///< of each name, if comments state patients: patient_in()
    std::string fingerprint;           ///< of names, headers, and the sizes of signal files
    SourceListing listing;
};

/// See open_wfdb_source for which records are found and in which order. Headers are not opened if
/// there is a listing that fits them.
/// @throws ConfigError, DataError, IoError
WfdbCatalogue find_wfdb_records(const SourceSettings& settings);

/// The folder that the files of its records must be inside of, unless all links are followed.
SourceRoot wfdb_root(const std::filesystem::path& root, FollowedLinks links);

} // namespace ecgpress
