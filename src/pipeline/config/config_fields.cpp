#include "pipeline/config/config_fields.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "pipeline/config/config_draws.hpp"

namespace ecgpress {

namespace {

// Limits of sense, not of the code: beyond them a value is a slip of the pen or of the unit.
constexpr double k_most_pages_a_shard = 1e6;
constexpr double k_largest_seed = 9.2e18;

/// The keys that may stand in a map which lies `prefix` below the fields' block.
std::vector<std::string> names_at(const std::string& prefix, const std::vector<ConfigField>& fields,
                                  const std::vector<std::string>& others) {
    std::vector<std::string> names;
    for (const ConfigField& field : fields) {
        const std::string key = field.key;
        if (key.compare(0, prefix.size(), prefix) != 0) continue;
        const std::string name =
            key.substr(prefix.size(), key.find('.', prefix.size()) - prefix.size());
        if (names.empty() || names.back() != name) names.push_back(name);
    }
    if (prefix.empty()) names.insert(names.end(), others.begin(), others.end());
    return names;
}

const ConfigField* field_of(const std::string& key, const std::vector<ConfigField>& fields) {
    const auto found = std::find_if(fields.begin(), fields.end(),
                                    [&](const ConfigField& field) { return key == field.key; });
    return found == fields.end() ? nullptr : &*found;
}

/// Walks down the maps of one block.
struct BlockReader {
    const std::vector<ConfigField>& fields;
    const std::vector<std::string>& others;
    std::map<std::string, StyleDraw>* draws; ///< null: values may not be drawn
    ConfigProblems& problems;

    void read_field(const ConfigNode& value, const ConfigField& field,
                    const std::string& path) const {
        if (draws != nullptr)
            read_drawn(value, field, path, *draws, problems);
        else
            read_value(value, field, path, problems);
    }

    /// @param prefix  of the fields' keys in this map: "" or "margins_mm."
    void read(const ConfigNode& map, const std::string& path, const std::string& prefix) const {
        if (map.kind == ConfigNode::Kind::null)
            return; // a key with nothing under it, or all commented out
        const auto names = names_at(prefix, fields, others);
        if (map.kind != ConfigNode::Kind::map)
            return add_wrong_value(map, path, "a block of keys", concat("give ", join(names, ", ")),
                                   problems);
        for (const ConfigEntry& entry : map.entries) {
            const std::string inner = path.empty() ? entry.key : concat(path, '.', entry.key);
            if (std::find(names.begin(), names.end(), entry.key) == names.end())
                problems.add(entry.place,
                             concat("unknown key \"", entry.key, "\" (",
                                    path.empty() ? "the configuration" : path, " has no such key) ",
                                    choice_advice(entry.key, names)));
            else if (const ConfigField* field = field_of(prefix + entry.key, fields))
                read_field(entry.value, *field, inner);
            else if (!prefix.empty() ||
                     std::find(others.begin(), others.end(), entry.key) == others.end())
                read(entry.value, inner, prefix + entry.key + '.');
        }
    }
};

ConfigNode tree_of(const std::vector<ConfigField>& fields,
                   const std::map<std::string, StyleDraw>& draws) {
    ConfigNode tree = ConfigNode::map();
    for (const ConfigField& field : fields) {
        const auto draw = draws.find(field.key);
        tree.set(field.key,
                 draw == draws.end() ? value_tree(field) : draw_tree(field, draw->second));
    }
    return tree;
}

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

void read_fields(const ConfigBlock& block, const std::vector<ConfigField>& fields,
                 const std::vector<std::string>& others, ConfigProblems& problems) {
    BlockReader{fields, others, nullptr, problems}.read(block.node, block.path, "");
}

void read_style(const ConfigBlock& block, StyleSettings& style, ConfigProblems& problems) {
    BlockReader{fields_of(style.base), {}, &style.draws, problems}.read(block.node, block.path, "");
}

ConfigNode tree_of(const std::vector<ConfigField>& fields) {
    return tree_of(fields, {});
}

ConfigNode tree_of(const StyleSettings& style) {
    StyleSettings copy = style; // fields bind to members that can be set
    return tree_of(fields_of(copy.base), style.draws);
}

} // namespace ecgpress
