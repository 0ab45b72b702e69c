#include "dataset/shard/shard_reader.hpp"

#include <algorithm>
#include <optional>
#include <type_traits>
#include <utility>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/h5/h5.hpp"
#include "dataset/shard/shard_layout.hpp"
#include "dataset/shard/shard_stream.hpp"
#include "dataset/shard/shard_tables.hpp"
#include "dataset/shard/warp_bytes.hpp"

namespace ecgpress {

namespace {

ShardHeader read_header(const H5File& file, const fs::path& path) {
    ShardHeader header;
    const std::uint64_t format = file.number_attribute("format");
    header.format = static_cast<int>(std::min<std::uint64_t>(format, 1U << 30));
    header.version = file.text_attribute("version");
    header.fingerprint = file.text_attribute("fingerprint");
    // Other formats may have more attributes, which are unknown here.
    if (header.format != k_shard_format) return header;
    header.config = file.text_attribute("config");
    if (file.text_attribute("config_sha256") != sha256_of(header.config))
        refuse_shard(path, "attribute config does not match its digest config_sha256");
    header.first_page = file.number_attribute("first_page");
    header.page_count = file.number_attribute("page_count");
    return header;
}

/// Reads item i of one type into its page.
void read_item(const ByteStream& stream, std::size_t i, const PageItemType& type, Sample& page) {
    if (type.image != nullptr) page.*type.image = stream.item<Bytes>(i);
    if (type.text != nullptr) page.*type.text = stream.item<std::string>(i);
}

/// Items of one type of consecutive leads, read at once.
void read_items(const ByteStream& stream, std::size_t first, const LeadItemType& type,
                std::vector<LeadSample>& leads) {
    const auto read = [&](auto member) {
        using Item = std::decay_t<decltype(leads[0].*member)>;
        auto items = stream.items<Item>(first, first + leads.size());
        for (std::size_t i = 0; i < leads.size(); ++i) leads[i].*member = std::move(items[i]);
    };
    if (type.image != nullptr) read(type.image);
    if (type.text != nullptr) read(type.text);
}

} // namespace

struct ShardReader::State {
    State(const fs::path& shard_path, H5Checksums checksums)
        : path(shard_path), file(H5File::open(path, checksums)), header(read_header(file, path)) {
        if (header.format != k_shard_format)
            throw DataError(concat(path.string(), " has shard format ", header.format,
                                   " (written by ecgpress ", header.version,
                                   "). This program reads format ", k_shard_format,
                                   ". Use that version."));
        pages = read_table<PageRow>(file, path);
        failures = read_table<Failure>(file, path);
        first_lead = read_page_table(leads);
        read_page_table(words);
        read_page_table(beats);
        require_range();
        const std::size_t lead_count = first_lead.back();
        for (const auto& item : k_page_items)
            page_streams.emplace_back(file, path, stream_of(item), pages.size());
        pulses.emplace(file, path, pulse_stream(), pages.size());
        nodes.emplace(file, path, node_stream(), pages.size());
        for (const auto& item : k_lead_items)
            lead_streams.emplace_back(file, path, stream_of(item), lead_count);
        signals.emplace(file, path, signal_stream(), lead_count);
        for (const auto& array : k_truth_positions)
            lead_positions.emplace_back(file, path, stream_of(array), lead_count);
        for (const auto& array : k_truth_flags)
            lead_flags.emplace_back(file, path, stream_of(array), lead_count);
        first_column = file.read_column<std::int32_t>(k_first_column.path, 1);
        require_rows(path, k_first_column.path, first_column.size(), lead_count);
    }

    /// Reads the rows of each page. @return where they begin, and the end
    template <class Row>
    std::vector<std::uint64_t> read_page_table(std::vector<std::vector<Row>>& of_pages) const {
        constexpr const char* k_first = first_row_of<Row>().path;
        const auto rows = read_table<Row>(file, path);
        auto first = stored_offsets(file, k_first);
        require_offsets(path, k_first, first, pages.size(), rows.size());
        for (std::size_t i = 0; i < pages.size(); ++i)
            of_pages.emplace_back(rows.begin() + static_cast<std::ptrdiff_t>(first[i]),
                                  rows.begin() + static_cast<std::ptrdiff_t>(first[i + 1]));
        return first;
    }

    const ByteStream& stream(PageItem item) const {
        return page_streams[static_cast<std::size_t>(item)];
    }
    const ByteStream& stream(LeadItem item) const {
        return lead_streams[static_cast<std::size_t>(item)];
    }

    /// Items of the leads [first, end).
    std::vector<TraceTruth> truths(std::size_t first, std::size_t end) const {
        std::vector<TraceTruth> truths(end - first);
        for (std::size_t lead = first; lead < end; ++lead)
            truths[lead - first].first_column = first_column[lead];
        const auto read = [&](const auto& streams, const auto& arrays) {
            for (std::size_t i = 0; i < streams.size(); ++i) {
                using Values = std::decay_t<decltype(truths[0].*arrays[i].values)>;
                // cppcheck-suppress legacyUninitvar // false positive for `template`
                auto items = streams[i].template items<Values>(first, end);
                for (std::size_t lead = 0; lead < truths.size(); ++lead)
                    truths[lead].*arrays[i].values = std::move(items[lead]);
            }
        };
        read(lead_positions, k_truth_positions);
        read(lead_flags, k_truth_flags);
        return truths;
    }

