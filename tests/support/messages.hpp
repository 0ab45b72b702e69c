// Error messages that tests expect.
#pragma once

#include <gtest/gtest.h>
#include <string>

#include "core/error.hpp"

namespace ecgpress::testing_support {

/// The message of the expected error, or a description of the actual result.
template <class Wanted = Error, class Action> std::string message_of(Action action) {
    try {
        action();
    } catch (const Error& error) {
        const bool is_wanted = dynamic_cast<const Wanted*>(&error) != nullptr;
        return std::string(is_wanted ? "" : "ANOTHER KIND OF ERROR ") + error.what();
    }
    return "NO ERROR";
}

inline void expect_part(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << "\"" << part << "\" is not in: " << text;
    EXPECT_EQ(text.find("ANOTHER KIND"), std::string::npos) << text;
}

} // namespace ecgpress::testing_support
