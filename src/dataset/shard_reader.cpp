#include <algorithm>
#include <type_traits>
#include <utility>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/text.hpp"
#include "dataset/h5.hpp"
#include "dataset/shard.hpp"
#include "dataset/shard_layout.hpp"

namespace ecgpress {

namespace {

[[noreturn]] void fail(const fs::path& path, const std::string& problem) {
    throw DataError(
        concat(path.string(), ": ", problem, " (the file is damaged or was not written ",
               "by ecgpress); remove it and run `ecgpress generate` again to make it ", "anew"));
}

/// first, ..., end in order, one more than there are items.
void require_offsets(const fs::path& path, const std::string& name,
                     const std::vector<std::uint64_t>& offsets, std::size_t items,
                     std::uint64_t end) {
    if (offsets.size() != items + 1)
        fail(path, concat(name, " has ", offsets.size(), " entries for ", items, " items"));
    if (offsets.front() != 0 || offsets.back() != end ||
        !std::is_sorted(offsets.begin(), offsets.end()))
        fail(path, concat(name, " does not rise from 0 to ", end));
}

/// Items of numbers: their values one after the other, and offsets.
template <class Value> class Stream {
  public:
    /// @param values  what the dataset of values is called
    Stream(const H5File& file, const fs::path& path, const std::string& name, const char* values,
           std::size_t items)
        : array_(file.open_array(name + values, h5_type_of<Value>())),
          offsets_(file.read_column<std::uint64_t>(name + k_stream_offsets, 1)) {
        require_offsets(path, name + k_stream_offsets, offsets_, items, array_.size());
    }

    /// Item i as a vector or text.
    template <class Item> Item item(std::size_t i) const {
        Item item;
        item.resize(offsets_[i + 1] - offsets_[i]);
        array_.read(offsets_[i], item.size(), item.data());
        return item;
    }

    /// Items [first, end), read at once.
    template <class Item> std::vector<Item> items(std::size_t first, std::size_t end) const {
        std::vector<Value> all(offsets_[end] - offsets_[first]);
        array_.read(offsets_[first], all.size(), all.data());
        std::vector<Item> items;
        for (std::size_t i = first; i < end; ++i) {
            const Value* begin = all.data() + (offsets_[i] - offsets_[first]);
            items.emplace_back(begin, begin + (offsets_[i + 1] - offsets_[i]));
        }
        return items;
    }

  private:
    H5Array array_;
    std::vector<std::uint64_t> offsets_;
};

using ByteStream = Stream<std::uint8_t>;
using FloatStream = Stream<float>;

template <class Row> std::vector<Row> read_table(const H5File& file, const fs::path& path) {
    std::vector<Row> rows;
    bool first = true;
    for_each_column(static_cast<Row*>(nullptr), [&](const char* name, auto member) {
        using Field = std::decay_t<decltype(std::declval<Row>().*member)>;
        using Value = typename Stored<Field>::Value;
        constexpr std::size_t k_width = Stored<Field>::k_width;
        std::vector<Value> values;
        if constexpr (std::is_same_v<Value, std::string>)
            values = file.read_texts(name);
        else
            values = file.read_column<Value>(name, k_width);
        if (std::exchange(first, false)) rows.resize(values.size() / k_width);
        if (values.size() != rows.size() * k_width)
            fail(path, concat(name, " has ", values.size() / k_width, " rows, not ", rows.size()));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto field = Stored<Field>::get(&values[i * k_width]);
            if (!field) fail(path, concat(name, " holds an unknown value in row ", i));
            rows[i].*member = *field;
        }
    });
    return rows;
}

ShardHeader read_header(const H5File& file, const fs::path& path) {
    ShardHeader header;
    const std::uint64_t format = file.number_attribute("format");
    header.format = static_cast<int>(std::min<std::uint64_t>(format, 1U << 30));
    header.version = file.text_attribute("version");
    header.fingerprint = file.text_attribute("fingerprint");
    // What another format keeps beyond these is not known here.
    if (header.format != k_shard_format) return header;
    header.config = file.text_attribute("config");
    if (file.text_attribute("config_sha256") != sha256_of(header.config))
        fail(path, "attribute config does not have the digest config_sha256");
    header.first_page = file.number_attribute("first_page");
    header.page_count = file.number_attribute("page_count");
    return header;
}

std::shared_ptr<const Lattice> warp_of(const Bytes& bytes, const PageRow& page) {
    if (bytes.empty()) return nullptr;
    const auto value = [&](std::size_t at) {
        std::uint32_t sum = 0;
        for (std::size_t byte = 0; byte < 4; ++byte)
            sum |= static_cast<std::uint32_t>(bytes[at + byte]) << (8 * byte);
        return static_cast<std::int32_t>(sum);
    };
    std::vector<Lattice::Node> nodes;
    nodes.reserve(bytes.size() / 8);
    for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8)
        nodes.push_back({value(at), value(at + 4)});
    return std::make_shared<const Lattice>(page.width_px, page.height_px, std::move(nodes));
}

} // namespace