    void require_range() const {
        // Sanity limits; sums cannot overflow.
        constexpr std::uint64_t k_most_pages = 1'000'000, k_last_page = std::uint64_t{1} << 48;
        if (header.page_count > k_most_pages || header.first_page > k_last_page)
            refuse_shard(path, concat("its range is ", header.page_count, " pages from page ",
                                      header.first_page, ", which exceeds the limits"));
        std::uint64_t least = header.first_page;
        for (const PageRow& page : pages) {
            if (page.index < least || page.index - header.first_page >= header.page_count)
                refuse_shard(path,
                             concat("page ", page.index, " is out of order or out of its range"));
            require_size(page);
            least = page.index + 1;
        }
    }

    /// Checks that an image can have this size and number of panels.
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
    std::vector<std::vector<LeadRow>> leads; ///< Leads of each page.
    std::vector<std::vector<WordRow>> words;
    std::vector<std::vector<BeatRow>> beats;
    std::vector<std::int32_t> first_column; ///< First truth column of each lead.
    std::vector<ByteStream> page_streams, lead_streams, lead_flags;
    std::optional<FloatStream> pulses, nodes, signals; ///< Always present.
    std::vector<FloatStream> lead_positions;
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

const std::vector<WordRow>& ShardReader::words(std::size_t i) const {
    return state_->words[i];
}

const std::vector<BeatRow>& ShardReader::beats(std::size_t i) const {
    return state_->beats[i];
}

std::uint64_t ShardReader::stored_bytes(std::size_t i) const {
    const State& state = *state_;
    const std::size_t first = state.first_lead[i], end = state.first_lead[i + 1];
    const auto sum = [](const auto& streams, std::size_t from, std::size_t to) {
        std::uint64_t bytes = 0;
        for (const auto& stream : streams) bytes += stream.size_bytes(from, to);
        return bytes;
    };
    return sum(state.page_streams, i, i + 1) + state.pulses->size_bytes(i, i + 1) +
           state.nodes->size_bytes(i, i + 1) + sum(state.lead_streams, first, end) +
           sum(state.lead_flags, first, end) + state.signals->size_bytes(first, end) +
           sum(state.lead_positions, first, end);
}

StoredSizes ShardReader::stored_sizes(std::size_t i) const {
    const State& state = *state_;
    const std::size_t first = state.first_lead[i], end = state.first_lead[i + 1];
    const auto of_page = [&](PageItem item) { return state.stream(item).size_bytes(i, i + 1); };
    const auto of_leads = [&](const auto& stream) { return stream.size_bytes(first, end); };
    StoredSizes sizes;
    sizes.image = of_page(PageItem::image);
    sizes.label = of_page(PageItem::label);
    sizes.plan = of_page(PageItem::plan);
    sizes.semantic = of_page(PageItem::mask_semantic);
    sizes.soft = of_page(PageItem::mask_soft);
    sizes.signals = of_leads(state.stream(LeadItem::signal));
    for (const LeadItem item : {LeadItem::crop, LeadItem::mask_png, LeadItem::mask_bmp})
        sizes.crops += of_leads(state.stream(item));
    sizes.truth = of_page(PageItem::warp) + state.pulses->size_bytes(i, i + 1) +
                  state.nodes->size_bytes(i, i + 1);
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
    for (std::size_t item = 0; item < std::size(k_page_items); ++item)
        read_item(state.page_streams[item], i, k_page_items[item], sample);
    const auto pulses = state.pulses->item<std::vector<float>>(i);
    for (std::size_t at = 0; at + 2 <= pulses.size(); at += 2)
        sample.pulses_px.push_back({double{pulses[at]}, double{pulses[at + 1]}});
    sample.grid_nodes = state.nodes->item<std::vector<float>>(i);
    sample.words = state.words[i];
    sample.beats = state.beats[i];
    sample.warp = warp_of_bytes(state.stream(PageItem::warp).item<Bytes>(i), sample.row);
    const std::size_t first = state.first_lead[i], end = state.first_lead[i + 1];
    auto truths = state.truths(first, end);
    auto signals = state.signals->items<std::vector<float>>(first, end);
    for (std::size_t lead = 0; lead < end - first; ++lead) {
        sample.leads.emplace_back();
        sample.leads.back().row = state.leads[i][lead];
        sample.leads.back().truth = std::move(truths[lead]);
        sample.leads.back().signal_mv = std::move(signals[lead]);
    }
    for (std::size_t item = 0; item < std::size(k_lead_items); ++item)
        read_items(state.lead_streams[item], first, k_lead_items[item], sample.leads);
    return sample;
}

std::vector<ShardItem> ShardReader::doubtful_items(std::size_t i) const {
    const State& state = *state_;
    std::vector<ShardItem> items;
    const auto ask = [&](const auto& stream, std::size_t at, std::optional<std::size_t> lead) {
        if (!stream.is_sound(at)) items.push_back({stream.kind(), lead});
    };
    for (const ByteStream& stream : state.page_streams) ask(stream, i, std::nullopt);
    ask(*state.pulses, i, std::nullopt);
    ask(*state.nodes, i, std::nullopt);
    for (std::size_t lead = 0; lead < state.leads[i].size(); ++lead) {
        const std::size_t at = state.first_lead[i] + lead;
        for (const ByteStream& stream : state.lead_streams) ask(stream, at, lead);
        ask(*state.signals, at, lead);
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
