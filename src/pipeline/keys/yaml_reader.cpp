#include "pipeline/keys/yaml_reader.hpp"

#include <algorithm>
#include <sstream>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include "core/printable.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

// With YAML aliases, a short text can describe an infinite tree, or one that does not fit in
// memory. Depth, values and text are therefore limited.
constexpr int k_deepest = 40;
// The limit of values is the length of the text, or this if larger: without aliases, a text cannot
// have more values than characters.
constexpr std::size_t k_least_limit = 100000;
// Limit of text after alias expansion, unless the file itself is longer.
constexpr std::size_t k_least_text_bytes = std::size_t{4} << 20;
constexpr std::size_t k_most_keys = 1000; // per map; finding duplicates takes quadratic time

/// Event handler that discards the document.
struct NoBuilder : YAML::EventHandler {
    using Mark = YAML::Mark;
    using Style = YAML::EmitterStyle::value;
    using Text = std::string;

    void OnDocumentStart(const Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const Mark&, YAML::anchor_t) override {}
    void OnAlias(const Mark&, YAML::anchor_t) override {}
    void OnScalar(const Mark&, const Text&, YAML::anchor_t, const Text&) override {}
    void OnSequenceStart(const Mark&, const Text&, YAML::anchor_t, Style) override {}
    void OnSequenceEnd() override {}
    void OnMapStart(const Mark&, const Text&, YAML::anchor_t, Style) override {}
    void OnMapEnd() override {}
};

/// True if there is more input after the first document. YAML::LoadAll is not usable for this: it
/// does not end on input that belongs to no document, such as a single comma, because it finds an
/// empty document there repeatedly.
bool has_second_document(const std::string& yaml) {
    std::istringstream stream(yaml);
    YAML::Parser parser(stream);
    NoBuilder nothing;
    return parser.HandleNextDocument(nothing) && parser.HandleNextDocument(nothing);
}

/// yaml-cpp reads the escapes \N (U+0085) and \_ (U+00A0) as the single bytes 85 and a0. In a text
/// that was UTF-8 before, only these are bytes that continue no sequence.
std::string with_whole_escapes(const std::string& text) {
    std::string whole;
    for (std::size_t i = 0; i < text.size();) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte >= 0x80 && byte < 0xC0) whole += '\xC2';
        const std::size_t size = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
        whole.append(text, i, size);
        i += size;
    }
    return whole;
}

/// Converts YAML into a ConfigNode tree with the place of every value.
class YamlReader {
  public:
    /// @param name   the file name, or the complete override
    /// @param lines  whether places contain line numbers
    YamlReader(std::string name, bool lines, ConfigProblems& problems)
        : name_(std::move(name)), lines_(lines), problems_(problems) {}

    ConfigNode read(const std::string& yaml) {
        try {
            most_values_ = std::max(k_least_limit, yaml.size());
            most_text_bytes_ = std::max(k_least_text_bytes, yaml.size());
            is_utf8_ = as_utf8(yaml) == yaml;
            if (has_second_document(yaml))
                problems_.add(
                    name_,
                    "there are several documents, or text that belongs to no value. Only one "
                    "document is allowed",
                    "remove all but one");
            return convert(YAML::Load(yaml), name_, 0);
        } catch (const YAML::Exception& error) {
            problems_.add(place_of(error.mark), concat("invalid YAML: ", error.msg),
                          "check this line and the one before it");
            return null_at(name_);
        }
    }

  private:
    static ConfigNode null_at(const std::string& place) {
        ConfigNode node;
        node.place = place;
        return node;
    }

    std::string text_of(const YAML::Node& scalar) const {
        return is_utf8_ ? with_whole_escapes(scalar.Scalar()) : scalar.Scalar();
    }

    std::string place_of(const YAML::Mark& mark) const {
        return lines_ && mark.line >= 0 ? concat(name_, ':', mark.line + 1) : name_;
    }

    /// @param key_place  place of the value's key, used for messages about blocks and missing
    /// values
    ConfigNode convert(const YAML::Node& yaml, const std::string& key_place, int depth) {
        ConfigNode node = null_at(key_place);
        if (too_large_) return node;
        too_large_ =
            depth > k_deepest || ++values_ > most_values_ || text_bytes_ > most_text_bytes_;
        if (too_large_) {
            problems_.add(
                key_place,
                "there are too many values, nested in each other. An alias may contain itself",
                "write them without aliases");
            return node;
        }
        if (yaml.IsScalar()) {
            node.kind = ConfigNode::Kind::scalar;
            node.place = place_of(yaml.Mark());
            node.text = text_of(yaml);
            node.quoted = yaml.Tag() == "!";
            text_bytes_ += node.text.size();
        } else if (yaml.IsSequence()) {
            node.kind = ConfigNode::Kind::list;
            for (const YAML::Node& item : yaml)
                node.items.push_back(convert(item, place_of(item.Mark()), depth + 1));
        } else if (yaml.IsMap()) {
            node.kind = ConfigNode::Kind::map;
            if (yaml.size() > k_most_keys)
                problems_.add(key_place,
                              concat("there are ", yaml.size(), " keys in one map. The limit is ",
                                     k_most_keys),
                              "check that the file is a configuration");
            else
                for (const auto& entry : yaml) add_entry(node, entry.first, entry.second, depth);
        }
        return node;
    }

    void add_entry(ConfigNode& map, const YAML::Node& key, const YAML::Node& value, int depth) {
        const std::string place = place_of(key.Mark());
        if (!key.IsScalar())
            return problems_.add(place, "a key is empty, a list or a map. Keys must be text",
                                 "use a name as key");
        if (map.find(text_of(key)) != nullptr)
            return problems_.add(place, concat("key \"", text_of(key), "\" occurs twice"),
                                 "remove one");
        map.entries.push_back({text_of(key), place, convert(value, place, depth + 1)});
    }

    std::string name_;
    bool lines_;
    ConfigProblems& problems_;
    std::size_t values_ = 0, most_values_ = 0, text_bytes_ = 0, most_text_bytes_ = 0;
    bool too_large_ = false, is_utf8_ = false;
};

} // namespace

ConfigNode tree_of_yaml(const std::string& yaml, const std::string& name,
                        ConfigProblems& problems) {
    return YamlReader(name, true, problems).read(yaml);
}

ConfigNode tree_of_value(const std::string& yaml, const std::string& place,
                         ConfigProblems& problems) {
    return YamlReader(place, false, problems).read(yaml);
}

} // namespace ecgpress
