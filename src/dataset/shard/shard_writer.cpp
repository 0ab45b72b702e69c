#include "dataset/shard/shard_writer.hpp"

#include <algorithm>
#include <cassert>
#include <optional>
#include <system_error>
#include <type_traits>
#include <utility>

#include "core/file.hpp"
#include "dataset/h5/h5.hpp"
#include "dataset/shard/shard_layout.hpp"
#include "dataset/shard/shard_tables.hpp"
#include "dataset/shard/warp_bytes.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_chunk_bytes = std::size_t{1} << 20;

/// Items that are numbers, concatenated and written one chunk at a time. The dataset is created
/// with its first full chunk, or at the end with a chunk as small as all its items, because HDF5
/// stores complete chunks.
template <class Value> class StreamWriter {
  public:
    explicit StreamWriter(ShardStream stream) : stream_(std::move(stream)) {}

    void append(H5File& file, const void* item, std::size_t count) {
        const auto* rest = static_cast<const Value*>(item);
        offsets_.push_back(offsets_.back() + static_cast<std::int64_t>(count));
        while (count > 0) {
            const std::size_t taken = std::min(count, k_chunk_size - chunk_.size());
            chunk_.insert(chunk_.end(), rest, rest + taken);
            rest += taken;
            count -= taken;
            if (chunk_.size() == k_chunk_size) write_chunk(file);
        }
    }

    void finish(H5File& file) {
        write_chunk(file);
        array_->close();
        file.write_column(stream_.group + k_stream_offsets, offsets_, 1);
    }

  private:
    static constexpr std::size_t k_chunk_size = k_chunk_bytes / sizeof(Value);

    void write_chunk(H5File& file) {
        if (!array_)
            array_ = file.make_array(stream_.group + stream_.values, h5_type_of<Value>(),
                                     std::max<std::size_t>(1, chunk_.size()));
        if (!chunk_.empty()) array_->append(chunk_.data(), chunk_.size());
        chunk_.clear();
    }

    ShardStream stream_;
    std::optional<H5Array> array_;
    std::vector<Value> chunk_;
    std::vector<std::int64_t> offsets_{0};
};

using ByteWriter = StreamWriter<std::uint8_t>;
using FloatWriter = StreamWriter<float>;

/// The rows of all pages in a table of which a page has several.
template <class Row> struct PageTable {
    std::vector<Row> rows;
    std::vector<std::int64_t> first{0}; ///< row of each page, and the end

    void append(const std::vector<Row>& page) { rows.insert(rows.end(), page.begin(), page.end()); }
    void end_page() { first.push_back(static_cast<std::int64_t>(rows.size())); }
    void write(H5File& file) const {
        file.write_column(first_row_of<Row>().path, first, 1);
        write_table(file, rows);
    }
};

/// Removes an unfinished part.
class Part {
  public:
    explicit Part(ShardWorkplace place) : place_(std::move(place)) {}
    ~Part() {
        std::error_code ignored;
        if (published_) return;
        fs::remove(place_.part, ignored);
        fs::remove(place_.landing, ignored);
    }
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;

    const fs::path& path() const { return place_.part; }
    /// Scratch may be a folder that other users can read.
    Readers readers() const {
        return place_.part == place_.landing ? Readers::allowed : Readers::owner;
    }
    void publish(const fs::path& final_path) {
        publish_file(place_.part, place_.landing, final_path);
        published_ = true;
    }

  private:
    ShardWorkplace place_;
    bool published_ = false;
};

ShardWorkplace workplace_beside(const fs::path& path) {
    const fs::path part = part_path(path);
    return {part, part};
}

} // namespace

struct ShardWriter::State {
    State(fs::path final_path, const ShardHeader& header, ShardWorkplace workplace)
        : path(std::move(final_path)), part(std::move(workplace)),
          file(H5File::create(part.path(), part.readers())) {
        write_shard_header(file, header);
        make_shard_groups(file);
        for (const auto& item : k_page_items) page_streams.emplace_back(stream_of(item));
        for (const auto& item : k_lead_items) lead_streams.emplace_back(stream_of(item));
        for (const auto& array : k_truth_positions) lead_positions.emplace_back(stream_of(array));
        for (const auto& array : k_truth_flags) lead_flags.emplace_back(stream_of(array));
    }

