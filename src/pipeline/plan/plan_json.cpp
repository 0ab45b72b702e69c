#include "pipeline/plan/plan_json.hpp"

#include "pipeline/config/config_fields.hpp"
#include "pipeline/keys/config_blocks.hpp"
#include "pipeline/keys/style_fields.hpp"
#include "pipeline/keys/yaml_text.hpp"
#include "pipeline/plan/plan.hpp"

namespace ecgpress {

namespace {

ConfigNode tree_of_artifacts(const std::vector<PlannedArtifact>& artifacts) {
    ConfigNode tree = ConfigNode::map();
    for (const PlannedArtifact& planned : artifacts) {
        ConfigNode dials = ConfigNode::map();
        dials.set("strength", ConfigNode::number(planned.dials.strength));
        for (std::size_t i = 0; i < planned.dials.values.size(); ++i)
            dials.set(planned.artifact->parameters[i].name,
                      ConfigNode::number(planned.dials.values[i]));
        tree.set(planned.artifact->name, std::move(dials));
    }
    return tree;
}

ConfigNode list_of(const std::vector<double>& values) {
    ConfigNode list = ConfigNode::list({});
    for (const double value : values) list.items.push_back(ConfigNode::number(value));
    return list;
}

ConfigNode tree_of_header(const TextColumns& columns) {
    ConfigNode tree = ConfigNode::list({});
    for (const std::vector<TextLine>& lines : columns) {
        tree.items.push_back(ConfigNode::list({}));
        for (const TextLine& line : lines)
            tree.items.back().items.push_back(ConfigNode::string(line.text));
    }
    return tree;
}

ConfigNode tree_of_plan(const PagePlan& plan, const Config& config) {
    PagePlan copy = plan; // fields_of() needs members that are not const
    ConfigNode leads = ConfigNode::list({}), rhythm = leads, tree = ConfigNode::map();
    for (const Lead lead : plan.design.leads)
        leads.items.push_back(ConfigNode::string(name_of(lead)));
    for (const Lead lead : plan.design.rhythm)
        rhythm.items.push_back(ConfigNode::string(name_of(lead)));
    tree.set("index", ConfigNode::number(plan.index));
    tree.set("group", ConfigNode::string(config.pages[plan.group].name));
    tree.set("sheet", ConfigNode::number(plan.sheet));
    tree.set("split", ConfigNode::string(name_of(plan.split)));
    tree.set("split_index", ConfigNode::number(plan.split_index));
    tree.set("layout", ConfigNode::string(plan.design.layout));
    tree.set("rows", ConfigNode::number(static_cast<std::uint64_t>(plan.design.rows)));
    tree.set("columns", ConfigNode::number(static_cast<std::uint64_t>(plan.design.columns)));
    tree.set("leads", std::move(leads));
    tree.set("rhythm", std::move(rhythm));
    if (!plan.record_class.empty()) tree.set("class", ConfigNode::string(plan.record_class));
    tree.set("look", ConfigNode::string(plan.look));
    tree.set("style", tree_of(fields_of(copy.design.style)));
    if (!plan.design.row_offsets_mm.empty())
        tree.set("row_offsets_mm", list_of(plan.design.row_offsets_mm));
    if (!plan.design.header.empty()) tree.set("header", tree_of_header(plan.design.header));
    if (plan.overlap) tree.set("wanted_overlap_ratio", ConfigNode::number(plan.overlap->ratio));
    tree.set("mask", tree_of(fields_of(copy.mask)));
    tree.set("jpeg", tree_of(fields_of(copy.jpeg)));
    tree.set("preset", ConfigNode::string(plan.preset));
    if (!plan.artifacts.empty()) tree.set("artifacts", tree_of_artifacts(plan.artifacts));
    if (plan.back) tree.set("back", ConfigNode::number(static_cast<std::uint64_t>(*plan.back)));
    return tree;
}

} // namespace

std::string plan_json(const PagePlan& plan, const Config& config) {
    return json_text(tree_of_plan(plan, config));
}

std::string plan_yaml(const PagePlan& plan, const Config& config) {
    return yaml_text(tree_of_plan(plan, config));
}

} // namespace ecgpress
