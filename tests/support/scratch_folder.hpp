// A temporary folder for one test, in memory if there is enough: syncing files is fast there.
// TMPDIR overrides it, as in tests/conftest.py.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <system_error>
#include <unistd.h>

namespace ecgpress {

class ScratchFolder {
  public:
    ScratchFolder() {
        std::string name = (place() / "ecgpress-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot create " + name);
        path_ = name;
    }
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

  private:
    static std::filesystem::path place() {
        constexpr std::uintmax_t k_needed_bytes = std::uintmax_t{4} << 30;
        const std::filesystem::path memory = "/dev/shm";
        std::error_code failed;
        const auto space = std::filesystem::space(memory, failed);
        const bool is_usable = std::getenv("TMPDIR") == nullptr && !failed &&
                               ::access(memory.c_str(), W_OK) == 0 &&
                               space.available >= k_needed_bytes;
        return is_usable ? memory : std::filesystem::temp_directory_path();
    }

    std::filesystem::path path_;
};

} // namespace ecgpress
