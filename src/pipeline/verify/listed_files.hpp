// Reads the files that a release's tables name, and checks each against SHA256SUMS and its table.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <unordered_set>

#include "core/image.hpp"
#include "dataset/release/openable_files.hpp"
#include "dataset/release/release_paths.hpp"
#include "dataset/release/table_rows.hpp"
#include "dataset/shard/stored_items.hpp"
#include "pipeline/verify/problem_list.hpp"
#include "pipeline/verify/verify_sums.hpp"

namespace ecgpress {

class ListedFiles {
  public:
    /// @param sums  must outlive it, and so must `problems`
    ListedFiles(std::filesystem::path release, const SumsReport& sums, ProblemList& problems);

    /// Reads a file; a problem is noted if it is not listed or must not be opened.
    /// @return whether it was read @throws IoError
    bool read(const std::string& path, std::string& text);

    /// Compares an image's checksum with that in a table.
    void check_crc32(const std::string& path, const std::string& bytes, std::uint32_t told,
                     const char* table);

  private:
    std::filesystem::path release_;
    OpenableFiles files_;
    const SumsReport& sums_;
    ProblemList& problems_;
    std::unordered_set<std::string> changed_; ///< of this rank's share of the files
};

inline Bytes bytes_of(const std::string& text) {
    return {text.begin(), text.end()};
}

/// A crop's files in one dataset, as far as they were read.
struct CropFiles {
    ListedFiles& listed;
    const LeadsRow& lead;
    const ReleasePaths& paths;
    OverlapSet set;
    std::map<const LeadItemType*, std::string> contents{};

    std::string path(const LeadItemType& item) const {
        return paths.crop_file(item, set, lead.page, lead.name);
    }
    /// Reads one of them and checks its checksum. @return whether it was read
    bool read(const LeadItemType& item);
    std::string& content(const LeadItemType& item) { return contents[&item]; }
    Bytes bytes(const LeadItemType& item) { return bytes_of(content(item)); }
};

} // namespace ecgpress
