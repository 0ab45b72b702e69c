// A separate program, because start_log must not have been called before.
#include <gtest/gtest.h>

#include "core/log.hpp"

namespace ecgpress {
namespace {

TEST(EarlyLog, GoesToStandardError) {
    testing::internal::CaptureStderr();
    log_debug("too much");
    log_error("the command line is wrong");
    EXPECT_EQ(testing::internal::GetCapturedStderr(),
              "ecgpress: error: the command line is wrong\n");
}

} // namespace
} // namespace ecgpress
