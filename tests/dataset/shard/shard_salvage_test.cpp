// A corrupt shard is checked item by item: exactly the corrupt items are reported, the others kept.
#include <gtest/gtest.h>

#include "codec/crc32.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "dataset/shard/checksums.hpp"
#include "dataset/shard/shard_salvage.hpp"
#include "dataset/shard_content.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

/// A shard in which some bytes of one item are inverted.
class Damaged {
  public:
    Damaged() : content_(random_content(21, 6, 4000)) {}

    const std::vector<Sample>& samples() const { return content_.samples; }

    /// The corrupt items of each page after the bytes of the item are inverted.
    std::vector<std::vector<std::string>> items_after(const void* item, std::size_t size) {
        const fs::path path = scratch_.path() / "shard.h5";
        write_shard(path, content_);
        std::string bytes = read_file(path);
        const std::size_t at = bytes.find(std::string(static_cast<const char*>(item), size));
        EXPECT_NE(at, std::string::npos);
        bytes[at + size / 2] = static_cast<char>(bytes[at + size / 2] ^ 4);
        write_file(path, bytes);
        ShardSalvage salvage(path);
        std::vector<std::vector<std::string>> pages;
        for (std::size_t i = 0; i < salvage.shard().page_count(); ++i) {
            const SalvagedPage page = salvage.page(i);
            EXPECT_EQ(page.sample.has_value(), page.damage.empty());
            if (page.sample) {
                EXPECT_EQ(text_of(*page.sample), text_of(samples()[i]));
            }
            pages.emplace_back();
            for (const ItemDamage& damage : page.damage) pages.back().push_back(damage.item);
        }
        EXPECT_TRUE(salvage.wrong_checksums().empty());
        return pages;
    }

    void expect_only(std::size_t page, const std::string& item, const void* bytes,
                     std::size_t size) {
        const auto pages = items_after(bytes, size);
        for (std::size_t i = 0; i < pages.size(); ++i)
            EXPECT_EQ(pages[i], i == page ? std::vector{item} : std::vector<std::string>{})
                << item << ", page " << i;
    }

  private:
    ScratchFolder scratch_;
    ShardContent content_;
};

TEST(ShardSalvage, ACorruptImageIsReportedWithPageTypeAndLead) {
    Damaged shard;
    int tried = 0;
    for (std::size_t page = 0; page < shard.samples().size(); ++page) {
        const Sample& sample = shard.samples()[page];
        for (const PageItemType& item : k_page_items) {
            if (item.image == nullptr) continue;
            if (const Bytes& bytes = sample.*item.image; bytes.size() > 16)
                shard.expect_only(page, item.kind, bytes.data(), bytes.size());
        }
        if (sample.leads.empty()) continue;
        const LeadSample& lead = sample.leads.back();
        for (const LeadItemType& item : k_lead_items) {
            if (item.image == nullptr) continue;
            if (const Bytes& bytes = lead.*item.image; bytes.size() > 16 && ++tried > 0)
                shard.expect_only(page,
                                  concat(item.kind, " of lead ", name_of(lead.row.lead), " (",
                                         lead_name(sample.row, lead.row), ")"),
                                  bytes.data(), bytes.size());
        }
    }
    EXPECT_GT(tried, 5);
}

TEST(ShardSalvage, OtherCorruptItemsAreReportedWithTypeAndPage) {
    Damaged shard;
    for (std::size_t page = 0; page < shard.samples().size(); ++page) {
        const Sample& sample = shard.samples()[page];
        shard.expect_only(page, "plan", sample.plan_json.data(), sample.plan_json.size());
        if (sample.yolo.size() > 16)
            shard.expect_only(page, "label", sample.yolo.data(), sample.yolo.size());
        if (sample.leads.empty()) continue;
        const LeadSample& lead = sample.leads.front();
        if (lead.signal_json.size() > 16)
            shard.expect_only(page, "signal", lead.signal_json.data(), lead.signal_json.size());
        if (const auto& y = lead.truth.column_y_px; y.size() > 16)
            shard.expect_only(page, "trace truth", y.data(), y.size() * sizeof(float));
    }
}

TEST(ShardSalvage, AnyFlippedBitIsReportedAndKeptItemsAreCorrect) {
    const ScratchFolder scratch;
    const ShardContent content = random_content(22, 4, 300);
    const fs::path path = scratch.path() / "shard.h5";
    write_shard(path, content);
    const std::string bytes = read_file(path);
    Draws draws(23);
    for (int i = 0; i < 150; ++i) {
        std::string damaged = bytes;
        const std::size_t at = draws.below(bytes.size());
        damaged[at] = static_cast<char>(damaged[at] ^ (1 << draws.below(8)));
        write_file(path, damaged);
        try {
            ShardSalvage salvage(path);
            std::size_t reported = 0;
            for (std::size_t page = 0; page < salvage.shard().page_count(); ++page) {
                const SalvagedPage salvaged = salvage.page(page);
                reported += salvaged.damage.size();
                if (salvaged.sample) {
                    ASSERT_EQ(text_of(*salvaged.sample), text_of(content.samples[page])) << at;
                }
            }
            ASSERT_GT(reported + salvage.wrong_checksums().size(), 0U) << at;
        } catch (const DataError&) { // the tables are corrupt, which is reported as well
            continue;
        }
    }
}

TEST(ShardSalvage, ChecksumsAreThoseOfTheItems) {
    Draws draws(24);
    Sample sample = random_sample(draws, 3, 100);
    const std::uint32_t data = sample.row.data_crc32;
    const std::string digits = "123456789"; // the check value of CRC-32 (ISO 3309)
    EXPECT_EQ(crc32_of(digits.data(), digits.size()), 0xcbf43926U);
    EXPECT_EQ(crc32_text(0xcbf43926U), "cbf43926");
    EXPECT_EQ(crc32_text(0x1fU), "0000001f");
    EXPECT_EQ(crc32_text(0), "");
    for (const std::uint32_t crc32 : {0x1fU, 0xcbf43926U, 0xffffffffU})
        EXPECT_EQ(crc32_of_text(crc32_text(crc32)), crc32);
    for (const char* text : {"", "cbf4392", "cbf43926a", "cbf4392g", "-bf43926"})
        EXPECT_EQ(crc32_of_text(text), 0U) << text;
    sample.plan_json += ' ';
    EXPECT_NE(data_crc32_of(sample), data);
}

} // namespace
} // namespace ecgpress
