#include "dataset/formats/hdf5_release.hpp"

#include <memory>
#include <system_error>
#include <type_traits>
#include <utility>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/strings.hpp"
#include "dataset/h5/h5_join.hpp"
#include "dataset/release/image_metadata.hpp"
#include "dataset/shard/shard_layout.hpp"
#include "dataset/shard/shard_reader.hpp"

namespace ecgpress {

namespace {

constexpr const char* k_index_name = "index.h5";
constexpr const char* k_shards = "shards"; // folder of the release
/// The shard of each page: a column that only the index has.
constexpr const char* k_shard_column = "pages/shard";

/// The datasets of a shard that the index joins.
H5Join::Names names_of_shard() {
    H5Join::Names names;
    const auto column = [&](const std::string& name, auto) { names.columns.push_back(name); };
    for_each_column<PageRow>(column);
    for_each_table_of_pages([&](const auto& row) {
        using Row = std::decay_t<decltype(row)>;
        for_each_column<Row>(column);
        names.offsets.emplace_back(first_row_of<Row>().path);
    });
    for_each_column<Failure>(column);
    names.columns.emplace_back(k_first_column.path);
    for (const ShardStream& stream : all_streams()) {
        names.offsets.push_back(stream.group + k_stream_offsets);
        names.arrays.push_back(stream.group + stream.values);
    }
    return names;
}

std::string link_of(std::uint64_t shard) {
    return concat(k_shards, "/", shard_name(shard));
}

/// Provides a file under another path: as a hard link, or as a copy on another file system.
void take_file(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::remove(to, error); // left by an interrupted merge
    fs::create_hard_link(from, to, error);
    if (!error) return;
    publish_copy(from, to);
}

class Hdf5Release final : public ReleaseWriter {
  public:
    explicit Hdf5Release(fs::path folder)
        : folder_(std::move(folder)), shards_(folder_ / k_shards) {}

    std::optional<PartKey> index_page(const IndexedPage& page) override { return page.range; }

    std::vector<WrittenFile> write_page(const Sample&, const PageSelection&) override { return {}; }

    std::vector<WrittenFile> write_shard(const fs::path& shard) override {
        const std::string path = concat(k_shards, "/", shard.filename().string());
        make_folder_below(folder_, k_shards);
        take_file(shard, folder_ / path);
        return {{path, sha256_of_file(folder_ / path), fs::file_size(folder_ / path)}};
    }

    void use_shards(const fs::path& folder) override { shards_ = folder; }

    std::vector<WrittenFile> finish(const std::vector<PartKey>& parts) override {
        H5Join join(names_of_shard());
        ShardHeader header;
        std::vector<std::uint32_t> shards; // shard of each page
        for (const PartKey& part : parts) {
            const fs::path path = shards_ / shard_name(part.number);
            join.measure(H5File::open(path), link_of(part.number));
            const auto shard = peek_shard(path);
            if (!shard)
                throw DataError(concat(path.string(),
                                       " can no longer be opened. Do not modify a release "
                                       "during a merge. Run the same command to resume."));
            header = *shard;
            shards.resize(join.rows("pages/index"), static_cast<std::uint32_t>(part.number));
        }
        header.page_count += header.first_page; // end of the last shard
        header.first_page = 0;
        const fs::path path = folder_ / k_index_name, part = part_path(path);
        remove_abandoned_parts(path);
        H5File index = H5File::create(part);
        write_shard_header(index, header);
        make_shard_groups(index);
        index.write_column(k_shard_column, shards, 1);
        join.begin(index);
        for (const PartKey& key : parts)
            join.append(H5File::open(shards_ / shard_name(key.number)));
        join.finish();
        index.close();
        publish_file(part, path);
        return {{k_index_name, sha256_of_file(path)}};
    }

    std::string image_path(const PageRow&, const PageSelection&) const override { return ""; }

    std::vector<TableLine> table_lines(const IndexedPage& page) const override {
        return {{concat("splits/pages/", name_of(page.row.split), ".jsonl"),
                 {},
                 {},
                 {},
                 OverlapSet::none}};
    }

  private:
    fs::path folder_, shards_;
};

} // namespace

std::unique_ptr<ReleaseWriter> open_hdf5_release(const fs::path& folder,
                                                 const ReleaseSettings& /*settings*/) {
    return std::make_unique<Hdf5Release>(folder);
}

FormatCard hdf5_card(const ReleaseTally& tally, const ReleaseSettings& /*settings*/) {
    FormatCard card;
    card.content =
        "- `shards/`: HDF5 files, each with the pages, crops, masks, labels, signals and plans "
        "of a range of pages; `index.h5`: joins all of them. `splits/`: for each split a table of "
        "its pages, for Hugging Face; `index` is their `pages/index` in HDF5.\n";
    card.reading = "import io, json\nimport h5py\nimport numpy as np\nfrom PIL import Image\n\n"
                   "f = h5py.File(\"index.h5\")\n"
                   "o = f[\"pages/plan/offsets\"]\n"
                   "plan = json.loads(f[\"pages/plan/bytes\"][o[0]:o[1]].tobytes())\n"
                   "o = f[\"leads/signal/offsets\"]\n"
                   "signal = json.loads(f[\"leads/signal/bytes\"][o[0]:o[1]].tobytes())\n"
                   "millivolts = np.array(signal, float)  # NaN in gaps\n"
                   "train = np.flatnonzero(f[\"pages/split\"][:] == b\"train\")\n";
    card.configs = {
        card_config("pages", {"splits/pages/{split}.jsonl"}, tally, {&ItemCounts::pages})};
    return card;
}

} // namespace ecgpress
