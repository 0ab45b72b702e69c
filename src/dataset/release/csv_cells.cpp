#include "dataset/release/csv_cells.hpp"

#include <cmath>
#include <limits>
#include <utility>

#include "codec/crc32.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "dataset/release/table_rows.hpp"

namespace ecgpress {

namespace {

constexpr int k_largest_size = 1'000'000; ///< Upper limit for a number of pixels, rows or columns.
constexpr const char* k_rect_parts[] = {"_x0_px", "_y0_px", "_x1_px", "_y1_px"};
constexpr const char* k_pixel_rect_parts[] = {"_x_px", "_y_px", "_width_px", "_height_px"};
constexpr const char* k_quad_corners[] = {"left_top", "right_top", "right_bottom", "left_bottom"};
constexpr Dataset k_datasets[] = {Dataset::digitization, Dataset::detection, Dataset::segmentation,
                                  Dataset::overlap};

/// "box" of "box_px", "visible" of "visible_box_px", "oracle" of "oracle_db": the prefix of the
/// names of a column's fields.
std::string stem_of(std::string name) {
    for (const std::string suffix : {"_px", "_db", "_box"})
        if (name.size() > suffix.size() &&
            name.compare(name.size() - suffix.size(), suffix.size(), suffix) == 0)
            name.resize(name.size() - suffix.size());
    return name;
}

// How a field of each type is split into cells.

template <class Field, class Row>
std::vector<CsvCell> cells(const Field& /*field*/, const Column<Row>& column) {
    constexpr bool k_is_number = std::is_arithmetic_v<Field>;
    constexpr CellType k_number =
        std::is_floating_point_v<Field> ? CellType::real : CellType::whole;
    if (k_is_number) return {{column.name, column.is_crc32() ? CellType::text : k_number}};
    return {{column.name, column.unit.empty() ? CellType::text : CellType::real}};
}
template <class Row>
std::vector<CsvCell> cells(const RectPx& /*field*/, const Column<Row>& column) {
    std::vector<CsvCell> cells;
    for (const char* part : k_rect_parts)
        cells.push_back({stem_of(column.name) + part, CellType::real});
    return cells;
}
template <class Row>
std::vector<CsvCell> cells(const PixelRect& /*field*/, const Column<Row>& column) {
    std::vector<CsvCell> cells;
    for (const char* part : k_pixel_rect_parts)
        cells.push_back({stem_of(column.name) + part, CellType::whole});
    return cells;
}
template <class Row>
std::vector<CsvCell> cells(const OracleScores& /*field*/, const Column<Row>& column) {
    std::vector<CsvCell> cells;
    for (const char* reading : k_oracle_names)
        cells.push_back({concat(stem_of(column.name), "_", reading, "_db"), CellType::real});
    return cells;
}

template <class Row>
std::vector<CsvCell> cells(const QuadPx& /*field*/, const Column<Row>& column) {
    std::vector<CsvCell> cells;
    for (const char* corner : k_quad_corners)
        for (const char* axis : {"_x_px", "_y_px"})
            cells.push_back({concat(stem_of(column.name), "_", corner, axis), CellType::real});
    return cells;
}
/// A value of each point of a beat: "p_onset_sample", ...
template <class Row>
std::vector<CsvCell> cells_of_points(const Column<Row>& column, CellType type) {
    std::vector<CsvCell> cells;
    for (const char* point : k_fiducial_names)
        cells.push_back({concat(point, "_", column.name), type});
    return cells;
}
template <class Row>
std::vector<CsvCell> cells(const FiducialSamples& /*field*/, const Column<Row>& column) {
    return cells_of_points(column, CellType::whole);
}
template <class Row>
std::vector<CsvCell> cells(const FiducialTimes& /*field*/, const Column<Row>& column) {
    return cells_of_points(column, CellType::real);
}
template <class Row>
std::vector<CsvCell> cells(const FiducialPoints& /*field*/, const Column<Row>& column) {
    std::vector<CsvCell> cells;
    for (const char* point : k_fiducial_names)
        for (const char* axis : {"_x_", "_y_"})
            cells.push_back({concat(point, axis, column.name), CellType::real});
    return cells;
}
template <class Row>
std::vector<CsvCell> cells(const Homography& /*field*/, const Column<Row>& column) {
    std::vector<CsvCell> cells;
    for (const char* place : {"11", "12", "13", "21", "22", "23", "31", "32", "33"})
        cells.push_back({concat(column.name, '_', place), CellType::real});
    return cells;
}
template <class Row>
std::vector<CsvCell> cells(const BeatIntervals& /*field*/, const Column<Row>& /*column*/) {
    std::vector<CsvCell> cells;
    for (const char* interval : k_beat_interval_names)
        cells.push_back({concat(interval, "_s"), CellType::real});
    return cells;
}

/// One row of a table.
class CsvLine {
  public:
    void add(std::string_view text) {
        if (!std::exchange(first_, false)) line_ += ',';
        const bool quoted = text.find_first_of(",\"\r\n") != std::string_view::npos;
        if (quoted) line_ += '"';
        for (const char letter : text) {
            if (letter == '"') line_ += '"';
            // A record's name must not break readers that work line by line, or a terminal.
            const auto byte = static_cast<unsigned char>(letter);
            line_ += byte < 0x20 || byte == 0x7f ? ' ' : letter;
        }
        if (quoted) line_ += '"';
    }
    std::string finish() { return std::move(line_) + "\n"; }

