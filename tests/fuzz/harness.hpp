// What the harnesses share: an input is taken apart, read, and either refused by name or read.
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

/// Between the files of one input.
constexpr std::string_view k_cut = "\n-----\n";

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

inline Bytes bytes_of(std::string_view text) {
    return {text.begin(), text.end()};
}

/// The files of an input, at most `most`: the last takes what is left.
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

/// Of this process; TMPDIR says where, best in memory.
inline const fs::path& folder() {
    static const ScratchFolder scratch;
    return scratch.path();
}

/// Our own errors are what hostile input deserves. Whatever else comes out of `read` is a defect.
template <class Read> void read_or_refuse(const Read& read) {
    try {
        read();
    } catch (const Error&) {
    }
}

} // namespace ecgpress::fuzz
