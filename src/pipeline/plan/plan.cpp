#include "pipeline/plan/plan.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <numeric>
#include <set>
#include <unordered_map>

#include "core/error.hpp"
#include "core/random.hpp"
#include "core/strings.hpp"
#include "page/layouts.hpp"
#include "pipeline/config/page_design.hpp"
#include "pipeline/keys/config_values.hpp"
#include "pipeline/keys/drawn_style.hpp"

namespace ecgpress {

namespace {

/// Limits the resolution of a page to that of its picture, which is at least 1 px/mm.
void limit_resolution(PageStyle& style, double px_per_mm) {
    style.dpi = std::min(style.dpi, k_mm_per_inch * std::max(1.0, px_per_mm));
}

// Distance of stored counts in a period. split_index() adds at most that many sheets itself: larger
// values use less memory, smaller ones less time.
constexpr std::uint64_t k_sheets_a_count = 256;

std::size_t number_of(Split split) {
    return static_cast<std::size_t>(split);
}

/// Catalogue positions of each split. The first record of a patient determines the split of all
/// their records, so that no patient is in two splits, even if the records differ in fold.
std::array<std::vector<std::size_t>, k_split_count>
records_by_split(const std::vector<RecordInfo>& catalogue) {
    std::unordered_map<std::string, Split> split_of_patient;
    std::array<std::vector<std::size_t>, k_split_count> records;
    for (std::size_t i = 0; i < catalogue.size(); ++i) {
        const auto known =
            split_of_patient.try_emplace(catalogue[i].patient, split_of(catalogue[i]));
        records[number_of(known.first->second)].push_back(i);
    }
    return records;
}

/// Pages of each split in all groups.
std::array<std::uint64_t, k_split_count> pages_by_split(const Config& config) {
    std::array<std::uint64_t, k_split_count> pages{};
    for (const PageGroup& group : config.pages)
        for (const auto& splits : group.counts)
            for (std::size_t i = 0; i < k_split_count; ++i) pages[i] += splits[i];
    return pages;
}

std::vector<std::string>
empty_splits(const Config& config, std::size_t catalogue_size,
             const std::array<std::vector<std::size_t>, k_split_count>& records) {
    constexpr std::array<const char*, k_split_count> folds{"1 to 8", "9", "10"};
    std::vector<std::string> lines;
    const auto pages = pages_by_split(config);
    for (std::size_t i = 0; i < k_split_count; ++i) {
        if (pages[i] == 0 || !records[i].empty()) continue;
        const char* split = name_of(static_cast<Split>(i));
        lines.push_back(concat("the plan has ", counted(pages[i], "page"), " of the split ", split,
                               ", but the source has no record for it. None of its ",
                               catalogue_size, " records is of a patient in fold ", folds[i],
                               ". Set count: {", split, ": 0, ...} in every group of pages, or ",
                               "use more records."));
    }
    return lines;
}

/// The records of each class in `count_by`, in the order of those of a split.
std::map<std::string, std::array<std::vector<std::size_t>, k_split_count>>
records_by_class(const Config& config, const std::vector<RecordInfo>& catalogue,
                 const std::array<std::vector<std::size_t>, k_split_count>& records) {
    std::map<std::string, std::array<std::vector<std::size_t>, k_split_count>> by_class;
    for (const PageGroup& group : config.pages)
        for (const ClassShare& share : group.count_by) by_class.try_emplace(share.name);
    if (by_class.empty()) return by_class;
    for (std::size_t split = 0; split < k_split_count; ++split)
        for (const std::size_t position : records[split])
            for (const std::string& name : catalogue[position].classes)
                if (const auto found = by_class.find(name); found != by_class.end())
                    found->second[split].push_back(position);
    return by_class;
}

std::string unknown_class(const std::string& key, const std::string& name,
                          const std::vector<RecordInfo>& catalogue) {
    std::set<std::string> known;
    for (const RecordInfo& record : catalogue)
        known.insert(record.classes.begin(), record.classes.end());
    const std::string start = concat(key, ": no record of the source has the class \"", name, "\"");
    if (known.empty()) return start + ". The source states no classes. Remove count_by.";
    return concat(start, " (", choice_advice(name, {known.begin(), known.end()}),
                  "). Correct the name.");
}

/// Classes without a record for a split that has pages.
std::vector<std::string> empty_classes(
    const Config& config, const std::vector<RecordInfo>& catalogue,
    const std::map<std::string, std::array<std::vector<std::size_t>, k_split_count>>& by_class) {
    std::vector<std::string> lines;
    for (const PageGroup& group : config.pages)
        for (const ClassShare& share : group.count_by) {
            const std::string key = concat("pages.", group.name, ".count_by");
            const auto& records = by_class.at(share.name);
            if (std::all_of(records.begin(), records.end(),
                            [](const auto& of_split) { return of_split.empty(); })) {
                lines.push_back(unknown_class(key, share.name, catalogue));
                continue;
            }
            for (std::size_t split = 0; split < k_split_count; ++split) {
                std::uint64_t pages = 0;
                for (const auto& splits : group.counts) pages += splits[split];
                if (pages == 0 || !records[split].empty()) continue;
                const char* name = name_of(static_cast<Split>(split));
                lines.push_back(concat(
                    key, ": no record of the class ", share.name, " is in the split ", name,
                    ". Remove the class, set count: {", name, ": 0, ...}, or use more records."));
            }
        }
    return lines;
}

/// Smooth weighted round robin: calls take(i) counts[i] times for each i, evenly distributed over
/// all calls. In each step every cell gets credit in proportion to its count; the cell with the
/// most credit is taken and pays the total.
template <class Take> void interleave(const std::vector<std::uint64_t>& counts, const Take& take) {
    std::int64_t total = 0;
    for (const std::uint64_t count : counts) total += static_cast<std::int64_t>(count);
    std::vector<std::int64_t> credit(counts.size(), 0);
    for (std::int64_t page = 0; page < total; ++page) {
        std::size_t richest = 0;
        for (std::size_t i = 0; i < counts.size(); ++i) {
            credit[i] += static_cast<std::int64_t>(counts[i]);
            if (credit[i] > credit[richest]) richest = i;
        }
        credit[richest] -= total;
        take(static_cast<std::uint8_t>(richest));
    }
}

/// Selects a share by weight. @param pick  uniform random number from 0 to 1
template <class Share>
const Share& drawn_share(const std::vector<Share>& shares, double pick,
                         double Share::*weight = &Share::weight) {
    double total = 0;
    for (const Share& share : shares) total += share.*weight;
    double below = 0;
    for (const Share& share : shares) {
        below += share.*weight / total;
        if (pick < below) return share;
    }
    return shares.back();
}

NumberRange row_heights(const StyleSettings& style) {
    const NumberRange range = range_of(style.draws.at("row_height_mm"));
    return {range.low, range.high};
}

} // namespace

Split split_of(const RecordInfo& record) {
    int fold = record.fold;
    if (fold == 0) {
        // Always seed 0: the patients of the test set must not depend on the run's seed.
        fold = 1 + static_cast<int>(Rng(0, 0, "split of patient " + record.patient).below(10));
    }
    return fold == 10 ? Split::test : fold == 9 ? Split::val : Split::train;
}

Plan::Plan(const Config& config, const std::vector<RecordInfo>& catalogue)
    : config_(&config), page_count_(config.page_count()), records_(records_by_split(catalogue)),
      records_of_class_(records_by_class(config, catalogue, records_)) {
    std::vector<std::string> problems = empty_splits(config, catalogue.size(), records_);
    for (const std::string& problem : empty_classes(config, catalogue, records_of_class_))
        problems.push_back(problem);
    for (const PageGroup& group : config.pages)
        for (const std::string& problem : impossible_designs(group, config.layouts))
            problems.push_back(problem);
    if (!problems.empty()) throw ConfigError(join(problems, "\n"));

    std::uint64_t first_page = 0;
    SplitCounts before{};
    for (const PageGroup& group : config.pages) {
        Mixture mixture = mixture_of(cells_of(group));
        mixture.first_page = first_page;
        mixture.before = before;
        first_page += group.page_count();
        for (const Cell& cell : mixture.cells) before[number_of(cell.split)] += cell.count;
        mixtures_.push_back(std::move(mixture));
    }
}

Plan::Mixture Plan::mixture_of(std::vector<Cell> cells) {
    // Dividing all counts by their common divisor gives the period; repeating it gives the mixture.
    std::uint64_t divisor = 0;
    for (const Cell& cell : cells) divisor = std::gcd(divisor, cell.count);
    std::vector<std::uint64_t> counts;
    counts.reserve(cells.size());
    for (const Cell& cell : cells) counts.push_back(cell.count / divisor);
    Mixture mixture;
    mixture.cells = std::move(cells);
    interleave(counts, [&](std::uint8_t cell) {
        if (mixture.period.size() % k_sheets_a_count == 0)
            mixture.split_counts.push_back(mixture.in_period);
        mixture.period.push_back(cell);
        ++mixture.in_period[number_of(mixture.cells[cell].split)];
    });
    return mixture;
}

std::vector<Plan::Cell> Plan::cells_of(const PageGroup& group) const {
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < group.layouts.size(); ++i) {
        const Layout* layout = find_layout(config_->layouts, group.layouts[i].layout);
        for (std::size_t split = 0; split < k_split_count; ++split)
            if (group.counts[i][split] > 0)
                cells.push_back({group.counts[i][split],
                                 static_cast<std::size_t>(layout - config_->layouts.data()),
                                 static_cast<Split>(split)});
    }
    constexpr std::size_t most = std::numeric_limits<std::uint8_t>::max();
    if (cells.size() > most)
        throw ConfigError(concat("pages.", group.name, " has ", cells.size(),
                                 " combinations of layout and split. The limit is ", most,
                                 ". Split it into two groups."));
    return cells;
}

