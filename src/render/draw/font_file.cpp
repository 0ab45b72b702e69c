#include "render/draw/font_file.hpp"

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/strings.hpp"
#include "render/draw/font_table.hpp"

namespace ecgpress {
namespace {

constexpr FileKind k_typeface{"typeface", std::size_t{64} << 20};

const FontRow& row_of(Face face) {
    return font_table()[static_cast<std::size_t>(face)];
}

bool is_file(const std::filesystem::path& path) {
    std::error_code ignored; // a folder that cannot be read is treated as empty
    return std::filesystem::is_regular_file(path, ignored);
}

} // namespace

FontFile FontFile::find(Face face, const std::filesystem::path& configured) {
    if (!configured.empty()) {
        if (is_file(configured)) return read(configured);
        throw ConfigError(concat("no typeface at ", configured.string(),
                                 ". The file does not exist. Set the path of a .ttf file."));
    }
    const FontRow& row = row_of(face);
    if (row.bytes.empty()) return search(face, font_folders());
    FontFile font;
    font.bytes_ = row.bytes;
    font.sha256_ = row.sha256;
    font.place_ = "program";
    return font;
}

FontFile FontFile::search(Face face, const std::vector<std::filesystem::path>& folders) {
    const FontRow& row = row_of(face);
    std::vector<std::string> tried;
    for (const std::filesystem::path& folder : folders) {
        const std::filesystem::path path = folder / row.file;
        if (is_file(path)) return read(path);
        tried.push_back(path.string());
    }
    throw ConfigError(concat("no typeface found. Tried ", join(tried, ", "), ". Install ", row.name,
                             " (Debian package ", row.package,
                             ") or set the path of a .ttf file in the configuration."));
}

FontFile FontFile::read(const std::filesystem::path& path) {
    FontFile font;
    font.content_ = std::make_shared<const std::string>(read_file(path, k_typeface));
    font.bytes_ = *font.content_;
    font.sha256_ = sha256_of(*font.content_);
    font.place_ = path.string();
    return font;
}

} // namespace ecgpress
