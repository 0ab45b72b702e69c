// A font: a part of the program, or a file.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "page/page_style.hpp"

namespace ecgpress {

/// The bytes of a font. Copies share them.
class FontFile {
  public:
    /// Returns `configured` if it is not empty, else the font in the program, else the first one
    /// in font_folders(). @throws ConfigError if there is none; it lists the paths tried
    static FontFile find(Face face, const std::filesystem::path& configured);

    /// Returns the font of a face in the first folder that has it. @throws ConfigError if none has
    static FontFile search(Face face, const std::vector<std::filesystem::path>& folders);

    /// @throws IoError if the file cannot be read
    static FontFile read(const std::filesystem::path& path);

    std::string_view bytes() const { return bytes_; }
    const std::string& sha256() const { return sha256_; } ///< part of the run's fingerprint
    const std::string& place() const { return place_; }   ///< its path, or "program"

  private:
    FontFile() = default;

    std::shared_ptr<const std::string> content_; ///< of a file; null for a font in the program
    std::string_view bytes_;
    std::string sha256_, place_;
};

} // namespace ecgpress
