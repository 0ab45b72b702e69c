#include "dataset/shard/shard_layout.hpp"

#include "core/digest.hpp"
#include "dataset/h5/h5.hpp"
#include "dataset/shard/shard.hpp"

namespace ecgpress {

std::vector<ShardStream> all_streams() {
    std::vector<ShardStream> streams;
    for (const auto& item : k_page_items) streams.push_back(stream_of(item));
    streams.push_back(pulse_stream());
    streams.push_back(node_stream());
    for (const auto& item : k_lead_items) streams.push_back(stream_of(item));
    streams.push_back(signal_stream());
    for (const auto& array : k_truth_positions) streams.push_back(stream_of(array));
    for (const auto& array : k_truth_flags) streams.push_back(stream_of(array));
    return streams;
}

void write_shard_header(H5File& file, const ShardHeader& header) {
    file.set_attribute("format", static_cast<std::uint64_t>(header.format));
    file.set_attribute("version", header.version);
    file.set_attribute("fingerprint", header.fingerprint);
    file.set_attribute("config", header.config);
    // HDF5 stores a configuration of more than 64 KiB where it has no checksum.
    file.set_attribute("config_sha256", sha256_of(header.config));
    file.set_attribute("first_page", header.first_page);
    file.set_attribute("page_count", header.page_count);
}

constexpr unsigned k_table_members = 100; // columns and streams of a table, with room

void make_shard_groups(H5File& file) {
    for (const char* group : {"pages", "leads", "words", "beats", "failures"})
        file.make_group(group, k_table_members);
    for (const ShardStream& stream : all_streams()) file.make_group(stream.group, 2);
}

} // namespace ecgpress
