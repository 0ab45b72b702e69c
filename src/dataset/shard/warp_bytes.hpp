// A page's warp as shards store it: x and y of its nodes, alternately, little-endian int32.
#pragma once

#include <memory>

#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// Empty for null.
Bytes warp_bytes(const Lattice* warp);
std::shared_ptr<const Lattice> warp_of_bytes(const Bytes& bytes, const PageRow& page);

} // namespace ecgpress
