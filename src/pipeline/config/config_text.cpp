#include "pipeline/config/config_text.hpp"

#include "core/strings.hpp"
#include "pipeline/config/config_reader.hpp"

namespace ecgpress {

namespace {

/// Removes paths, which depend on the host.
void remove_paths(ConfigNode& tree) {
    for (const char* path :
         {"source.path", "source.listings", "typeface.path", "typeface.serif_path",
          "typeface.mono_path", "typeface.script_path", "typeface.bold_path", "typeface.dots_path",
          "typeface.hand_path", "artifacts.textures"})
        tree.remove(path);
}

/// A card states whether patients are known. The table itself is a part of the source's
/// fingerprint. Pages depend on whether PTB-XL+ is given.
void replace_paths(const Config& config, ConfigNode& tree) {
    const SourceSettings& source = config.source;
    if (!source.patients.empty()) tree.set("source.patients", ConfigNode::string("given"));
    if (source.kind == "ptb-xl" && !source.annotations.empty())
        tree.set("source.annotations", ConfigNode::string("given"));
}

} // namespace

ConfigTexts texts_of(const Config& config) {
    ConfigTexts texts;
    ConfigNode tree = tree_of_config(config);
    texts.effective = json_text(tree);
    remove_paths(tree);
    replace_paths(config, tree);
    ConfigNode of_shard = tree;
    of_shard.remove("release");
    for (const char* key : k_credit_keys) of_shard.remove(concat("source.", key));
    texts.shard = json_text(of_shard);
    for (const char* path :
         {"shard.pages", "release.formats", "release.max_files", "release.max_bytes",
          "release.max_archives", "release.pack", "release.most_files"})
        tree.remove(path);
    texts.release = json_text(tree);
    return texts;
}

std::string effective_config(const Config& config) {
    return texts_of(config).effective;
}

std::string release_config(const Config& config) {
    return texts_of(config).release;
}

std::string shard_config(const Config& config) {
    return texts_of(config).shard;
}

} // namespace ecgpress