std::size_t Plan::group_of(std::uint64_t index) const {
    std::size_t group = 0;
    while (group + 1 < mixtures_.size() && mixtures_[group + 1].first_page <= index) ++group;
    return group;
}

std::uint64_t Plan::split_index(const Mixture& mixture, std::uint64_t sheet, Split split) const {
    const std::uint64_t periods = sheet / mixture.period.size(),
                        place = sheet % mixture.period.size();
    std::uint64_t count = mixture.before[number_of(split)] +
                          periods * mixture.in_period[number_of(split)] +
                          mixture.split_counts[place / k_sheets_a_count][number_of(split)];
    for (std::uint64_t i = place / k_sheets_a_count * k_sheets_a_count; i < place; ++i)
        count += mixture.cells[mixture.period[i]].split == split ? 1 : 0;
    return count;
}

Split Plan::split_of_page(std::uint64_t index) const {
    assert(index < page_count_);
    const std::size_t group = group_of(index);
    const std::uint64_t place = index - mixtures_[group].first_page;
    return cell_of(mixtures_[group], place / config_->pages[group].pages_a_sheet()).split;
}

PagePlan Plan::page(std::uint64_t index) const {
    assert(index < page_count_);
    PagePlan plan;
    plan.index = index;
    plan.group = group_of(index);
    const PageGroup& group = config_->pages[plan.group];
    const Mixture& mixture = mixtures_[plan.group];
    const std::uint64_t seed = config_->seed, place = index - mixture.first_page,
                        sheet = place / group.pages_a_sheet();
    const Cell& cell = cell_of(mixture, sheet);
    plan.split = cell.split;
    // Random numbers of a sheet depend on its first page, so that all its pages share them.
    plan.sheet = index - place % group.pages_a_sheet();
    plan.split_index = split_index(mixture, sheet, cell.split);
    plan.mask = group.mask;
    plan.jpeg = group.jpeg;
    if (const int least = group.jpeg.least_quality; least > 0)
        plan.jpeg.quality =
            least + static_cast<int>(
                        Rng(seed, index, "quality")
                            .below(static_cast<std::uint64_t>(group.jpeg.quality - least + 1)));
    if (!group.paired.empty())
        plan.preset = group.paired[place % group.pages_a_sheet()];
    else if (!group.artifacts.empty())
        plan.preset = drawn_share(group.artifacts, Rng(seed, index, "preset").uniform()).preset;
    const Preset& preset = *find_preset(config_->presets, plan.preset);
    // The pages of a sheet have one look.
    const bool on_screen = group.paired.empty() && preset.on_screen;
    const LookShare& look = drawn_share(group.looks, Rng(seed, plan.sheet, "look").uniform(),
                                        on_screen ? &LookShare::screen_weight : &LookShare::weight);
    plan.look = look.look;
    if (!group.count_by.empty())
        plan.record_class =
            drawn_share(group.count_by, Rng(seed, plan.sheet, "class").uniform()).name;
    if (group.overlap_ratio)
        plan.overlap = {Rng(seed, plan.sheet, "overlap ratio")
                            .uniform(group.overlap_ratio->low, group.overlap_ratio->high),
                        row_heights(look.style)};

    const Layout& layout = config_->layouts[cell.layout];
    Rng layout_draw(seed, plan.sheet, "layout");
    const auto& leads = layout.choices[layout_draw.below(layout.choices.size())];
    plan.design = make_design(group, layout, leads, drawn_style(look.style, seed, plan.sheet));
    add_row_offsets(plan.design, seed, plan.sheet);
    // Artifacts are sampled per page: pages of a sheet differ in them.
    plan.artifacts = plan_artifacts(preset, seed, index);
    for (const PlannedArtifact& planned : plan.artifacts)
        if (planned.artifact->px_per_mm >= 0)
            limit_resolution(
                plan.design.style,
                planned.dials.values[static_cast<std::size_t>(planned.artifact->px_per_mm)]);
    const auto shows_back = [](const PlannedArtifact& planned) {
        return planned.artifact->needs_back;
    };
    const auto& records = this->records(plan.split);
    if (std::any_of(plan.artifacts.begin(), plan.artifacts.end(), shows_back))
        plan.back = records[Rng(seed, index, "back").below(records.size())];
    return plan;
}

