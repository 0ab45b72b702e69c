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

namespace {

/// Makes the group of a table with room for its columns, and `more` members.
template <class Row> void make_table_group(H5File& file, unsigned more) {
    const std::string group = table_of<Row>(); // "pages/"
    unsigned members = more;
    for_each_column<Row>([&](const std::string&, auto) { ++members; });
    for (const ShardStream& stream : all_streams())
        members += stream.group.compare(0, group.size(), group) == 0 ? 1 : 0;
    file.make_group(group.substr(0, group.size() - 1), members);
}

} // namespace

void make_shard_groups(H5File& file) {
    unsigned tables = 0;
    for_each_table_of_pages([&](const auto&) { ++tables; });
    make_table_group<PageRow>(file, tables + 1); // the first rows; an index has the shard, too
    make_table_group<LeadRow>(file, 1);          // k_first_column
    make_table_group<WordRow>(file, 0);
    make_table_group<BeatRow>(file, 0);
    make_table_group<Failure>(file, 0);
    for (const ShardStream& stream : all_streams()) file.make_group(stream.group, 2);
}

} // namespace ecgpress
