#include "pipeline/config/config_fields.hpp"

namespace ecgpress {

namespace {

// Sanity limits: beyond them a value is a typing error or has the wrong unit.
constexpr double k_most_pages_a_shard = 1e6;
constexpr double k_largest_seed = 9.2e18;

constexpr const char* k_chroma[] = {"444", "420"};

} // namespace

std::vector<ConfigField> fields_of(Config& c) {
    auto& floors = c.oracle.floors_db.db;
    return {
        {"seed", &c.seed, "every choice follows from it", 0, k_largest_seed},
        {"source.kind", &c.source.kind, "where records come from"},
        {"source.path", &c.source.path, "folder or file of the records"},
        {"source.rate_hz", &c.source.rate_hz, "samples a second", 1, 100000},
        {"source.exclude", &c.source.exclude,
         "names of records that are never used, or a file of them"},
        {"source.records", &c.source.records, "how many records are simulated", 1, 1e6},
        {"source.seed", &c.source.seed, "which records are simulated", 0, k_largest_seed},
        {"typeface.path", &c.typefaces[0], "a font file; empty: DejaVu Sans"},
        {"typeface.serif_path", &c.typefaces[1], "a font file; empty: DejaVu Serif"},
        {"typeface.mono_path", &c.typefaces[2], "a font file; empty: DejaVu Sans Mono"},
        {"typeface.script_path", &c.typefaces[3], "a font file for handwriting; empty: Kristi"},
        {"shard.pages", &c.shard.pages, "page indices a shard; 0: by the run's size", 0,
         k_most_pages_a_shard},
        {"release.formats", &c.release.formats, "how the release is written"},
        {"release.pages_per_folder", &c.release.pages_per_folder,
         "pages a folder; 0: one flat folder", 0, 1e9},
        {"release.trace_truth", &c.release.trace_truth, "each page's trace truth as .npz"},
        {"release.pixel_digest", &c.release.pixel_digest,
         "decode every page image for a digest of its pixels"},
        {"release.max_files", &c.release.max_files,
         "the release once more in archives of at most so many files; 0: no limit", 0, 1e12},
        {"release.max_bytes", &c.release.max_bytes,
         "the release once more in archives of at most so many bytes; 0: no limit", 0, 1e15},
        {"release.title", &c.release.publish.title, "the release's name in its card"},
        {"release.creator", &c.release.publish.creator, "who publishes it"},
        {"release.url", &c.release.publish.url, "where it is published"},
        {"release.date", &c.release.publish.date, "when it is published, YYYY-MM-DD"},
        {"oracle.every", &c.oracle.every, "page indices between two checked pages; 0: none", 0,
         1e12},
        {"oracle.floors_db.samples", &floors[0], "dB", -100, 150},
        {"oracle.floors_db.columns", &floors[1], "dB", -100, 150},
        {"oracle.floors_db.mask_png", &floors[2], "dB", -100, 150},
        {"oracle.floors_db.mask_bmp", &floors[3], "dB", -100, 150},
    };
}

std::vector<ConfigField> fields_of(Caps& c) {
    constexpr double most = 1e12;
    return {
        {"digitization", &c.digitization, "first pages kept", 1, most},
        {"detection", &c.detection, "first pages kept", 1, most},
        {"segmentation", &c.segmentation, "first crops kept", 1, most},
        {"with_overlap", &c.with_overlap, "first crops kept", 1, most},
        {"without_overlap", &c.without_overlap, "first crops kept", 1, most},
    };
}

std::vector<ConfigField> fields_of(MaskSettings& m) {
    return {
        {"line_width_mm", &m.line_width_mm, "mm, of the masks' stroke; 0: as printed", 0, 10},
        {"columns_per_px", &m.columns_per_px, "mask columns a pixel: 1, 2 or 4", 1, 4},
        {"visible", &m.visible, "masks of what no later lead covers"},
        {"overlap", &m.overlap, "masks of where two leads lie"},
    };
}

std::vector<ConfigField> fields_of(JpegSettings& j) {
    return {
        {"quality", &j.quality, "JPEG quality", 1, 100},
        {"chroma", choice(j.subsampling, k_chroma), "chroma subsampling"},
    };
}

} // namespace ecgpress