struct ShardReader::State {
    explicit State(const fs::path& shard_path)
        : path(shard_path), file(H5File::open(path)), header(read_header(file, path)) {
        if (header.format != k_shard_format)
            throw DataError(concat(path.string(), " has shard format ", header.format,
                                   " (written by ecgpress ", header.version,
                                   "; this program reads format ", k_shard_format,
                                   "): use that version"));
        pages = read_table<PageRow>(file, path);
        failures = read_table<Failure>(file, path);
        const auto lead_rows = read_table<LeadRow>(file, path);
        first_lead = file.read_column<std::uint64_t>(k_first_lead, 1);
        require_offsets(path, k_first_lead, first_lead, pages.size(), lead_rows.size());
        require_range();
        for (std::size_t i = 0; i < pages.size(); ++i)
            leads.emplace_back(lead_rows.begin() + static_cast<std::ptrdiff_t>(first_lead[i]),
                               lead_rows.begin() + static_cast<std::ptrdiff_t>(first_lead[i + 1]));
        for (const char* name : k_page_streams)
            page_streams.emplace_back(file, path, name, k_stream_bytes, pages.size());
        for (const char* name : k_lead_streams)
            lead_streams.emplace_back(file, path, name, k_stream_bytes, lead_rows.size());
        for (const char* name : k_page_positions)
            page_positions.emplace_back(file, path, name, k_stream_values, pages.size());
        for (const char* name : k_lead_positions)
            lead_positions.emplace_back(file, path, name, k_stream_values, lead_rows.size());
        for (const char* name : k_lead_flags)
            lead_flags.emplace_back(file, path, name, k_stream_values, lead_rows.size());
        first_column = file.read_column<std::int32_t>(k_first_column, 1);
        if (first_column.size() != lead_rows.size())
            fail(path, concat(k_first_column, " has ", first_column.size(), " rows, not ",
                              lead_rows.size()));
    }

    /// Of the leads [first, end).
    std::vector<TraceTruth> truths(std::size_t first, std::size_t end) const {
        using Floats = std::vector<float>;
        auto x = lead_positions[0].items<Floats>(first, end);
        auto y = lead_positions[1].items<Floats>(first, end);
        auto column_y = lead_positions[2].items<Floats>(first, end);
        auto steep = lead_flags[0].items<Bytes>(first, end);
        auto flags = lead_flags[1].items<Bytes>(first, end);
        std::vector<TraceTruth> truths;
        for (std::size_t i = 0; i < end - first; ++i)
            truths.push_back({std::move(x[i]), std::move(y[i]), first_column[first + i],
                              std::move(column_y[i]), std::move(steep[i]), std::move(flags[i])});
        return truths;
    }

