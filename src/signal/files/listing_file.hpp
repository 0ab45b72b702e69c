// The file format of a source's listing: for each file its name and what a catalogue needs of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/input_file.hpp"

namespace ecgpress {

/// A file of a source in a listing.
struct ListedFile {
    std::string name;                ///< relative to the source, plain text
    std::vector<std::string> others; ///< files beside it whose sizes count
    std::string content;             ///< what the catalogue keeps of it
};

/// What a listing states about all files.
struct ListingEnd {
    std::string fingerprint; ///< of the source
    std::string state;       ///< digest of sizes, times and numbers of all files
    std::string sample;      ///< the same of a few files
};

/// Builds the content of a listing.
class ListingWriter {
  public:
    /// @param subject  the kind of source, and the settings that its entries depend on
    explicit ListingWriter(std::string_view subject);
    void add(const ListedFile& file);
    /// @param end  three SHA-256 digests
    std::string finish(const ListingEnd& end);

  private:
    void put(std::string_view text);
    void put(std::uint64_t number);

    std::string bytes_, last_name_;
};

/// The digest in the content of a listing.
std::string listing_digest(const std::string& content);

/// Reads a listing in pieces. Content that does not have its digest is not parsed; content that has
/// it is parsed as untrusted.
class ListingReader {
  public:
    /// @return nothing if there is no such file, or it is damaged, incomplete or of another subject
    /// @throws IoError on a system error
    static std::optional<ListingReader> open(const fs::path& file, std::string_view subject);

    const std::string& digest() const { return digest_; }
    const ListingEnd& end() const { return end_; }
    /// The next file; nothing at the end. @throws DataError if the content is not a listing
    std::optional<ListedFile> next();

  private:
    explicit ListingReader(const fs::path& file);

    bool read_end();
    std::string take(std::size_t count);
    std::string take_text(std::size_t most);
    std::uint64_t take_number();

    InputFile file_;
    std::string digest_, block_, last_name_;
    ListingEnd end_;
    std::uint64_t position_ = 0, entries_end_ = 0; ///< of the block; of the entries
    std::size_t in_block_ = 0;
};

} // namespace ecgpress
