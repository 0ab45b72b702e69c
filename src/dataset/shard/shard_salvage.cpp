#include "dataset/shard/shard_salvage.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "codec/crc32.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/shard/checksums.hpp"
#include "dataset/shard/stored_items.hpp"

namespace ecgpress {

namespace {

std::string name_of(const PageRow& page, const LeadRow& lead, const char* kind) {
    return concat(kind, " of lead ", name_of(lead.lead), " (", lead_name(page, lead), ")");
}

/// Compares an item's checksum with that in the tables. Returns no value if they agree.
std::optional<std::string> problem_of(std::uint32_t found, std::uint32_t stated) {
    const auto shown = [](std::uint32_t crc32) { return crc32 == 0 ? "0" : crc32_text(crc32); };
    if (found == stated) return std::nullopt;
    return concat("is corrupt. Its CRC-32 is ", shown(found), ", that in the table ", shown(stated),
                  ".");
}

bool is_image(const std::string& kind) {
    const auto is_it = [&](const auto& item) { return item.image != nullptr && kind == item.kind; };
    return std::any_of(std::begin(k_page_items), std::end(k_page_items), is_it) ||
           std::any_of(std::begin(k_lead_items), std::end(k_lead_items), is_it);
}

/// Which of the items that share one checksum are corrupt: those in corrupt chunks.
std::string data_kinds(const std::vector<ShardItem>& doubtful) {
    std::set<std::string> kinds;
    for (const ShardItem& item : doubtful)
        if (!is_image(item.kind)) kinds.insert(item.kind);
    return kinds.empty() ? "data" : join({kinds.begin(), kinds.end()}, " or ");
}

/// Compares every item of a page with its checksum.
std::vector<ItemDamage> compare(const Sample& sample, const std::vector<ShardItem>& doubtful) {
    std::vector<ItemDamage> damage;
    const auto note = [&](const std::string& item, std::uint32_t found, std::uint32_t stated) {
        if (const auto problem = problem_of(found, stated)) damage.push_back({item, *problem});
    };
    for (const PageItemType& item : k_page_items)
        if (item.image != nullptr)
            note(item.kind, crc32_of(sample.*item.image), sample.row.*item.crc32);
    for (const LeadSample& lead : sample.leads)
        for (const LeadItemType& item : k_lead_items)
            if (item.image != nullptr)
                note(name_of(sample.row, lead.row, item.kind), crc32_of(lead.*item.image),
                     lead.row.*item.crc32);
    note(data_kinds(doubtful), data_crc32_of(sample), sample.row.data_crc32);
    return damage;
}

} // namespace

ShardSalvage::ShardSalvage(fs::path path) : path_(std::move(path)), shard_(path_) {}

Sample ShardSalvage::read_ignoring_checksums(std::size_t i) {
    // A separate file: a corrupt chunk in the cache of the lenient one would be accepted here too.
    if (!lenient_) lenient_.emplace(path_, H5Checksums::ignored);
    return lenient_->sample(i);
}

SalvagedPage ShardSalvage::page(std::size_t i) {
    SalvagedPage page;
    std::vector<ShardItem> doubtful;
    try {
        page.sample = shard_.sample(i);
    } catch (const DataError&) {
        doubtful = shard_.doubtful_items(i);
    }
    try {
        if (!page.sample) page.sample = read_ignoring_checksums(i);
        page.damage = compare(*page.sample, doubtful);
    } catch (const DataError& error) { // the chunk index is corrupt
        for (const ShardItem& item : doubtful)
            page.damage.push_back(
                {item.lead ? name_of(shard_.page(i), shard_.leads(i)[*item.lead], item.kind)
                           : item.kind,
                 error.what()});
    }
    for (const ShardItem& item : doubtful)
        doubted_[item.kind] |=
            std::any_of(page.damage.begin(), page.damage.end(), [&](const ItemDamage& damage) {
                return damage.item.find(item.kind) != std::string::npos;
            });
    if (!page.damage.empty()) page.sample.reset();
    return page;
}

std::vector<std::string> ShardSalvage::wrong_checksums() const {
    std::vector<std::string> kinds;
    for (const auto& [kind, damaged] : doubted_)
        if (!damaged) kinds.push_back(kind);
    return kinds;
}

} // namespace ecgpress