  private:
    std::string line_;
    bool first_ = true;
};

// How a field of each type is written.

void put(CsvLine& line, const std::string& text) {
    line.add(text);
}
void put(CsvLine& line, double value) {
    line.add(shortest(value));
}
void put(CsvLine& line, int value) {
    line.add(std::to_string(value));
}
void put(CsvLine& line, std::uint32_t value) {
    line.add(std::to_string(value));
}
void put(CsvLine& line, std::uint64_t value) {
    line.add(std::to_string(value));
}
void put(CsvLine& line, bool flag) {
    line.add(flag ? "1" : "0");
}
void put(CsvLine& line, Split split) {
    line.add(name_of(split));
}
void put(CsvLine& line, Lead lead) {
    line.add(name_of(lead));
}
void put(CsvLine& line, const DatasetSet& set) {
    std::vector<std::string> names;
    for (const Dataset dataset : k_datasets)
        if (set.has(dataset)) names.push_back(name_of(dataset));
    line.add(join(names, ";"));
}
void put(CsvLine& line, const OracleScores& scores) {
    for (const double value : scores.db) line.add(std::isnan(value) ? "" : fixed(value, 2));
}
void put(CsvLine& line, const RectPx& box) {
    const RectPx shown = box.empty() ? RectPx{} : box;
    for (const double value : {shown.x0_px, shown.y0_px, shown.x1_px, shown.y1_px})
        put(line, value);
}
void put(CsvLine& line, const PixelRect& rect) {
    const PixelRect shown = rect.empty() ? PixelRect{} : rect;
    for (const int value : {shown.x, shown.y, shown.width, shown.height}) put(line, value);
}

void put_known(CsvLine& line, double value) {
    line.add(std::isnan(value) ? "" : shortest(value));
}
void put(CsvLine& line, const QuadPx& quad) {
    for (const PointPx& corner : quad) {
        put(line, corner.x_px);
        put(line, corner.y_px);
    }
}
void put(CsvLine& line, const FiducialSamples& samples) {
    for (const std::int64_t sample : samples)
        line.add(sample == k_no_sample ? "" : std::to_string(sample));
}
void put(CsvLine& line, const FiducialPoints& points) {
    for (const PointPx& point : points) {
        put_known(line, point.x_px);
        put_known(line, point.y_px);
    }
}
void put(CsvLine& line, const Homography& homography) {
    for (const double value : homography.matrix) put(line, value);
}
template <std::size_t count> void put(CsvLine& line, const std::array<double, count>& values) {
    for (const double value : values) put_known(line, value);
}

/// The current row of a table and the positions of a column's fields in it.
struct Cells {
    const CsvTable& table;
    const std::vector<std::size_t>& places;
    std::uint64_t largest; ///< Upper limit of a count.
};

// How a field of each type is read.

void get(const Cells& cells, std::string& text) {
    text = cells.table.text(cells.places[0]);
}
void get(const Cells& cells, double& value) {
    value = cells.table.number(cells.places[0]);
}
void get(const Cells& cells, int& value) {
    value = static_cast<int>(cells.table.count(cells.places[0], k_largest_size));
}
void get(const Cells& cells, std::uint32_t& value) {
    value = static_cast<std::uint32_t>(
        cells.table.count(cells.places[0], std::numeric_limits<std::uint32_t>::max()));
}
void get(const Cells& cells, std::uint64_t& value) {
    value = cells.table.count(cells.places[0], cells.largest);
}
void get(const Cells& cells, bool& flag) {
    flag = cells.table.count(cells.places[0], 1) == 1;
}
void get(const Cells& cells, Split& split) {
    const auto known = parse_split(cells.table.text(cells.places[0]));
    if (!known) cells.table.refuse(cells.places[0], "train, val or test");
    split = *known;
}
void get(const Cells& cells, Lead& lead) {
    const auto known = parse_lead(cells.table.text(cells.places[0]));
    if (!known) cells.table.refuse(cells.places[0], "a lead");
    lead = *known;
}
void get(const Cells& cells, DatasetSet& set) {
    set = DatasetSet();
    for (const Dataset dataset : k_datasets)
        if (cells.table.lists(cells.places[0], name_of(dataset))) set.add(dataset);
}
void get(const Cells& cells, OracleScores& scores) {
    for (std::size_t i = 0; i < k_oracle_count; ++i)
        scores.db[i] = cells.table.text(cells.places[i]).empty()
                           ? OracleScores::k_not_measured
                           : cells.table.number(cells.places[i]);
}
void get(const Cells& cells, RectPx& box) {
    const auto value = [&](std::size_t i) { return cells.table.number(cells.places[i]); };
    box = {value(0), value(1), value(2), value(3)};
}
void get(const Cells& cells, PixelRect& rect) {
    const auto value = [&](std::size_t i, int least) { // a crop may begin left of the page
        return static_cast<int>(cells.table.whole(cells.places[i], least, k_largest_size));
    };
    rect = {value(0, -k_largest_size), value(1, -k_largest_size), value(2, 0), value(3, 0)};
}

double known(const Cells& cells, std::size_t i) {
    return cells.table.text(cells.places[i]).empty() ? k_unknown
                                                     : cells.table.number(cells.places[i]);
}
void get(const Cells& cells, QuadPx& quad) {
    for (std::size_t i = 0; i < quad.size(); ++i)
        quad[i] = {cells.table.number(cells.places[2 * i]),
                   cells.table.number(cells.places[2 * i + 1])};
}
void get(const Cells& cells, FiducialSamples& samples) {
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = cells.table.text(cells.places[i]).empty()
                         ? k_no_sample
                         : static_cast<std::int64_t>(cells.table.count(cells.places[i]));
}
void get(const Cells& cells, FiducialPoints& points) {
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i] = {known(cells, 2 * i), known(cells, 2 * i + 1)};
}
void get(const Cells& cells, Homography& homography) {
    for (std::size_t i = 0; i < homography.matrix.size(); ++i)
        homography.matrix[i] = cells.table.number(cells.places[i]);
}
template <std::size_t count> void get(const Cells& cells, std::array<double, count>& values) {
    for (std::size_t i = 0; i < count; ++i) values[i] = known(cells, i);
}

} // namespace

