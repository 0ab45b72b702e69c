// Completion records of a release in progress: the files of each part. A resumed merge keeps the
// parts whose records match their files.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/formats/list.hpp"
#include "dataset/release/release_writer.hpp"
#include "dataset/release/run_folder.hpp"
#include "pipeline/merge/merge_inputs.hpp"

namespace ecgpress {

/// How much of the files that a record names is read again.
enum class Recheck {
    sizes,  ///< their sizes, and the content of notes
    sample, ///< also the digests of 1,024 files, evenly spaced; of all files if there are fewer
    all     ///< also the digests of all files
};

/// The records in the folder .merge of a release, or of its archives. A part has a record if it is
/// written. A record has the size and the digest of every file of its part, of the notes that the
/// format needs at the end (below .merge), and of itself. One that is truncated, of another part or
/// of a release with other settings is not valid.
class PartRecords {
  public:
    /// @param identity  the same for all records that may be used together
    PartRecords(fs::path folder, std::string identity);

    const fs::path& folder() const { return folder_; }
    /// A record's line about a file, with a line feed.
    static std::string line_of(const WrittenFile& file);

    /// @param lines  one line_of() per file @throws IoError
    void write(const std::string& part, std::string_view lines) const;
    bool exists(const std::string& part) const;
    void remove(const std::string& part) const;
    /// Parts that have a record, valid or not, by name.
    std::vector<std::string> parts() const;

    /// Calls `visit` for each file and note of a part. @throws IoError if there is no valid record
    void for_each(const std::string& part,
                  const std::function<void(const WrittenFile& file)>& visit) const;
    /// Why the part must be written again: its record is not valid, or a file differs from it.
    /// Empty if it need not be. @throws IoError if a file cannot be read
    std::string problem_of(const std::string& part, Recheck how) const;

  private:
    fs::path path_of(const std::string& part) const;
    std::string head_of(const std::string& part) const;
    /// The lines about files; nothing if the record is not valid.
    std::optional<std::string> lines_of(const std::string& part) const;

    fs::path folder_;
    std::string identity_;
};

/// The records of a run's release.
PartRecords records_of(const MergeInputs& inputs, const RunFolder& folder,
                       const ReleaseFormat& format);

} // namespace ecgpress
