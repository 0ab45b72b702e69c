// One printed page of a press.
#pragma once
#include <gtest/gtest.h>

#include "pipeline/press/press.hpp"

namespace ecgpress::testing_support {

/// A page that must be printable.
inline PrintedPage printed(Press& press, std::uint64_t index) {
    std::vector<Failure> failures;
    auto page = press.print(index, failures);
    EXPECT_TRUE(page.has_value());
    return std::move(*page);
}

} // namespace ecgpress::testing_support
