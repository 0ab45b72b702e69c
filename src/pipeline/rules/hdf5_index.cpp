#include "pipeline/rules/hdf5_index.hpp"

#include <type_traits>
#include <utility>

#include "core/digest.hpp"
#include "core/strings.hpp"
#include "dataset/h5/h5.hpp"
#include "dataset/h5/h5_join.hpp"
#include "dataset/shard/shard.hpp"
#include "dataset/shard/shard_layout.hpp"

namespace ecgpress {

namespace {

namespace fs = std::filesystem;

constexpr const char* k_shard_column = "pages/shard";

class IndexCheck {
  public:
    IndexCheck(const fs::path& index, const std::vector<fs::path>& shards)
        : index_(H5File::open(index)) {
        for (const fs::path& shard : shards) {
            shards_.push_back(H5File::open(shard));
            links_.push_back("shards/" + shard.filename().string());
        }
    }

    Problems run() {
        check_attributes();
        check_table<PageRow>();
        for_each_table_of_pages([this](const auto& row) {
            using Row = std::decay_t<decltype(row)>;
            check_table<Row>();
            compare_offsets(first_row_of<Row>().path);
        });
        check_table<Failure>();
        compare_column<std::int32_t>(k_first_column.path, 1);
        for (const ShardStream& stream : all_streams()) {
            compare_offsets(stream.group + k_stream_offsets);
            check_links(stream);
        }
        check_shard_numbers();
        return problems_;
    }

  private:
    void check_attributes() {
        if (shards_.empty()) return;
        const H5File& last = shards_.back();
        for (const char* name : {"version", "fingerprint", "config", "config_sha256"})
            if (index_.text_attribute(name) != last.text_attribute(name))
                problems_.push_back(concat("its attribute ", name, " differs from the shards'"));
        const std::uint64_t pages =
            last.number_attribute("first_page") + last.number_attribute("page_count");
        if (index_.number_attribute("format") != last.number_attribute("format") ||
            index_.number_attribute("first_page") != 0 ||
            index_.number_attribute("page_count") != pages)
            problems_.push_back("its attributes format, first_page or page_count are wrong");
    }

    template <class Row> void check_table() {
        for_each_column<Row>([&](const std::string& name, auto member) {
            using Field = std::decay_t<decltype(std::declval<Row>().*member)>;
            using Value = typename Stored<Field>::Value;
            compare_column<Value>(name, Stored<Field>::k_width);
        });
    }

    template <class Value>
    static std::vector<Value> read(const H5File& file, const std::string& name, std::size_t width) {
        if constexpr (std::is_same_v<Value, std::string>)
            return file.read_texts(name);
        else
            return file.read_column<Value>(name, width);
    }

    template <class Value> void compare_column(const std::string& name, std::size_t width) {
        const std::vector<Value> all = read<Value>(index_, name, width);
        std::size_t at = 0;
        for (const H5File& shard : shards_) {
            for (const Value& value : read<Value>(shard, name, width)) {
                if (at >= all.size() || !is_same(all[at], value))
                    return problems_.push_back(
                        concat(name, " differs from the shards' in row ", at / width));
                ++at;
            }
        }
        if (at != all.size())
            problems_.push_back(concat(name, " has more rows than the shards together"));
    }

    template <class Value> static bool is_same(const Value& a, const Value& b) {
        if constexpr (std::is_floating_point_v<Value>)
            return a == b || (a != a && b != b); // NaN
        else
            return a == b;
    }

    /// Offsets continue those of the shards before.
    void compare_offsets(const std::string& name) {
        const auto all = index_.read_column<std::int64_t>(name, 1);
        std::size_t at = 0;
        std::int64_t base = 0;
        for (const H5File& shard : shards_) {
            const auto offsets = shard.read_column<std::int64_t>(name, 1);
            for (std::size_t i = at == 0 ? 0 : 1; i < offsets.size(); ++i, ++at)
                if (at >= all.size() || all[at] != base + offsets[i])
                    return problems_.push_back(
                        concat(name, " differs from the shards' in row ", at));
            base += offsets.empty() ? 0 : offsets.back();
        }
        if (at != all.size())
            problems_.push_back(concat(name, " has more rows than the shards together"));
    }

    /// A virtual array refers to the shards in order, to all values of each.
    void check_links(const ShardStream& stream) {
        const std::string name = stream.group + stream.values;
        std::vector<H5Join::Part> expected;
        for (std::size_t i = 0; i < shards_.size(); ++i) {
            const auto offsets =
                shards_[i].read_column<std::int64_t>(stream.group + k_stream_offsets, 1);
            if (!offsets.empty() && offsets.back() > 0)
                expected.push_back({links_[i], name, static_cast<std::uint64_t>(offsets.back())});
        }
        if (H5Join::parts(index_, name) != expected)
            problems_.push_back(concat(name, " does not refer to all shards in order"));
    }

    void check_shard_numbers() {
        const auto numbers = index_.read_column<std::uint32_t>(k_shard_column, 1);
        std::size_t at = 0;
        for (std::size_t i = 0; i < shards_.size(); ++i)
            for (std::size_t rows = shards_[i].rows_of<std::uint64_t>("pages/index", 1); rows > 0;
                 --rows, ++at)
                if (at >= numbers.size() || numbers[at] != i)
                    return problems_.push_back(
                        concat(k_shard_column, " is not the page's shard in row ", at));
        if (at != numbers.size())
            problems_.push_back(concat(k_shard_column, " has more rows than there are pages"));
    }

    H5File index_;
    std::vector<H5File> shards_;
    std::vector<std::string> links_;
    Problems problems_;
};

} // namespace

Problems check_hdf5_index(const fs::path& index, const std::vector<fs::path>& shards) {
    return IndexCheck(index, shards).run();
}

} // namespace ecgpress
