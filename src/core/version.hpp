// The program version. It is part of every run's fingerprint and is increased whenever the same
// configuration may give different bytes.
#pragma once

namespace ecgpress {

constexpr const char* k_version = ECGPRESS_VERSION; // set from project(VERSION) in CMakeLists.txt

} // namespace ecgpress
