// What a release says about itself as a publication: licence, citation, CITATION.cff and
// .zenodo.json.
#pragma once

#include <string>
#include <vector>

#include "dataset/release/release_writer.hpp"

namespace ecgpress {

/// Paths of the two files in a release.
constexpr const char* k_citation_file = "CITATION.cff";
constexpr const char* k_zenodo_file = ".zenodo.json";

/// Licence of the data, an SPDX identifier in lower case: that of the settings, else that of the
/// recordings, which can be "unknown".
std::string licence_of(const PublishSettings& publish, const ReleaseSummary& summary);

std::string description_of(const PublishSettings& publish);

/// Names of the creators, which the setting separates by ';'. Empty if it states none.
std::vector<std::string> creators_of(const PublishSettings& publish);

/// How to cite the data: the setting, else creators, year, title, version and DOI.
std::string citation_of(const PublishSettings& publish);

/// "https://doi.org/10.5281/zenodo.123"; empty without a DOI.
std::string doi_address(const PublishSettings& publish);

/// CITATION.cff, Citation File Format 1.2.0, which GitHub and Zenodo read.
std::string citation_cff(const PublishSettings& publish, const ReleaseSummary& summary);

/// .zenodo.json: the metadata of a deposit.
std::string zenodo_json(const PublishSettings& publish, const ReleaseSummary& summary);

} // namespace ecgpress