template <class Row> std::vector<CsvCell> cells_of(const Column<Row>& column) {
    const Row row{};
    return std::visit([&](auto member) { return cells(row.*member, column); }, column.member);
}

template <class Row> std::vector<CsvCell> cells_of(const std::vector<Column<Row>>& columns) {
    std::vector<CsvCell> all;
    for (const Column<Row>& column : columns)
        for (CsvCell& cell : cells_of(column)) all.push_back(std::move(cell));
    return all;
}

std::string csv_head(const std::vector<CsvCell>& cells) {
    CsvLine line;
    for (const CsvCell& cell : cells) line.add(cell.name);
    return line.finish();
}

template <class Row> std::string csv_line(const std::vector<Column<Row>>& columns, const Row& row) {
    CsvLine line;
    for (const Column<Row>& column : columns)
        if (column.is_crc32())
            line.add(crc32_text(row.*std::get<std::uint32_t Row::*>(column.member)));
        else
            std::visit([&](auto member) { put(line, row.*member); }, column.member);
    return line.finish();
}

template <class Row>
void read_cells(const CsvTable& table, const std::vector<std::size_t>& places,
                const Column<Row>& column, Row& row) {
    const Cells cells{table, places, column.largest};
    if (column.is_crc32())
        row.*std::get<std::uint32_t Row::*>(column.member) = crc32_of_text(table.text(places[0]));
    else if (const auto count = std::get_if<std::uint64_t Row::*>(&column.member))
        row.** count = table.count(places[0], column.largest);
    else if (column.name == "name") // part of file names
        row.*std::get<std::string Row::*>(column.member) = table.file_name(places[0]);
    else
        std::visit([&](auto member) { get(cells, row.*member); }, column.member);
}

#define ECGPRESS_CSV_OF(Row)                                                                       \
    template std::vector<CsvCell> cells_of(const Column<Row>&);                                    \
    template std::vector<CsvCell> cells_of(const std::vector<Column<Row>>&);                       \
    template std::string csv_line(const std::vector<Column<Row>>&, const Row&);                    \
    template void read_cells(const CsvTable&, const std::vector<std::size_t>&, const Column<Row>&, \
                             Row&);
ECGPRESS_CSV_OF(ManifestRow)
ECGPRESS_CSV_OF(LeadsRow)
ECGPRESS_CSV_OF(WordsRow)
ECGPRESS_CSV_OF(BeatsRow)
#undef ECGPRESS_CSV_OF

} // namespace ecgpress
