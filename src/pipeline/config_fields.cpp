#include "pipeline/config_fields.hpp"

#include <algorithm>
#include <cassert>

#include "core/text.hpp"

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
    std::map<std::string, Range>* ranges;
    ConfigProblems& problems;

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
                read_value(entry.value, *field, inner, ranges, problems);
            else if (!prefix.empty() ||
                     std::find(others.begin(), others.end(), entry.key) == others.end())
                read(entry.value, inner, prefix + entry.key + '.');
        }
    }
};

} // namespace

std::vector<ConfigField> fields_of(Config& c) {
    auto& floors = c.oracle.floors_db.db;
    return {
        {"seed", &c.seed, "every choice follows from it", 0, k_largest_seed},
        {"source.kind", &c.source.kind, "where records come from"},
        {"source.path", &c.source.path, "folder or file of the records"},
        {"source.rate_hz", &c.source.rate_hz, "samples a second", 1, 100000},
        {"source.exclude", &c.source.exclude, "names of records that are never used"},
        {"source.records", &c.source.records, "how many records are simulated", 1, 1e6},
        {"source.seed", &c.source.seed, "which records are simulated", 0, k_largest_seed},
        {"typeface.path", &c.typeface, "a font file; empty: DejaVu Sans"},
        {"typeface.script_path", &c.script, "a font file for handwriting; empty: Kristi"},
        {"shard.pages", &c.shard.pages, "page indices a shard", 1, k_most_pages_a_shard},
        {"release.format", &c.release.format, "how the release is written"},
        {"release.pages_per_folder", &c.release.pages_per_folder,
         "pages a folder; 0: one flat folder", 0, 1e9},
        {"release.trace_truth", &c.release.trace_truth, "each page's trace truth as .npz"},
        {"oracle.every", &c.oracle.every, "page indices between two checked pages; 0: none", 0,
         1e12},
        {"oracle.floors_db.samples", &floors[0], "dB", -100, 150},
        {"oracle.floors_db.columns", &floors[1], "dB", -100, 150},
        {"oracle.floors_db.mask_png", &floors[2], "dB", -100, 150},
        {"oracle.floors_db.mask_bmp", &floors[3], "dB", -100, 150},
    };
}

std::vector<ConfigField> fields_of(PageStyle& s) {
    return {
        {"dpi", &s.dpi, "dots per inch of the image", 20, 2400},
        {"page_width_mm", &s.page_width_mm, "mm; 0: as wide as needed", 0, 2000},
        {"page_height_mm", &s.page_height_mm, "mm; 0: as high as needed", 0, 2000},
        {"margins_mm.left", &s.margin_left_mm, "mm, page edge to first sample", 0, 500},
        {"margins_mm.right", &s.margin_right_mm, "mm, last column to page edge", 0, 500},
        {"margins_mm.top", &s.margin_top_mm, "mm, page edge to first baseline", 0, 500},
        {"margins_mm.bottom", &s.margin_bottom_mm, "mm, last baseline to page edge", 0, 500},
        {"row_height_mm", &s.row_height_mm, "mm, baseline to baseline", 0.5, 200},
        {"column_gap_mm", &s.column_gap_mm, "mm of blank paper between columns", 0, 200},
        {"paper_speed_mm_per_s", &s.paper_speed_mm_per_s, "mm/s", 1, 500},
        {"gain_mm_per_mv", &s.gain_mm_per_mv, "mm/mV", 0.5, 200},
        {"start_s", &s.start_s, "s, of the record", 0, 1e6},
        {"duration_s", &s.duration_s, "s, of the whole width", 0.1, 3600},
        {"column_time", &s.column_time, "what columns show"},
        {"trace_width_mm", &s.trace_width_mm, "mm", 0.01, 10},
        {"trace_colour", &s.trace_colour, "colour"},
        {"paper_colour", &s.paper_colour, "colour"},
        {"show_grid", &s.show_grid, "switch"},
        {"grid_minor_pitch_mm", &s.grid_minor_pitch_mm, "mm between lines", 0.1, 100},
        {"grid_major_pitch_mm", &s.grid_major_pitch_mm, "mm between lines", 0.1, 100},
        {"grid_minor_width_mm", &s.grid_minor_width_mm, "mm", 0.01, 10},
        {"grid_major_width_mm", &s.grid_major_width_mm, "mm", 0.01, 10},
        {"grid_minor_colour", &s.grid_minor_colour, "colour"},
        {"grid_major_colour", &s.grid_major_colour, "colour"},
        {"show_lead_name", &s.show_lead_name, "switch"},
        {"font_size_mm", &s.font_size_mm, "mm, em size", 0.2, 50},
        {"label_offset_mm.x", &s.label_offset_x_mm, "mm, right of the trace's start", -200, 200},
        {"label_offset_mm.y", &s.label_offset_y_mm, "mm, above the trace's baseline", -200, 200},
        {"text_colour", &s.text_colour, "colour"},
        {"show_separator", &s.show_separator, "switch"},
        {"separator_inner_mm", &s.separator_inner_mm, "mm from the baseline", 0, 100},
        {"separator_outer_mm", &s.separator_outer_mm, "mm from the baseline", 0, 100},
        {"separator_width_mm", &s.separator_width_mm, "mm", 0.01, 10},
        {"separator_colour", &s.separator_colour, "colour"},
        {"box_padding_mm.x", &s.box_padding_x_mm, "mm at a box's left and right", 0, 50},
        {"box_padding_mm.y", &s.box_padding_y_mm, "mm above and below a box", 0, 50},
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
        {"chroma", &j.subsampling, "chroma subsampling"},
    };
}

double& style_number(PageStyle& style, const std::string& key) {
    for (const ConfigField& field : fields_of(style))
        if (key == field.key) return **std::get_if<double*>(&field.target);
    assert(false);
    return style.dpi;
}

void read_fields(const ConfigBlock& block, const std::vector<ConfigField>& fields,
                 const std::vector<std::string>& others, std::map<std::string, Range>* ranges,
                 ConfigProblems& problems) {
    BlockReader{fields, others, ranges, problems}.read(block.node, block.path, "");
}

ConfigNode tree_of(const std::vector<ConfigField>& fields,
                   const std::map<std::string, Range>& ranges) {
    ConfigNode tree = ConfigNode::map();
    for (const ConfigField& field : fields) {
        const auto range = ranges.find(field.key);
        tree.set(field.key, range == ranges.end()
                                ? value_tree(field)
                                : ConfigNode::list({ConfigNode::number(range->second.low),
                                                    ConfigNode::number(range->second.high)}));
    }
    return tree;
}

} // namespace ecgpress