std::vector<std::size_t> Plan::candidates(const PagePlan& page) const {
    const std::vector<std::size_t>& records = records_for(page);
    const std::uint64_t count = records.size(), seed = config_->seed;
    const std::string split =
        name_of(page.split) + (page.record_class.empty() ? "" : " " + page.record_class);
    // Each cycle through all records uses a separate permutation.
    const std::uint64_t cycle = page.split_index / count;
    const std::uint64_t planned =
        permuted(page.split_index % count, count, seed, concat("records ", split, ' ', cycle));
    std::vector<std::size_t> candidates{records[planned]};
    const std::uint64_t start = Rng(seed, page.sheet, "replacement").below(count);
    for (std::uint64_t step = 0; step < count && candidates.size() < k_max_candidates; ++step) {
        const std::uint64_t next =
            permuted((start + step) % count, count, seed, concat("replacements ", split));
        if (next != planned) candidates.push_back(records[next]);
    }
    return candidates;
}

std::optional<std::uint64_t> Plan::nth_sheet(std::size_t group, const std::string& layout,
                                             std::uint64_t n) const {
    const Mixture& mixture = mixtures_[group];
    const Layout* const wanted = find_layout(config_->layouts, layout);
    const std::uint64_t pages_a_sheet = config_->pages[group].pages_a_sheet(),
                        sheets = config_->pages[group].page_count() / pages_a_sheet;
    for (std::uint64_t sheet = 0; sheet < sheets; ++sheet) {
        const Cell& cell = mixture.cells[mixture.period[sheet % mixture.period.size()]];
        if (&config_->layouts[cell.layout] == wanted && n-- == 0)
            return mixture.first_page + sheet * pages_a_sheet;
    }
    return std::nullopt;
}

const std::vector<std::size_t>& Plan::records_for(const PagePlan& page) const {
    return page.record_class.empty()
               ? records(page.split)
               : records_of_class_.at(page.record_class)[number_of(page.split)];
}

const std::vector<std::size_t>& Plan::records(Split split) const {
    return records_[number_of(split)];
}

} // namespace ecgpress
