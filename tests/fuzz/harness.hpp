// Shared by the harnesses: an input is split into files and read. It is either accepted or rejected
// with one of the program's errors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/image.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress::fuzz {

/// Separates the files of one input.
constexpr std::string_view k_cut = "\n-----\n";

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

inline Bytes bytes_of(std::string_view text) {
    return {text.begin(), text.end()};
}

/// The files of an input, at most `most`; the last one is the rest of the input.
inline std::vector<std::string_view> files_of(std::string_view text, std::size_t most) {
    std::vector<std::string_view> files;
    while (files.size() + 1 < most && text.find(k_cut) != std::string_view::npos) {
        const std::size_t cut = text.find(k_cut);
        files.push_back(text.substr(0, cut));
        text.remove_prefix(cut + k_cut.size());
    }
    files.push_back(text);
    return files;
}

/// A folder of this process in TMPDIR, which should be in memory.
inline const fs::path& folder() {
    static const ScratchFolder scratch;
    return scratch.path();
}

/// The program's own errors are the expected result for untrusted input. Any other exception is a
/// defect.
template <class Read> void read_or_refuse(const Read& read) {
    try {
        read();
    } catch (const Error&) {
    }
}

} // namespace ecgpress::fuzz
