// Tar archives in the POSIX ustar format. Their bytes do not depend on the user, the host or the
// time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace ecgpress {

/// A finished archive.
struct TarFile {
    std::uint64_t size = 0; ///< in bytes
    std::string sha256;
    std::string md5; ///< empty if not requested
};

enum class WithMd5 { no, yes };

/// Writes an archive member by member in constant memory. All members are regular files of mode
/// 0644, user and group 0, time 0. All functions throw IoError with file and reason (a full disk),
/// or DataError for a member that is not a regular file.
class TarWriter {
  public:
    /// The largest member that the format allows: 8 GiB minus one byte.
    static constexpr std::uint64_t k_largest_member = (std::uint64_t{1} << 33) - 1;

    /// @param path  a name that is not in use, such as part_path(...)
    explicit TarWriter(const std::filesystem::path& path, WithMd5 with_md5 = WithMd5::no);
    ~TarWriter();
    TarWriter(const TarWriter&) = delete;
    TarWriter& operator=(const TarWriter&) = delete;

    /// @return offset of the member's data in the archive
    std::uint64_t add(const std::string& name, const void* bytes, std::size_t count);
    std::uint64_t add(const std::string& name, std::string_view text) {
        return add(name, text.data(), text.size());
    }
    /// Adds a file from disk, in blocks.
    std::uint64_t add_file(const std::string& name, const std::filesystem::path& file);
    /// Writes the end of the archive and closes the file.
    TarFile finish();

    /// Size in bytes of one member in an archive, and of an archive with this total size of
    /// members.
    static std::uint64_t member_size(std::uint64_t bytes);
    static std::uint64_t archive_size(std::uint64_t members_size);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ecgpress