    template <class Stream, class Item> void append(Stream& stream, const Item& item) {
        stream.append(file, item.data(), item.size());
    }

    /// Items of one type of a page or a lead.
    template <class Owner, class ItemType>
    void append_item(ByteWriter& stream, const Owner& owner, const ItemType& type) {
        if (type.image != nullptr)
            append(stream, owner.*type.image);
        else if (type.text != nullptr)
            append(stream, owner.*type.text);
    }

    void append_truth(const TraceTruth& truth) {
        for (std::size_t i = 0; i < lead_positions.size(); ++i)
            append(lead_positions[i], truth.*k_truth_positions[i].values);
        for (std::size_t i = 0; i < lead_flags.size(); ++i)
            append(lead_flags[i], truth.*k_truth_flags[i].values);
        first_column.push_back(truth.first_column);
    }

    fs::path path;
    Part part;   // outlives the file, which is closed before the part is removed
    H5File file; // outlives the streams
    std::vector<ByteWriter> page_streams, lead_streams, lead_flags;
    FloatWriter pulses{pulse_stream()}, nodes{node_stream()}, lead_signals{signal_stream()};
    std::vector<FloatWriter> lead_positions;
    std::vector<PageRow> pages;
    PageTable<LeadRow> leads;
    PageTable<WordRow> words;
    PageTable<BeatRow> beats;
    std::vector<std::int32_t> first_column; ///< First truth column of each lead.
    std::vector<Failure> failures;
};

ShardWriter::ShardWriter(const fs::path& path, const ShardHeader& header)
    : ShardWriter(path, header, workplace_beside(path)) {}

ShardWriter::ShardWriter(fs::path path, const ShardHeader& header, ShardWorkplace workplace)
    : state_(std::make_unique<State>(std::move(path), header, std::move(workplace))) {}

ShardWriter::~ShardWriter() = default;

void ShardWriter::add(const Sample& sample) {
    State& state = *state_;
    assert(state.pages.empty() || state.pages.back().index < sample.row.index);
    for (std::size_t i = 0; i < std::size(k_page_items); ++i)
        if (i == static_cast<std::size_t>(PageItem::warp))
            state.append(state.page_streams[i], warp_bytes(sample.warp.get()));
        else
            state.append_item(state.page_streams[i], sample, k_page_items[i]);
    std::vector<float> pulses;
    for (const PointPx& corner : sample.pulses_px)
        pulses.insert(pulses.end(),
                      {static_cast<float>(corner.x_px), static_cast<float>(corner.y_px)});
    state.append(state.pulses, pulses);
    state.append(state.nodes, sample.grid_nodes);
    for (const LeadSample& lead : sample.leads) {
        for (std::size_t i = 0; i < std::size(k_lead_items); ++i)
            state.append_item(state.lead_streams[i], lead, k_lead_items[i]);
        state.append(state.lead_signals, lead.signal_mv);
        state.append_truth(lead.truth);
        state.leads.rows.push_back(lead.row);
    }
    state.words.append(sample.words);
    state.beats.append(sample.beats);
    state.leads.end_page();
    state.words.end_page();
    state.beats.end_page();
    state.pages.push_back(sample.row);
}

void ShardWriter::add(const Failure& failure) {
    state_->failures.push_back(failure);
}

void ShardWriter::commit() {
    finish(state_->path);
}

void ShardWriter::keep(const fs::path& kept) {
    finish(kept);
}

void ShardWriter::finish(const fs::path& name) {
    State& state = *state_;
    for (auto* streams : {&state.page_streams, &state.lead_streams, &state.lead_flags})
        for (ByteWriter& stream : *streams) stream.finish(state.file);
    state.pulses.finish(state.file);
    state.nodes.finish(state.file);
    state.lead_signals.finish(state.file);
    for (FloatWriter& stream : state.lead_positions) stream.finish(state.file);
    write_table(state.file, state.pages);
    state.leads.write(state.file);
    state.file.write_column(k_first_column.path, state.first_column, 1);
    state.words.write(state.file);
    state.beats.write(state.file);
    write_table(state.file, state.failures);
    state.file.close();
    state.part.publish(name);
}

} // namespace ecgpress
