#include "pipeline/config/config_text.hpp"

#include "pipeline/config/config_reader.hpp"

namespace ecgpress {

namespace {

/// Where things lie on this machine.
void remove_paths(ConfigNode& tree) {
    for (const char* path : {"source.path", "typeface.path", "typeface.serif_path",
                             "typeface.mono_path", "typeface.script_path"})
        tree.remove(path);
}

} // namespace

std::string effective_config(const Config& config) {
    return json_text(tree_of_config(config));
}

std::string release_config(const Config& config) {
    ConfigNode tree = tree_of_config(config);
    remove_paths(tree);
    for (const char* path :
         {"shard.pages", "release.formats", "release.max_files", "release.max_bytes"})
        tree.remove(path);
    return json_text(tree);
}

std::string shard_config(const Config& config) {
    ConfigNode tree = tree_of_config(config);
    remove_paths(tree);
    tree.remove("release");
    return json_text(tree);
}

} // namespace ecgpress
