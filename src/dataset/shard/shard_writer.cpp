#include <algorithm>
#include <cassert>
#include <optional>
#include <system_error>
#include <type_traits>
#include <utility>

#include "core/digest.hpp"
#include "core/file.hpp"
#include "core/text.hpp"
#include "dataset/h5/h5.hpp"
#include "dataset/shard/shard.hpp"
#include "dataset/shard/shard_layout.hpp"
#include "dataset/shard/warp_bytes.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_chunk_bytes = std::size_t{1} << 20;

/// Items of numbers one after the other, written a chunk at a time. The dataset is made with its
/// first full chunk, or at the end with a chunk as small as all its items: HDF5 stores whole
/// chunks.
template <class Value> class Stream {
  public:
    /// @param values  what the dataset of values is called
    Stream(std::string name, const char* values) : name_(std::move(name)), values_(values) {}

    void append(H5File& file, const void* item, std::size_t count) {
        const auto* rest = static_cast<const Value*>(item);
        offsets_.push_back(offsets_.back() + count);
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
        file.write_column(name_ + k_stream_offsets, offsets_, 1);
    }

  private:
    static constexpr std::size_t k_chunk_size = k_chunk_bytes / sizeof(Value);

    void write_chunk(H5File& file) {
        if (!array_)
            array_ = file.make_array(name_ + values_, h5_type_of<Value>(),
                                     std::max<std::size_t>(1, chunk_.size()));
        if (!chunk_.empty()) array_->append(chunk_.data(), chunk_.size());
        chunk_.clear();
    }

    std::string name_;
    const char* values_;
    std::optional<H5Array> array_;
    std::vector<Value> chunk_;
    std::vector<std::uint64_t> offsets_{0};
};

using ByteStream = Stream<std::uint8_t>;
using FloatStream = Stream<float>;

/// Writes one column of a table for each field of its rows.
template <class Row> void write_table(H5File& file, const std::vector<Row>& rows) {
    for_each_column(static_cast<Row*>(nullptr), [&](const char* name, auto member) {
        using Field = std::decay_t<decltype(std::declval<Row>().*member)>;
        using Value = typename Stored<Field>::Value;
        constexpr std::size_t k_width = Stored<Field>::k_width;
        std::vector<Value> values(rows.size() * k_width);
        for (std::size_t i = 0; i < rows.size(); ++i)
            Stored<Field>::put(rows[i].*member, &values[i * k_width]);
        if constexpr (std::is_same_v<Value, std::string>)
            file.write_texts(name, values);
        else
            file.write_column(name, values, k_width);
    });
}

/// Removes a part that nobody finished.
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
    void publish(const fs::path& final_path) {
        publish_file(place_.part, place_.landing, final_path);
        published_ = true;
    }

  private:
    ShardWorkplace place_;
    bool published_ = false;
};

} // namespace

void write_shard_header(H5File& file, const ShardHeader& header) {
    file.set_attribute("format", static_cast<std::uint64_t>(header.format));
    file.set_attribute("version", header.version);
    file.set_attribute("fingerprint", header.fingerprint);
    file.set_attribute("config", header.config);
    // A configuration of more than 64 KiB lies where HDF5 has no checksum.
    file.set_attribute("config_sha256", sha256_of(header.config));
    file.set_attribute("first_page", header.first_page);
    file.set_attribute("page_count", header.page_count);
}

void make_shard_groups(H5File& file) {
    for (const char* group : {"pages", "leads", "failures"}) file.make_group(group);
    const auto make = [&](const auto& streams) {
        for (const StreamName& name : streams) file.make_group(name.path);
    };
    make(k_page_streams);
    make(k_page_positions);
    make(k_lead_streams);
    make(k_lead_positions);
    make(k_lead_flags);
}

std::string shard_name(std::size_t number) {
    return "shard-" + zero_padded(number, 5) + ".h5";
}

bool is_shard_name(const fs::path& path) {
    return path.extension() == ".h5" && path.filename().string().rfind("shard-", 0) == 0;
}

