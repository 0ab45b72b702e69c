// The checksums of what is stored of a page.
#pragma once

#include <cstdint>

#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// CRC-32 of all stored items of a page except images: label, plan, warp, pulses, grid nodes, then
/// per lead signal as text, signal as numbers, and trace truth.
std::uint32_t data_crc32_of(const Sample& sample);

/// Writes every checksum into the rows of the page and its leads.
void set_checksums(Sample& sample);

} // namespace ecgpress
