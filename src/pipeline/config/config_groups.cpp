#include "pipeline/config/config_groups.hpp"

#include <algorithm>
#include <utility>

#include "core/strings.hpp"
#include "page/layouts.hpp"
#include "pipeline/config/compound_keys.hpp"
#include "pipeline/config/config_artifacts.hpp"
#include "pipeline/config/config_caps.hpp"
#include "pipeline/config/config_counts.hpp"
#include "pipeline/config/config_fields.hpp"
#include "pipeline/config/config_looks.hpp"
#include "pipeline/config/config_names.hpp"
#include "pipeline/config/page_design.hpp"
#include "pipeline/keys/config_blocks.hpp"

namespace ecgpress {

namespace {

using Kind = ConfigNode::Kind;

constexpr double k_thinnest_mm = 0.01; ///< thinner strokes are invisible, so they are typing errors

std::vector<std::string> names_of(const std::vector<Layout>& layouts) {
    std::vector<std::string> names;
    names.reserve(layouts.size());
    for (const Layout& layout : layouts) names.push_back(layout.name);
    return names;
}

/// Reads one group. The order matters: counts depend on layouts, caps on datasets.
bool can_be_on_a_roll(const StyleSettings& style) {
    const auto draw = style.draws.find("paper");
    if (draw == style.draws.end()) return style.base.paper == PaperSize::roll;
    return std::any_of(draw->second.pieces.begin(), draw->second.pieces.end(), [](const auto& p) {
        return std::get<int>(p.low) == static_cast<int>(PaperSize::roll);
    });
}

class GroupReader {
  public:
    GroupReader(const ConfigNode& node, std::string path, const Known& known,
                ConfigProblems& problems)
        : node_(node), path_(std::move(path)), layouts_(known.layouts), presets_(known.presets),
          every_style_(known.style), groups_(known.groups), problems_(problems) {}

    PageGroup read() {
        const std::size_t problems_before = problems_.count();
        read_name();
        read_fields({node_, path_}, {}, compound_names("pages"), problems_);
        if (node_.kind != Kind::map) return group_;
        read_layouts();
        read_rhythm();
        if (!group_.layouts.empty() || node_.find("count") == nullptr)
            group_.counts = read_page_counts(node_, path_, group_.layouts, problems_);
        read_count_by();
        read_datasets();
        read_caps();
        group_.looks = read_looks(node_.find("looks"), path_ + ".looks",
                                  {every_style_, node_.find("style")}, problems_);
        read_overlap_ratio();
        read_mask();
        if (const ConfigNode* jpeg = node_.find("jpeg")) read_jpeg(*jpeg);
        if (const ConfigNode* artifacts = node_.find("artifacts"))
            read_artifacts(*artifacts, path_ + ".artifacts", presets_, group_, problems_);
        check_caps(group_, layouts_, count_per(), place_of_caps(), problems_);
        if (problems_.count() == problems_before) check_designs();
        return group_;
    }

  private:
    void missing(const char* key, const std::string& meaning) {
        problems_.add(node_.place, concat(path_, '.', key, " is missing. Expected ", meaning),
                      "set it");
    }

    void read_name() {
        const ConfigNode* name = node_.find("name");
        if (node_.kind != Kind::map) return;
        if (name == nullptr) return missing("name", "a name for the release's tables");
        if (name->kind != Kind::scalar || !is_name(name->text))
            return add_wrong_value(*name, path_ + ".name", "a group's name",
                                   "expected letters, digits, _ and -, not a number", problems_);
        group_.name = name->text;
        path_ = "pages." + group_.name;
    }

    void read_layouts() {
        const ConfigNode* given = node_.find("layouts");
        const std::string path = path_ + ".layouts", names = join(names_of(layouts_), ", ");
        if (given == nullptr) return missing("layouts", concat("some of ", names));
        const bool list = given->kind == Kind::list && !given->items.empty();
        const bool map = given->kind == Kind::map && !given->entries.empty();
        if (given->kind == Kind::scalar) return add_layout(given->text, given->place, 1);
        if (!list && !map)
            return add_wrong_value(*given, path, concat("some of ", names),
                                   "expected a layout, a list of layouts, or {layout: weight, ...}",
                                   problems_);
        for (const ConfigNode& item : given->items) {
            if (item.kind == Kind::scalar)
                add_layout(item.text, item.place, 1);
            else
                add_wrong_value(item, path, "a layout's name", concat("choose one of ", names),
                                problems_);
        }
        for (const ConfigEntry& entry : given->entries) {
            const auto weight = read_number(entry.value, concat(path, '.', entry.key),
                                            "the layout's share of the pages", k_shares.low,
                                            k_shares.high, problems_);
            add_layout(entry.key, entry.place, weight.value_or(1));
        }
        // Sorted, because their order has no meaning: configurations that differ only in it must
        // give the same release.
        std::sort(group_.layouts.begin(), group_.layouts.end(),
                  [](const LayoutShare& a, const LayoutShare& b) { return a.layout < b.layout; });
    }

