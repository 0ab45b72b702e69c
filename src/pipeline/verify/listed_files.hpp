// The files of a release as SHA256SUMS lists them: each is read once, and compared with its line.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/digest.hpp"
#include "core/input_file.hpp"
#include "dataset/release/openable_files.hpp"
#include "dataset/release/release_digest.hpp"
#include "dataset/release/sums.hpp"
#include "parallel/communicator.hpp"
#include "pipeline/checks/problem_list.hpp"
#include "pipeline/compare/folder_page.hpp"

namespace ecgpress {

/// SHA256SUMS and the folder's listing are read on rank 0 and sent to all ranks. Files are divided
/// by the page that they belong to, so that one rank reads all files of a page; rank 0 has those
/// about the whole release. Problems of a file are added when it is read, or by check_rest().
class ListedFiles {
  public:
    /// Reads SHA256SUMS. Collective. @param problems  must outlive it, and so must the communicator
    ListedFiles(std::filesystem::path release, const Communicator& communicator,
                ProblemList& problems);

    /// True if SHA256SUMS could be read to its end; the same on every rank.
    bool has_list() const { return has_list_; }
    /// files_root of the release (release_digest.hpp) by SHA256SUMS. On rank 0.
    std::string root() const { return tree_.root(); }
    /// True if this rank reads the files of this page.
    bool is_mine(std::uint64_t page) const;
    /// Content of a file of one of this rank's pages, or, on rank 0, of a file about the release;
    /// null if it cannot be read. It is kept until forget(): the same path again yields the same
    /// bytes. A damaged file is one problem. @param stated  the image's checksum in a table
    const std::string* read(const std::string& path, const StatedChecksum& stated = {});
    void forget() { kept_.clear(); }
    /// Adds a problem if a file about the release is not listed. On rank 0.
    void require(const std::string& path);
    /// Compares the digest of a file about the release that was read otherwise. On rank 0.
    void note_read(const std::string& path, const std::string& sha256);

    /// Compares all files that were not read with their digests, and the list with the folder.
    /// Collective. @param unread  called with each file that was listed but not read
    /// @param digest_of  returns SHA-256 of a file
    using Unread = std::function<void(const std::string& path)>;
    using DigestOf = std::function<std::string(InputFile file)>;
    void check_rest(
        const Unread& unread = {},
        const DigestOf& digest_of = [](InputFile file) { return sha256_of(file); });

    /// After check_rest(): listed files of this rank, all of them checked.
    std::uint64_t files() const { return files_; }
    /// Missing, unreadable or changed files of this rank.
    const std::vector<std::string>& damaged() const { return damaged_; }
    /// Number of files of this rank that are not listed, and of lines that cannot be read.
    std::uint64_t extra() const { return extra_; }
    std::uint64_t bad_lines() const { return bad_lines_; }

  private:
    /// A page's file. Only a hash of its path is kept, because there may be millions: among 10^7
    /// paths any two collide with a probability of about 3e-6.
    struct Entry {
        std::uint64_t path_hash = 0;
        std::array<char, 32> sha256{};
        std::uint8_t lines = 1;
        bool seen = false;    ///< read, or found missing
        bool present = false; ///< in the folder after all files were read
        bool damaged = false; ///< and reported
    };
    struct ReleaseFile {
        std::string sha256;
        bool seen = false, present = false, damaged = false; ///< as of an Entry
    };

    void read_list();
    void add_line(const std::string& line);
    void merge_duplicates();
    Entry* entry_of(const std::string& path);
    /// Marks a listed file as seen. @return whether it is listed, and whether its digest is this
    enum class Listed { no, same, other };
    Listed mark(const std::string& path, const std::string& sha256);
    /// Adds the first problem of a file.
    void add_damage(const std::string& path, const std::string& problem);
    bool note_damage(const std::string& path);
    /// True if it may be opened; otherwise a problem was added.
    bool may_open(const std::string& path);
    void hash(const WrittenFile& file, const DigestOf& digest_of);
    void check_unread(const Unread& unread, const DigestOf& digest_of);
    void compare_listing();
    /// Marks a file of the folder. @return whether it is listed
    bool mark_present(const std::string& path);
    void report_vanished();
    void require_total();

    std::filesystem::path release_;
    const Communicator& communicator_;
    ProblemList& problems_;
    OpenableFiles openable_;
    std::vector<Entry> pages_;                         ///< of this rank, sorted by path_hash
    std::map<std::string, ReleaseFile> about_release_; ///< on rank 0
    std::map<std::string, std::optional<std::string>> kept_;
    MerkleTree tree_; ///< of SHA256SUMS, on rank 0, and:
    std::string list_sha256_;
    std::uint64_t lines_ = 0; ///< good lines of SHA256SUMS
    std::uint64_t files_ = 0, extra_ = 0, bad_lines_ = 0;
    std::vector<std::string> damaged_;
    bool has_list_ = false;
};

} // namespace ecgpress
