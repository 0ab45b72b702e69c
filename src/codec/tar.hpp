// Tar archives in the plain POSIX form (ustar), with nothing in them that depends on who wrote them
// and when.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace ecgpress {

/// An archive that is closed.
struct TarFile {
    std::uint64_t size = 0; ///< in bytes
    std::string sha256;
    std::string md5; ///< empty: was not asked for
};

enum class WithMd5 { no, yes };

/// Writes an archive member by member in flat memory. All members are plain files of mode 0644,
/// user and group 0, time 0. Everything throws IoError (a full disk); names file and reason.
class TarWriter {
  public:
    /// The largest member that the form knows: 8 GiB less one byte.
    static constexpr std::uint64_t k_largest_member = (std::uint64_t{1} << 33) - 1;

    explicit TarWriter(const std::filesystem::path& path, WithMd5 with_md5 = WithMd5::no);
    ~TarWriter();
    TarWriter(const TarWriter&) = delete;
    TarWriter& operator=(const TarWriter&) = delete;

    /// @return where the member's bytes begin in the archive
    std::uint64_t add(const std::string& name, const void* bytes, std::size_t count);
    std::uint64_t add(const std::string& name, std::string_view text) {
        return add(name, text.data(), text.size());
    }
    /// A file of the disk, piece by piece.
    std::uint64_t add_file(const std::string& name, const std::filesystem::path& file);
    /// Writes the end and closes the file.
    TarFile finish();

    /// How many bytes members take in an archive, each with `member_size`, and the archive itself
    /// with `archive_size`.
    static std::uint64_t member_size(std::uint64_t bytes);
    static std::uint64_t archive_size(std::uint64_t members_size);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ecgpress