    void add_layout(const std::string& name, const std::string& place, double weight) {
        const auto same = [&](const LayoutShare& share) { return share.layout == name; };
        if (find_layout(layouts_, name) == nullptr)
            problems_.add(place, concat("unknown layout \"", name, "\" in ", path_, ".layouts"),
                          choice_advice(name, names_of(layouts_)));
        else if (std::any_of(group_.layouts.begin(), group_.layouts.end(), same))
            problems_.add(place, concat("layout ", name, " occurs twice in ", path_, ".layouts"),
                          concat("use a weight instead: {", name, ": 2}"));
        else
            group_.layouts.push_back({name, weight});
    }

    void read_rhythm() {
        const ConfigNode* given = node_.find("rhythm");
        if (given == nullptr) return;
        const std::string path = path_ + ".rhythm";
        if (given->kind == Kind::map || given->kind == Kind::null)
            return add_wrong_value(*given, path, "full-length strips below the layout",
                                   "expected a lead, a list of leads, or []", problems_);
        if (given->kind == Kind::scalar)
            if (const auto lead = read_lead(*given, path, problems_))
                group_.rhythm.push_back(*lead);
        for (const ConfigNode& item : given->items)
            if (const auto lead = read_lead(item, path, problems_)) group_.rhythm.push_back(*lead);
    }

    void read_count_by() {
        const ConfigNode* given = node_.find("count_by");
        if (given == nullptr) return;
        const std::string path = path_ + ".count_by";
        if (given->kind != Kind::map || given->entries.empty())
            return add_wrong_value(*given, path, "shares of the records' classes",
                                   "expected {class: weight, ...}, for example {NORM: 1, MI: 2}",
                                   problems_);
        for (const ConfigEntry& entry : given->entries) {
            const auto weight = read_number(entry.value, concat(path, '.', entry.key),
                                            "the class's share of the pages", k_shares.low,
                                            k_shares.high, problems_);
            group_.count_by.push_back({entry.key, weight.value_or(1)});
        }
        std::sort(group_.count_by.begin(), group_.count_by.end(), // as layouts
                  [](const ClassShare& a, const ClassShare& b) { return a.name < b.name; });
    }

    void read_datasets() {
        const ConfigNode* given = node_.find("datasets");
        const std::string path = path_ + ".datasets";
        const std::vector<std::string>& names = dataset_names();
        if (given == nullptr) return missing("datasets", concat("some of ", join(names, ", ")));
        if (given->kind != Kind::list || given->items.empty())
            return add_wrong_value(*given, path, "what the pages are for",
                                   concat("expected a list of some of ", join(names, ", ")),
                                   problems_);
        for (const ConfigNode& item : given->items) {
            const auto found = std::find(names.begin(), names.end(), item.text);
            if (found == names.end())
                add_wrong_value(item, path, "a dataset", choice_advice(item.text, names),
                                problems_);
            else
                group_.datasets.add(static_cast<Dataset>(found - names.begin()));
        }
    }

    void read_caps() {
        const ConfigNode* given = node_.find("caps");
        if (given == nullptr) return;
        const std::string path = path_ + ".caps";
        read_fields({*given, path}, fields_of(group_.caps), {}, problems_);
        const auto require = [&](const std::optional<std::uint64_t>& cap, const char* key,
                                 Dataset dataset) {
            if (cap && !group_.datasets.has(dataset))
                problems_.add(given->place,
                              concat(path, '.', key, " has no effect. ", path_,
                                     ".datasets does not contain ", name_of(dataset)),
                              "remove it, or add the dataset");
        };
        require(group_.caps.digitization, "digitization", Dataset::digitization);
        require(group_.caps.detection, "detection", Dataset::detection);
        require(group_.caps.segmentation, "segmentation", Dataset::segmentation);
        require(group_.caps.with_overlap, "with_overlap", Dataset::overlap);
        require(group_.caps.without_overlap, "without_overlap", Dataset::overlap);
    }

    CountPer count_per() const {
        const ConfigNode* given = node_.find("count_per");
        return given != nullptr && given->text == "layout" ? CountPer::layout : CountPer::group;
    }

    const std::string& place_of_caps() const {
        const ConfigNode* given = node_.find("caps");
        return given != nullptr ? given->place : node_.place;
    }

