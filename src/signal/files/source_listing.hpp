// Makes and reads the listing of a source: what was read of its files is used again as long as the
// files are the same.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/digest.hpp"
#include "signal/files/listing_file.hpp"
#include "signal/record_source.hpp"

namespace ecgpress {

/// A digest of what the file system states about files: it changes if one is added, removed,
/// replaced or written to. No file is opened.
class FilesState {
  public:
    /// Adds the size, inode and times of a file. @return the size, or "missing"
    std::string add(const std::string& path);
    /// Adds the size only. @return the size, or "missing"
    std::string add_size(const std::string& path);
    /// The newest time (ctime, in s since 1970) of the files of add().
    std::int64_t newest_s() const { return newest_s_; }
    std::string finish() { return digest_.finish(); }

  private:
    Sha256 digest_;
    std::int64_t newest_s_ = 0;
};

/// The files that a listing is of.
struct ListedSource {
    std::filesystem::path root;
    std::string ending;  ///< of all files, and not a part of their names
    std::string subject; ///< kind of source, and what its entries depend on, except:
    FollowedLinks links = FollowedLinks::inside;
    ListingPlace place;
};

/// Makes a listing while the files are read. For each: begin(), other() for the files beside it,
/// end(). Keeps nothing if the listing has no place.
class ListingMaker {
  public:
    explicit ListingMaker(ListedSource source);
    /// Call it before the file is opened, so that later changes are noticed. @return its size, or
    /// "missing"
    std::string begin(const std::string& name);
    /// @param name  relative to the folder of the file @return its size, or "missing"
    std::string other(const std::string& name);
    void end(std::string content);
    /// Empty if a file was changed in the last seconds: another change in the same moment would
    /// not be noticed. @param names  of all files
    SourceListing finish(const std::string& fingerprint, const std::vector<std::string>& names);

  private:
    ListedSource source_;
    std::int64_t started_s_;
    FilesState state_;
    ListingWriter writer_;
    ListedFile file_;
};

/// What a listing is read into.
struct ReadListing {
    SourceListing listing; ///< without content
    std::string fingerprint;
};

/// Reads the listing of a source, if there is one that fits its files.
/// @param names  of the files that were found. If it is empty and the source's place has a digest,
/// it becomes the names in the listing
/// @param take  called with the content of each file, in the order of `names`. All that was taken
/// is invalid if the result is empty, or if it throws. It throws DataError for invalid content
std::optional<ReadListing> read_listing(const ListedSource& source, std::vector<std::string>& names,
                                        const std::function<void(const std::string&)>& take);

} // namespace ecgpress
