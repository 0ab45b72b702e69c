#include "codec/picture_folder.hpp"

#include <algorithm>

#include "codec/jpeg.hpp"
#include "codec/png.hpp"
#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"

namespace ecgpress {
namespace {

constexpr FileKind k_picture{"picture", std::size_t{32} << 20};
constexpr std::size_t k_most_pictures = 64;
constexpr int k_least_px = 64;

std::string lower_extension(const fs::path& file) {
    std::string extension = file.extension().string();
    for (char& c : extension)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return extension;
}

bool is_picture_name(const fs::path& file) {
    const std::string extension = lower_extension(file);
    return extension == ".jpg" || extension == ".jpeg" || extension == ".png";
}

std::vector<fs::path> pictures_of(const fs::path& folder) {
    const std::string shown = on_one_line(folder.string());
    std::error_code error;
    if (!fs::is_directory(folder, error))
        throw ConfigError(concat(shown, " is not a folder. Give a folder of JPEG or PNG files."));
    std::vector<fs::path> files;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
        if (is_picture_name(at->path())) files.push_back(at->path());
    if (error)
        throw ConfigError(concat("cannot list the folder ", shown, ": ", error.message(),
                                 ". Check its permissions."));
    if (files.empty())
        throw ConfigError(concat("the folder ", shown, " has no picture. Put JPEG or PNG files ",
                                 "into it (.jpg, .jpeg, .png)."));
    if (files.size() > k_most_pictures)
        throw ConfigError(concat("the folder ", shown, " has ", files.size(),
                                 " pictures. The limit is ", k_most_pictures, "."));
    std::sort(files.begin(), files.end());
    return files;
}

std::string content_of(const fs::path& file) {
    try {
        return read_file(file, k_picture);
    } catch (const Error& error) {
        throw ConfigError(error.what());
    }
}

Image decoded(const fs::path& file) {
    const std::string content = content_of(file);
    const Bytes bytes(content.begin(), content.end());
    const std::string shown = on_one_line(file.string());
    try {
        Image image = lower_extension(file) == ".png" ? decode_png(bytes) : decode_jpeg(bytes);
        if (std::min(image.width, image.height) < k_least_px)
            throw ConfigError(concat("the picture ", shown, " has only ", image.width, " x ",
                                     image.height, " px. Use one of at least ", k_least_px, " x ",
                                     k_least_px, " px."));
        return image;
    } catch (const DataError& error) {
        throw ConfigError(concat("the picture ", shown, " cannot be decoded: ", error.what(),
                                 " Replace it by an 8-bit JPEG or PNG file, or remove it."));
    }
}

/// Reduces by a whole factor: each pixel is the mean of a square. The result is RGB.
Image reduced(const Image& image, int factor) {
    Image result(image.width / factor, image.height / factor, 3);
    const int count = factor * factor;
    for (int y = 0; y < result.height; ++y)
        for (int x = 0; x < result.width; ++x)
            for (int c = 0; c < 3; ++c) {
                int sum = count / 2;
                for (int v = y * factor; v < (y + 1) * factor; ++v)
                    for (int u = x * factor; u < (x + 1) * factor; ++u)
                        sum += image.row(v)[u * image.channels + (image.channels == 3 ? c : 0)];
                result.row(y)[3 * x + c] = static_cast<std::uint8_t>(sum / count);
            }
    return result;
}

} // namespace

std::string sha256_of_pictures(const fs::path& folder) {
    Sha256 digest;
    for (const fs::path& file : pictures_of(folder)) {
        const std::string name = file.filename().string(), content = content_of(file);
        digest.update(concat(name.size(), ' ', name, content.size(), ' '));
        digest.update(content);
    }
    return digest.finish();
}

std::vector<Image> read_pictures(const fs::path& folder, int most_px) {
    std::vector<Image> pictures;
    for (const fs::path& file : pictures_of(folder)) {
        const Image image = decoded(file);
        const int side = std::max(image.width, image.height);
        pictures.push_back(reduced(image, (side + most_px - 1) / most_px));
    }
    return pictures;
}

} // namespace ecgpress
