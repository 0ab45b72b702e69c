// Machine-readable description of a release: Croissant 1.1 of MLCommons, JSON-LD.
#pragma once

#include <string>
#include <vector>

#include "dataset/release/release_writer.hpp"

namespace ecgpress {

/// @param files  files of the release that are described individually, with their digests
std::string croissant_json(const FormatCard& format, const ReleaseSummary& summary,
                           const PublishSettings& publish, const std::vector<WrittenFile>& files);

} // namespace ecgpress