    void require_range() const {
        // Beyond these nothing of a run has sense, and sums of them overflow nothing.
        constexpr std::uint64_t k_most_pages = 1'000'000, k_last_page = std::uint64_t{1} << 48;
        if (header.page_count > k_most_pages || header.first_page > k_last_page)
            fail(path, concat("its range is ", header.page_count, " pages from ", header.first_page,
                              " on"));
        std::uint64_t least = header.first_page;
        for (const PageRow& page : pages) {
            if (page.index < least || page.index - header.first_page >= header.page_count)
                fail(path, concat("page ", page.index, " is out of order or out of its range"));
            require_size(page);
            least = page.index + 1;
        }
    }

    /// A page that an image can be of.
    void require_size(const PageRow& page) const {
        constexpr int k_most_panels_a_side = 1000, k_most_side_px = 65500; // JPEG's
        const auto within = [](int value, int most) { return value >= 0 && value <= most; };
        if (!within(page.rows, k_most_panels_a_side) ||
            !within(page.columns, k_most_panels_a_side) || !within(page.width_px, k_most_side_px) ||
            !within(page.height_px, k_most_side_px))
            fail(path, concat("page ", page.index, " has ", page.rows, " x ", page.columns,
                              " panels on ", page.width_px, " x ", page.height_px, " px"));
    }

    fs::path path;
    H5File file;
    ShardHeader header;
    std::vector<PageRow> pages;
    std::vector<Failure> failures;
    std::vector<std::uint64_t> first_lead;
    std::vector<std::vector<LeadRow>> leads; ///< of each page
    std::vector<std::int32_t> first_column;  ///< of each lead's truth
    std::vector<ByteStream> page_streams, lead_streams, lead_flags;
    std::vector<FloatStream> page_positions, lead_positions;
};

ShardReader::ShardReader(const fs::path& path) : state_(std::make_unique<State>(path)) {}

ShardReader::~ShardReader() = default;
ShardReader::ShardReader(ShardReader&&) noexcept = default;

const ShardHeader& ShardReader::header() const {
    return state_->header;
}

std::size_t ShardReader::page_count() const {
    return state_->pages.size();
}

const PageRow& ShardReader::page(std::size_t i) const {
    return state_->pages[i];
}

const std::vector<LeadRow>& ShardReader::leads(std::size_t i) const {
    return state_->leads[i];
}

const std::vector<Failure>& ShardReader::failures() const {
    return state_->failures;
}

Sample ShardReader::sample(std::size_t i) const {
    const State& state = *state_;
    Sample sample;
    sample.row = state.pages[i];
    sample.image_jpeg = state.page_streams[0].item<Bytes>(i);
    sample.yolo = state.page_streams[1].item<std::string>(i);
    sample.plan_json = state.page_streams[2].item<std::string>(i);
    sample.overlap_png = state.page_streams[3].item<Bytes>(i);
    const auto pulses = state.page_positions[0].item<std::vector<float>>(i);
    for (std::size_t at = 0; at + 2 <= pulses.size(); at += 2)
        sample.pulses_px.push_back({double{pulses[at]}, double{pulses[at + 1]}});
    sample.warp = warp_of(state.page_streams[4].item<Bytes>(i), sample.row);
    const std::size_t first = state.first_lead[i], end = state.first_lead[i + 1];
    auto crops = state.lead_streams[0].items<Bytes>(first, end);
    auto masks_png = state.lead_streams[1].items<Bytes>(first, end);
    auto masks_bmp = state.lead_streams[2].items<Bytes>(first, end);
    auto signals = state.lead_streams[3].items<std::string>(first, end);
    auto visible = state.lead_streams[4].items<Bytes>(first, end);
    auto truths = state.truths(first, end);
    for (std::size_t lead = 0; lead < end - first; ++lead)
        sample.leads.push_back({state.leads[i][lead], std::move(signals[lead]),
                                std::move(crops[lead]), std::move(masks_png[lead]),
                                std::move(masks_bmp[lead]), std::move(visible[lead]),
                                std::move(truths[lead])});
    return sample;
}

std::unique_ptr<ShardHeader> peek_shard(const fs::path& path) {
    try {
        return std::make_unique<ShardHeader>(read_header(H5File::open(path), path));
    } catch (const Error&) {
        return nullptr;
    }
}

} // namespace ecgpress