    void read_jpeg(const ConfigNode& node) {
        const PageJpegSettings& jpeg = group_.jpeg;
        read_fields({node, path_ + ".jpeg"}, fields_of(group_.jpeg), {}, problems_);
        if (jpeg.least_quality > jpeg.quality)
            problems_.add(node.place,
                          concat(path_, ".jpeg.least_quality is ", jpeg.least_quality,
                                 ", above quality, which is ", jpeg.quality),
                          "set it to quality or less");
    }

    void read_overlap_ratio() {
        const ConfigNode* given = node_.find("overlap_ratio");
        if (given == nullptr || given->kind == Kind::null) return;
        const std::string path = path_ + ".overlap_ratio";
        const auto range = read_range(*given, path, "other leads' ink over a crop's own",
                                      k_overlap_ratios.low, k_overlap_ratios.high, problems_);
        if (!range) return;
        group_.overlap_ratio = *range;
        for (const LookShare& look : group_.looks) {
            if (look.style.draws.count("row_height_mm") == 0)
                problems_.add(
                    given->place,
                    concat(path, " has no effect, because the row height is a single number"),
                    "set style.row_height_mm: [low, high]");
            else if (look.style.base.fit_to_page)
                problems_.add(given->place,
                              concat(path, " cannot choose the row height, because look ",
                                     look.look, " fits it to the page"),
                              "set style.fit_to_page: false");
            else if (can_be_on_a_roll(look.style))
                problems_.add(given->place,
                              concat(path, " cannot choose the row height, because look ",
                                     look.look, " chooses the height of the page by it"),
                              "set style.paper: fitted");
        }
    }

    void read_mask() {
        const ConfigNode* given = node_.find("mask");
        if (given == nullptr) return;
        const std::string path = path_ + ".mask";
        read_fields({*given, path}, fields_of(group_.mask), {}, problems_);
        if (group_.mask.line_width_mm > 0 && group_.mask.line_width_mm < k_thinnest_mm)
            add_wrong_value(*given->find("line_width_mm"), path + ".line_width_mm",
                            "line width in masks, in mm; 0: as printed",
                            concat("expected 0, or ", k_thinnest_mm, " to 10"), problems_);
    }

    void check_designs() {
        const ConfigNode* style = node_.find("style");
        for (const std::string& problem :
             impossible_designs(group_, layouts_, k_most_designs / groups_))
            problems_.add(style != nullptr ? style->place : node_.place, problem);
    }

    const ConfigNode& node_;
    std::string path_;
    const std::vector<Layout>& layouts_;
    const std::vector<Preset>& presets_;
    const ConfigNode* every_style_;
    std::size_t groups_;
    ConfigProblems& problems_;
    PageGroup group_;
};

} // namespace

PageGroup read_group(const ConfigNode& node, std::string path, const Known& known,
                     ConfigProblems& problems) {
    return GroupReader(node, std::move(path), known, problems).read();
}

ConfigNode tree_of_group(const PageGroup& group) {
    PageGroup copy = group; // fields_of() needs members that are not const
    ConfigNode layouts = ConfigNode::map(), rhythm = ConfigNode::list({}), datasets = rhythm;
    for (const LayoutShare& share : group.layouts)
        layouts.set(share.layout, ConfigNode::number(share.weight));
    for (const Lead lead : group.rhythm) rhythm.items.push_back(ConfigNode::string(name_of(lead)));
    for (std::size_t i = 0; i < k_dataset_count; ++i)
        if (group.datasets.has(static_cast<Dataset>(i)))
            datasets.items.push_back(ConfigNode::string(name_of(static_cast<Dataset>(i))));
    ConfigNode tree = ConfigNode::map();
    tree.set("name", ConfigNode::string(group.name));
    tree.set("layouts", std::move(layouts));
    tree.set("rhythm", std::move(rhythm));
    tree.set("count", tree_of_counts(group));
    tree.set("count_per", ConfigNode::string("group"));
    if (!group.count_by.empty()) {
        ConfigNode classes = ConfigNode::map();
        for (const ClassShare& share : group.count_by)
            classes.set(share.name, ConfigNode::number(share.weight));
        tree.set("count_by", std::move(classes));
    }
    tree.set("datasets", std::move(datasets));
    tree.set("caps", tree_of(fields_of(copy.caps)));
    tree.set("looks", tree_of_looks(group.looks));
    if (group.overlap_ratio)
        tree.set("overlap_ratio",
                 ConfigNode::list({ConfigNode::number(group.overlap_ratio->low),
                                   ConfigNode::number(group.overlap_ratio->high)}));
    tree.set("mask", tree_of(fields_of(copy.mask)));
    tree.set("jpeg", tree_of(fields_of(copy.jpeg)));
    if (!group.artifacts.empty() || !group.paired.empty())
        tree.set("artifacts", tree_of_artifacts(group));
    return tree;
}

} // namespace ecgpress
