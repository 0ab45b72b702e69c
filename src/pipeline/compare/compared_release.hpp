// A release while its files are compared: what it states, where its files are, and where
// differences are reported.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <unordered_set>

#include "core/line_reader.hpp"
#include "dataset/release/openable_files.hpp"
#include "pipeline/rules/page_rows.hpp"
#include "pipeline/rules/report.hpp"
#include "pipeline/rules/stated_release.hpp"

namespace ecgpress {

namespace fs = std::filesystem;

class ComparedRelease {
  public:
    /// @param is_first  whether this is the rank that compares the files about the whole release
    /// @param read  reads a file; null if it cannot be read, which it reports
    using ReadFile = std::function<const std::string*(const std::string& path)>;
    ComparedRelease(fs::path release, StatedRelease stated_facts, Report to, bool is_first,
                    ReadFile read)
        : stated(std::move(stated_facts)), report(std::move(to)), release_(std::move(release)),
          files_(release_), is_first_(is_first), read_(std::move(read)) {}

    const StatedRelease stated;
    const Report report;
    bool is_first() const { return is_first_; }
    const fs::path& folder() const { return release_; }

    /// Notes that the tables require a file.
    void require(const std::string& path);
    /// Compares the list in SHA256SUMS with the required files, and names each that is in only one
    /// of them.
    void compare_list() const;

    /// Reads a file; null if that is not possible, which is reported.
    const std::string* read(const std::string& path) const { return read_(path); }
    /// The place of a file to be read in parts; empty if it must not be opened, which the check of
    /// SHA256SUMS reports.
    fs::path place(const std::string& path);
    /// A file to be read line by line; null as above.
    std::unique_ptr<LineReader> lines(const std::string& path);

    /// Compares a page image with its checksum in manifest.csv, if the file can be opened.
    void check_image(const std::string& path, const ManifestRow& page);

    /// A page's row as in its shard, with the datasets of its group.
    PageRow stored_row(const PageRows& rows) const;

  private:
    fs::path release_;
    OpenableFiles files_;
    bool is_first_;
    ReadFile read_;
    std::unordered_set<std::uint64_t> required_; ///< hashes of paths
};

/// The comparison of the files of one format.
struct FormatCheck {
    /// Called on every rank for each page of the tables in page order. @param is_mine  whether
    /// this rank compares the page's files
    std::function<void(const PageRows& rows, bool is_mine)> page;
    /// Called on the first rank after the last page.
    std::function<void()> finish = [] {};
};

} // namespace ecgpress
