#include "pipeline/press/run_inputs.hpp"

#include <algorithm>

#include "codec/picture_folder.hpp"
#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/log.hpp"
#include "core/strings.hpp"
#include "core/version.hpp"
#include "render/artifacts/list.hpp"
#include "signal/plausibility.hpp"
#include "signal/sources/list.hpp"

namespace ecgpress {

namespace {

/// True if some page in this style may have bold lead names.
bool has_bold_names(const StyleSettings& style) {
    const auto draw = style.draws.find("bold_names");
    if (draw == style.draws.end()) return style.base.bold_names;
    return std::any_of(draw->second.pieces.begin(), draw->second.pieces.end(),
                       [](const auto& p) { return std::get<bool>(p.low); });
}

/// True if some page in this style may use this typeface.
bool writes_in(const StyleSettings& style, Face face) {
    if (face == Face::bold && has_bold_names(style)) return true;
    const auto draw = style.draws.find("face");
    if (draw == style.draws.end()) return style.base.face == face;
    return std::any_of(draw->second.pieces.begin(), draw->second.pieces.end(), [&](const auto& p) {
        return std::get<int>(p.low) == static_cast<int>(face);
    });
}

bool writes_by_hand(const Preset& preset) {
    return std::any_of(preset.artifacts.begin(), preset.artifacts.end(), [](const auto& share) {
        return find_artifact(share.artifact)->needs_script;
    });
}

bool needs(const Config& config, Face face) {
    if (face == Face::sans) return true; // artifacts use it for text
    return std::any_of(config.pages.begin(), config.pages.end(), [&](const PageGroup& group) {
        const auto look = [&](const LookShare& share) { return writes_in(share.style, face); };
        const auto by_hand = [&](const std::string& preset) {
            return (face == Face::script || face == Face::hand) &&
                   writes_by_hand(*find_preset(config.presets, preset));
        };
        const auto preset = [&](const PresetShare& share) { return by_hand(share.preset); };
        return std::any_of(group.looks.begin(), group.looks.end(), look) ||
               std::any_of(group.artifacts.begin(), group.artifacts.end(), preset) ||
               std::any_of(group.paired.begin(), group.paired.end(), by_hand);
    });
}

/// Reads the user's pictures. @throws ConfigError if they are not those of the run
std::shared_ptr<const std::vector<Image>> pictures_of(const TextureSettings& textures) {
    constexpr int k_most_px = 1280; // 64 pictures take at most 300 MB
    if (textures.folder.empty()) return nullptr;
    if (sha256_of_pictures(textures.folder) != textures.sha256)
        throw ConfigError(concat("artifacts.textures: the pictures in ", textures.folder.string(),
                                 " are not those with which the run began. Restore them, or use ",
                                 "another --out."));
    return std::make_shared<const std::vector<Image>>(read_pictures(textures.folder, k_most_px));
}

/// Makes the plan and the fingerprint, from everything else.
void make_plan(RunInputs& inputs) {
    inputs.texts = texts_of(inputs.config);
    inputs.plan = std::make_shared<const Plan>(inputs.config, inputs.source->catalogue());
    inputs.fingerprint = fingerprint_of(inputs.texts.shard, inputs.source->fingerprint(), k_version,
                                        digests_of(inputs.typefaces));
}

Typefaces find_typefaces(const Config& config) {
    Typefaces typefaces;
    for (std::size_t i = 0; i < k_face_count; ++i)
        if (const auto face = static_cast<Face>(i); needs(config, face))
            typefaces.faces[i] = std::make_shared<const Typeface>(
                FontFile::find(face, config.typefaces[i]), Typeface::shape_of(face));
    return typefaces;
}

/// Relative paths are those of the folder in which a run was started. What it stores works in any.
void make_paths_absolute(Config& config) {
    const auto make_absolute = [](fs::path& path) {
        std::error_code error;
        const fs::path whole = path.empty() ? path : fs::absolute(path, error).lexically_normal();
        if (!error) path = whole;
    };
    for (fs::path* path : {&config.source.path, &config.source.patients, &config.source.listings,
                           &config.textures.folder})
        make_absolute(*path);
    for (fs::path& path : config.typefaces) make_absolute(path);
    if (config.source.kind == "ptb-xl") {
        fs::path annotations = config.source.annotations;
        make_absolute(annotations);
        config.source.annotations = annotations.string();
    }
}

} // namespace

std::vector<std::string> digests_of(const Typefaces& typefaces) {
    std::vector<std::string> digests;
    for (const auto& face : typefaces.faces) digests.push_back(face ? face->file().sha256() : "");
    return digests;
}

std::vector<std::string> places_of(const Typefaces& typefaces) {
    std::vector<std::string> places;
    for (const auto& face : typefaces.faces) places.push_back(face ? face->file().place() : "");
    return places;
}

std::string fingerprint_of(const std::string& shard_config, const std::string& source_fingerprint,
                           const std::string& version,
                           const std::vector<std::string>& typefaces_sha256) {
    std::string text = concat(shard_config, '\n', source_fingerprint, '\n', version);
    for (const std::string& digest : typefaces_sha256) text += '\n' + digest;
    return sha256_of(text);
}

void RunInputs::set_release(ReleaseSettings release) {
    config.release = std::move(release);
    texts = texts_of(config);
}

void require_plausible_source(const RunInputs& inputs) {
    require_plausible_amplitudes(*inputs.source, inputs.config.source);
}

void keep_listing(RunInputs& inputs) {
    const std::string& content = inputs.source->listing().content;
    if (content.empty()) return;
    const fs::path& file = inputs.config.source.listing.file;
    try {
        remove_abandoned_parts(file);
        write_file_whole(file, content, PartFile::Sync::no);
        log_debug(concat("what was read of the source's files is kept in ", file.string()));
    } catch (const Error& error) {
        log_warning(concat("The next start reads all files of the source again. ", error.what()));
    }
    inputs.source->forget_listing_content();
}

std::unique_ptr<RunInputs> open_inputs(Config config) {
    auto inputs = std::make_unique<RunInputs>();
    inputs->config = std::move(config);
    inputs->source = open_source(inputs->config.source);
    inputs->typefaces = find_typefaces(inputs->config);
    inputs->desk_pictures = pictures_of(inputs->config.textures);
    make_paths_absolute(inputs->config); // last: errors show paths as they are written
    make_plan(*inputs);
    return inputs;
}

std::unique_ptr<RunInputs> inputs_of_seed(const RunInputs& inputs, std::uint64_t seed) {
    if (static_cast<double>(seed) > k_largest_seed)
        throw ConfigError(concat("the seed ", seed, " is too large. Use at most 9.2e18."));
    auto others = std::make_unique<RunInputs>(inputs);
    others->config.seed = seed;
    make_plan(*others);
    return others;
}

std::unique_ptr<RunInputs> inputs_for_thread(const RunInputs& inputs) {
    auto own = std::make_unique<RunInputs>(inputs);
    own->typefaces = find_typefaces(inputs.config);
    if (digests_of(own->typefaces) != digests_of(inputs.typefaces))
        throw ConfigError("a typeface has changed since the configuration was opened. Pages would "
                          "differ. Open the configuration again.");
    return own;
}

} // namespace ecgpress
