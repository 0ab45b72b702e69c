// One small page whose every label is right, and a shard and a release of it: made by our own
// writers, to begin from.
#pragma once

#include <filesystem>

#include "dataset/shard/sample.hpp"

namespace ecgpress::fuzz {

/// Of a release, what the harness `release` takes from its input.
constexpr const char* k_tables[] = {"manifest.csv", "leads.csv", "logs.json", "SHA256SUMS"};

Sample tiny_sample();
void write_tiny_shard(const std::filesystem::path& path);
void write_tiny_release(const std::filesystem::path& folder);

} // namespace ecgpress::fuzz
