// The software's version, part of every run's fingerprint: it changes whenever the same plan may
// give other bytes.
#pragma once

namespace ecgpress {

constexpr const char* k_version = ECGPRESS_VERSION; // set from project(VERSION) in CMakeLists.txt

} // namespace ecgpress
