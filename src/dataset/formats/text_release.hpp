// The release formats `coco-text` and `presidio`: page images, and per split one file of the words
// on them. Formats: docs/formats/text.md.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "dataset/release/item_counts.hpp"
#include "dataset/release/release_writer.hpp"

namespace ecgpress {

std::unique_ptr<ReleaseWriter> open_coco_text_release(const fs::path& folder,
                                                      const ReleaseSettings& settings);
std::unique_ptr<ReleaseWriter> open_presidio_release(const fs::path& folder,
                                                     const ReleaseSettings& settings);

FormatCard coco_text_card(const ReleaseTally& tally, const ReleaseSettings& settings);
FormatCard presidio_card(const ReleaseTally& tally, const ReleaseSettings& settings);

/// Size in bytes of a page in such a release; 0 if it is not included.
std::uint64_t coco_text_page_bytes(const Sample& page, const ReleaseSettings& settings);
std::uint64_t presidio_page_bytes(const Sample& page, const ReleaseSettings& settings);

/// A part of a file of words: a line of text, then one entry per line, separated by commas.
struct TextSection {
    const char* head;
    /// The entries of a page. @param image  its path in the release
    std::vector<std::string> (*entries)(const PageRow& page, const std::vector<WordRow>& words,
                                        const std::string& image);
};
/// The sections of a format's files, in their order.
const std::vector<TextSection>& text_sections(const std::string& format);
/// Path of a split's file: "annotations/cocotext_train.json", "phi_train.json".
std::string text_file(const std::string& format, Split split);
/// Path of a page's image.
std::string text_image(const PageRow& page, const ReleaseSettings& settings);
/// The end of a format's files, after the line feed of the last entry.
const char* text_end(const std::string& format);

} // namespace ecgpress
