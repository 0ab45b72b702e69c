// One small page with valid labels, and a shard and a release of it, written by the program's own
// writers. The harnesses start from these.
#pragma once

#include <filesystem>

#include "dataset/shard/sample.hpp"

namespace ecgpress::fuzz {

/// The files of a release that the harness `release` takes from its input.
constexpr const char* k_tables[] = {"manifest.csv", "leads.csv", "logs.json", "SHA256SUMS"};

Sample tiny_sample();
void write_tiny_shard(const std::filesystem::path& path);
void write_tiny_release(const std::filesystem::path& folder);

} // namespace ecgpress::fuzz
