#include "pipeline/merge/release_settings.hpp"

#include "codec/json.hpp"

namespace ecgpress {

std::optional<std::string> with_stated_settings(const std::string& run_config,
                                                const std::string& stated) {
    const Json text = Json::parse_or_null(stated);
    if (!text.is_object() || !text.contains("configuration")) return std::nullopt;
    const Json configuration = text["configuration"];
    if (!configuration.is_object() || !configuration.contains("release") ||
        !configuration["release"].is_object())
        return std::nullopt;
    Json config = Json::parse(run_config);
    config["release"].update(configuration["release"]);
    return config.dump();
}

} // namespace ecgpress
