// A folder of a test's own, gone when the test ends.
#pragma once

#include <filesystem>
#include <gtest/gtest.h>
#include <string>
#include <unistd.h>

#include "core/file.hpp"
#include "core/text.hpp"

namespace ecgpress::testing_support {

class TemporaryFolder {
  public:
    TemporaryFolder() {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        path_ = fs::path(::testing::TempDir()) /
                concat("ecgpress-", ::getpid(), "-", test->test_suite_name(), "-", test->name());
        fs::remove_all(path_);
        make_folder(path_);
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

} // namespace ecgpress::testing_support
