#include <algorithm>
#include <optional>
#include <type_traits>
#include <utility>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/text.hpp"
#include "dataset/h5/h5.hpp"
#include "dataset/shard/shard.hpp"
#include "dataset/shard/shard_layout.hpp"
#include "dataset/shard/shard_stream.hpp"
#include "dataset/shard/warp_bytes.hpp"

namespace ecgpress {

void refuse_shard(const fs::path& path, const std::string& problem) {
    throw DataError(concat(path.string(), ": ", problem,
                           " (the file is damaged or was not written ",
                           "by ecgpress); `ecgpress repair` makes anew what is damaged of a run"));
}

void require_offsets(const fs::path& path, const std::string& name,
                     const std::vector<std::uint64_t>& offsets, std::size_t items,
                     std::uint64_t end) {
    if (offsets.size() != items + 1)
        refuse_shard(path, concat(name, " has ", offsets.size(), " entries for ", items, " items"));
    if (offsets.front() != 0 || offsets.back() != end ||
        !std::is_sorted(offsets.begin(), offsets.end()))
        refuse_shard(path, concat(name, " does not rise from 0 to ", end));
}

namespace {

void require_rows(const fs::path& path, const char* column, std::size_t rows, std::size_t wanted) {
    if (rows != wanted) refuse_shard(path, concat(column, " has ", rows, " rows, not ", wanted));
}

/// How many rows all columns of a table have. They are asked before rows take memory: one long
/// column would make many times its own size.
template <class Row> std::size_t row_count(const H5File& file, const fs::path& path) {
    std::optional<std::size_t> rows;
    for_each_column(static_cast<Row*>(nullptr), [&](const char* name, auto member) {
        using Field = std::decay_t<decltype(std::declval<Row>().*member)>;
        using Value = typename Stored<Field>::Value;
        std::size_t count = 0;
        if constexpr (std::is_same_v<Value, std::string>)
            count = file.rows_of_texts(name);
        else
            count = file.rows_of<Value>(name, Stored<Field>::k_width);
        if (!rows) rows = count;
        require_rows(path, name, count, *rows);
    });
    return *rows;
}

template <class Row> std::vector<Row> read_table(const H5File& file, const fs::path& path) {
    std::vector<Row> rows(row_count<Row>(file, path));
    for_each_column(static_cast<Row*>(nullptr), [&](const char* name, auto member) {
        using Field = std::decay_t<decltype(std::declval<Row>().*member)>;
        using Value = typename Stored<Field>::Value;
        constexpr std::size_t k_width = Stored<Field>::k_width;
        std::vector<Value> values;
        if constexpr (std::is_same_v<Value, std::string>)
            values = file.read_texts(name);
        else
            values = file.read_column<Value>(name, k_width);
        require_rows(path, name, values.size() / k_width, rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto field = Stored<Field>::get(&values[i * k_width]);
            if (!field) refuse_shard(path, concat(name, " holds an unknown value in row ", i));
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
        refuse_shard(path, "attribute config does not have the digest config_sha256");
    header.first_page = file.number_attribute("first_page");
    header.page_count = file.number_attribute("page_count");
    return header;
}

} // namespace

struct ShardReader::State {
    State(const fs::path& shard_path, H5Checksums checksums)
        : path(shard_path), file(H5File::open(path, checksums)), header(read_header(file, path)) {
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
        const auto open = [&](auto& streams, const auto& names, const char* values, auto items) {
            for (const StreamName& name : names)
                streams.emplace_back(file, path, name, values, items);
        };
        open(page_streams, k_page_streams, k_stream_bytes, pages.size());
        open(page_positions, k_page_positions, k_stream_values, pages.size());
        open(lead_streams, k_lead_streams, k_stream_bytes, lead_rows.size());
        open(lead_positions, k_lead_positions, k_stream_values, lead_rows.size());
        open(lead_flags, k_lead_flags, k_stream_values, lead_rows.size());
        first_column = file.read_column<std::int32_t>(k_first_column, 1);
        if (first_column.size() != lead_rows.size())
            refuse_shard(path, concat(k_first_column, " has ", first_column.size(), " rows, not ",
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
            refuse_shard(path, concat("its range is ", header.page_count, " pages from ",
                                      header.first_page, " on"));
        std::uint64_t least = header.first_page;
        for (const PageRow& page : pages) {
            if (page.index < least || page.index - header.first_page >= header.page_count)
                refuse_shard(path,
                             concat("page ", page.index, " is out of order or out of its range"));
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
            refuse_shard(path, concat("page ", page.index, " has ", page.rows, " x ", page.columns,
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

ShardReader::ShardReader(const fs::path& path, H5Checksums checksums)
    : state_(std::make_unique<State>(path, checksums)) {}

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

std::uint64_t ShardReader::stored_bytes(std::size_t i) const {
    const State& state = *state_;
    const std::size_t first = state.first_lead[i], end = state.first_lead[i + 1];
    const auto sum = [](const auto& streams, std::size_t from, std::size_t to) {
        std::uint64_t bytes = 0;
        for (const auto& stream : streams) bytes += stream.size_bytes(from, to);
        return bytes;
    };
    return sum(state.page_streams, i, i + 1) + sum(state.page_positions, i, i + 1) +
           sum(state.lead_streams, first, end) + sum(state.lead_flags, first, end) +
           sum(state.lead_positions, first, end);
}

StoredSizes ShardReader::stored_sizes(std::size_t i) const {
    const State& state = *state_;
    const auto& pages = state.page_streams;
    const auto& leads = state.lead_streams;
    const std::size_t first = state.first_lead[i], end = state.first_lead[i + 1];
    const auto of_page = [&](const auto& stream) { return stream.size_bytes(i, i + 1); };
    const auto of_leads = [&](const auto& stream) { return stream.size_bytes(first, end); };
    StoredSizes sizes{of_page(pages[0]),
                      of_page(pages[1]),
                      of_page(pages[2]),
                      of_leads(leads[3]),
                      of_leads(leads[0]) + of_leads(leads[1]) + of_leads(leads[2]),
                      of_page(pages[4])};
    for (const FloatStream& stream : state.page_positions) sizes.truth += of_page(stream);
    for (const FloatStream& stream : state.lead_positions) sizes.truth += of_leads(stream);
    for (const ByteStream& stream : state.lead_flags) sizes.truth += of_leads(stream);
    return sizes;
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
    sample.warp = warp_of_bytes(state.page_streams[4].item<Bytes>(i), sample.row);
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

std::vector<ShardItem> ShardReader::doubtful_items(std::size_t i) const {
    const State& state = *state_;
    std::vector<ShardItem> items;
    const auto ask = [&](const auto& stream, std::size_t at, std::optional<std::size_t> lead) {
        if (!stream.is_sound(at)) items.push_back({stream.kind(), lead});
    };
    for (const ByteStream& stream : state.page_streams) ask(stream, i, std::nullopt);
    for (const FloatStream& stream : state.page_positions) ask(stream, i, std::nullopt);
    for (std::size_t lead = 0; lead < state.leads[i].size(); ++lead) {
        const std::size_t at = state.first_lead[i] + lead;
        for (const ByteStream& stream : state.lead_streams) ask(stream, at, lead);
        for (const FloatStream& stream : state.lead_positions) ask(stream, at, lead);
        for (const ByteStream& stream : state.lead_flags) ask(stream, at, lead);
    }
    return items;
}

std::unique_ptr<ShardHeader> peek_shard(const fs::path& path) {
    try {
        return std::make_unique<ShardHeader>(read_header(H5File::open(path), path));
    } catch (const Error&) {
        return nullptr;
    }
}

std::vector<Failure> read_failures(const fs::path& path) {
    return read_table<Failure>(H5File::open(path), path);
}

} // namespace ecgpress
