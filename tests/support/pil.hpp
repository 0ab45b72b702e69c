// Reads and writes images with PIL.
#pragma once

#include <cstdlib>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "core/file.hpp"
#include "core/image.hpp"
#include "core/strings.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress::testing_support {

/// Runs a Python script in a folder. The script is passed to the shell in double quotes.
inline void run_python(const fs::path& folder, const std::string& script) {
    const std::string command =
        concat("cd '", folder.string(), "' && '", ECGPRESS_PYTHON3, "' -c \"", script, "\"");
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
}

inline Bytes read_bytes(const fs::path& path) {
    const std::string text = read_file(path);
    return {text.begin(), text.end()};
}

/// Returns the pixels of each file. Files are opened directly and also parsed incrementally; both
/// results must be equal. @param files  of any format
inline std::vector<Bytes> pixels_of_pil(const std::vector<Bytes>& files) {
    const ScratchFolder folder;
    for (std::size_t i = 0; i < files.size(); ++i)
        write_file(folder.path() / concat(i, ".image"), files[i].data(), files[i].size());
    run_python(folder.path(), concat("from PIL import Image, ImageFile\n"
                                     "for i in range(",
                                     files.size(),
                                     "):\n"
                                     "    name = str(i)\n"
                                     "    data = open(name + '.image', 'rb').read()\n"
                                     "    parser = ImageFile.Parser()\n"
                                     "    for at in range(0, len(data), 1000):\n"
                                     "        parser.feed(data[at:at + 1000])\n"
                                     "    pixels = Image.open(name + '.image').tobytes()\n"
                                     "    assert parser.close().tobytes() == pixels\n"
                                     "    open(name + '.raw', 'wb').write(pixels)\n"));
    std::vector<Bytes> pixels;
    for (std::size_t i = 0; i < files.size(); ++i)
        pixels.push_back(read_bytes(folder.path() / concat(i, ".raw")));
    return pixels;
}

/// Returns a file saved by PIL. @param image  Python expression of the image; `Image` is imported
inline Bytes saved_by_pil(const std::string& image, const std::string& options) {
    const ScratchFolder folder;
    run_python(folder.path(),
               concat("from PIL import Image\n", image, ".save('x', ", options, ")"));
    return read_bytes(folder.path() / "x");
}

} // namespace ecgpress::testing_support