struct ShardWriter::State {
    State(fs::path final_path, const ShardHeader& header, ShardWorkplace workplace)
        : path(std::move(final_path)), part(std::move(workplace)),
          file(H5File::create(part.path())) {
        write_shard_header(file, header);
        make_shard_groups(file);
        add_streams(page_streams, k_page_streams, k_stream_bytes);
        add_streams(page_positions, k_page_positions, k_stream_values);
        add_streams(lead_streams, k_lead_streams, k_stream_bytes);
        add_streams(lead_positions, k_lead_positions, k_stream_values);
        add_streams(lead_flags, k_lead_flags, k_stream_values);
    }

    template <class Stream, std::size_t count>
    void add_streams(std::vector<Stream>& streams, const StreamName (&names)[count],
                     const char* values) {
        for (const StreamName& name : names) streams.emplace_back(name.path, values);
    }

    template <class Stream, class Item> void append(Stream& stream, const Item& item) {
        stream.append(file, item.data(), item.size());
    }

    void append_truth(const TraceTruth& truth) {
        append(lead_positions[0], truth.sample_x_px);
        append(lead_positions[1], truth.sample_y_px);
        append(lead_positions[2], truth.column_y_px);
        append(lead_flags[0], truth.column_steep);
        append(lead_flags[1], truth.sample_flags);
        first_column.push_back(truth.first_column);
    }

    fs::path path;
    Part part;   // outlives the file, so that it is closed before it is removed
    H5File file; // outlives the streams
    std::vector<ByteStream> page_streams, lead_streams, lead_flags;
    std::vector<FloatStream> page_positions, lead_positions;
    std::vector<PageRow> pages;
    std::vector<std::uint64_t> first_lead{0};
    std::vector<LeadRow> leads;
    std::vector<std::int32_t> first_column; ///< of each lead's truth
    std::vector<Failure> failures;
};

ShardWriter::ShardWriter(const fs::path& path, const ShardHeader& header)
    : ShardWriter(path, header, {path.string() + ".part", path.string() + ".part"}) {}

ShardWriter::ShardWriter(fs::path path, const ShardHeader& header, ShardWorkplace workplace)
    : state_(std::make_unique<State>(std::move(path), header, std::move(workplace))) {}

ShardWriter::~ShardWriter() = default;

void ShardWriter::add(const Sample& sample) {
    State& state = *state_;
    assert(state.pages.empty() || state.pages.back().index < sample.row.index);
    state.append(state.page_streams[0], sample.image_jpeg);
    state.append(state.page_streams[1], sample.yolo);
    state.append(state.page_streams[2], sample.plan_json);
    state.append(state.page_streams[3], sample.overlap_png);
    state.append(state.page_streams[4], warp_bytes(sample.warp.get()));
    std::vector<float> pulses;
    for (const PointPx& corner : sample.pulses_px)
        pulses.insert(pulses.end(),
                      {static_cast<float>(corner.x_px), static_cast<float>(corner.y_px)});
    state.append(state.page_positions[0], pulses);
    for (const LeadSample& lead : sample.leads) {
        state.append(state.lead_streams[0], lead.crop_png);
        state.append(state.lead_streams[1], lead.mask_png);
        state.append(state.lead_streams[2], lead.mask_bmp);
        state.append(state.lead_streams[3], lead.signal_json);
        state.append(state.lead_streams[4], lead.visible_png);
        state.append_truth(lead.truth);
        state.leads.push_back(lead.row);
    }
    state.pages.push_back(sample.row);
    state.first_lead.push_back(state.leads.size());
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
        for (ByteStream& stream : *streams) stream.finish(state.file);
    for (auto* streams : {&state.page_positions, &state.lead_positions})
        for (FloatStream& stream : *streams) stream.finish(state.file);
    write_table(state.file, state.pages);
    state.file.write_column(k_first_lead, state.first_lead, 1);
    write_table(state.file, state.leads);
    state.file.write_column(k_first_column, state.first_column, 1);
    write_table(state.file, state.failures);
    state.file.close();
    state.part.publish(name);
}

} // namespace ecgpress
