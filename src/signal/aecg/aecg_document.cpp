#include "signal/aecg/aecg_document.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <pugixml.hpp>
#include <string_view>
#include <utility>

#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "signal/aecg/aecg_time.hpp"
#include "signal/files/lead_text.hpp"

namespace ecgpress {
namespace {

// Ten seconds of twelve leads have 0.3 to 2 MB. The limits bound the memory of the document.
constexpr std::size_t k_most_bytes = std::size_t{32} << 20;
constexpr std::ptrdiff_t k_most_marks = 1'000'000; ///< elements and attributes
constexpr std::size_t k_most_aecg_samples = std::size_t{1} << 24;
constexpr double k_highest_rate_hz = 1e6;

/// Other formats, by the name of their outermost element.
struct OtherFormat {
    const char *element, *name, *advice;
};

constexpr OtherFormat k_other_formats[] = {
    {"RestingECG", "GE MUSE XML", "Export the recordings from MUSE as DICOM or HL7 aECG"},
    {"CardiologyXML", "GE CardioSoft XML", "Export the recordings as DICOM or HL7 aECG"},
    {"sapphire", "GE Sapphire XML", "Export the recordings as DICOM or HL7 aECG"},
    {"restingecgdata", "Philips XML",
     "Export the recordings as DICOM, or convert them with save2aecg (Debian: biosig-tools)"},
    {"ECG", "Mortara XML", "Export the recordings as DICOM or HL7 aECG"},
};

/// The name without the prefix of a namespace.
std::string_view local_name(pugi::xml_node node) {
    const std::string_view name = node.name();
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::vector<pugi::xml_node> children(pugi::xml_node node, std::string_view name) {
    std::vector<pugi::xml_node> found;
    for (const pugi::xml_node child : node.children())
        if (local_name(child) == name) found.push_back(child);
    return found;
}

/// The first descendant on a path of names; a null node if there is none.
pugi::xml_node at(pugi::xml_node node, const std::vector<std::string_view>& path) {
    for (const std::string_view name : path) {
        pugi::xml_node found;
        for (const pugi::xml_node child : node.children())
            if (!found && local_name(child) == name) found = child;
        node = found;
    }
    return node;
}

std::string attribute(pugi::xml_node node, const char* name) {
    return trimmed(node.attribute(name).value());
}

/// The value of a point in time, or the begin of an interval.
std::string first_value(pugi::xml_node time) {
    for (const char* part : {"low", "center"})
        if (const std::string value = attribute(at(time, {part}), "value"); !value.empty())
            return value;
    return attribute(time, "value");
}

class AecgReader {
  public:
    AecgReader(const SourceFile& file, std::string name, const LeadSettings& leads)
        : name_(std::move(name)), leads_(leads) {
        parse(file);
    }

    AecgDocument document(bool with_samples) {
        AecgDocument document;
        const pugi::xml_node root = require_aecg();
        document.recorded = first_value(at(root, {"effectiveTime"}));
        read_subject(root, document);
        if (!with_samples) return document;
        for (const pugi::xml_node component : children(root, "component"))
            for (const pugi::xml_node series : children(component, "series")) {
                const std::string code = attribute(at(series, {"code"}), "code");
                if (code == "RHYTHM")
                    read_series(series, document);
                else
                    document.other_series.push_back(printable(code));
            }
        return document;
    }

  private:
    [[noreturn]] void fail(const std::string& problem) const {
        throw DataError(concat(on_one_line(name_), ": ", problem, "."));
    }

    void parse(const SourceFile& file) {
        if (file.size() > k_most_bytes)
            fail(concat("it has ", file.size(), " bytes. The limit of an XML file is ",
                        k_most_bytes, ". Cut out a part of the recording"));
        text_ = file.read(0, file.size());
        refuse_scp();
        const auto marks = std::count(text_.begin(), text_.end(), '<') +
                           std::count(text_.begin(), text_.end(), '=');
        if (marks > k_most_marks)
            fail(concat("it has more than ", k_most_marks,
                        " elements and attributes. It is no recording"));
        const pugi::xml_parse_result result =
            document_.load_buffer_inplace(text_.data(), text_.size(), pugi::parse_default);
        if (!result)
            fail(concat("it is not XML (", result.description(), " at byte ", result.offset,
                        "). Export it again"));
    }

    /// SCP-ECG is binary: section 0 begins after 6 bytes, and has a name after 10 more.
    void refuse_scp() const {
        constexpr std::size_t k_name_at = 16;
        constexpr std::string_view k_name = "SCPECG";
        if (text_.size() > k_name_at + k_name.size() &&
            text_.compare(k_name_at, k_name.size(), k_name) == 0)
            fail("it is a file of SCP-ECG, not of HL7 aECG. Convert it with save2aecg (Debian: "
                 "biosig-tools), or export it as DICOM");
    }

    pugi::xml_node require_aecg() const {
        const pugi::xml_node root = document_.document_element();
        const std::string_view name = local_name(root);
        if (name == "AnnotatedECG") return root;
        for (const OtherFormat& other : k_other_formats)
            if (name == other.element)
                fail(concat("it is a file of ", other.name, ", not of HL7 aECG. ", other.advice));
        fail(concat("it is not a file of HL7 aECG. The outermost element is <", printable(name),
                    ">. Expected <AnnotatedECG>"));
    }

    static void read_subject(pugi::xml_node root, AecgDocument& document) {
        const pugi::xml_node subject = at(root, {"componentOf", "timepointEvent", "componentOf",
                                                 "subjectAssignment", "subject", "trialSubject"});
        const pugi::xml_node id = at(subject, {"id"});
        const std::string extension = attribute(id, "extension"), domain = attribute(id, "root");
        document.subject = extension.empty() ? domain : concat(domain, "\n", extension);
        const pugi::xml_node person = at(subject, {"subjectDemographicPerson"});
        document.sex = attribute(at(person, {"administrativeGenderCode"}), "code");
        document.birth = attribute(at(person, {"birthTime"}), "value");
    }

    /// Derived series are inside a series, in elements of another name.
    void read_series(pugi::xml_node series, AecgDocument& document) {
        for (const pugi::xml_node component : children(series, "component"))
            for (const pugi::xml_node set : children(component, "sequenceSet"))
                document.sets.push_back(read_set(set));
    }

    AecgSet read_set(pugi::xml_node node) {
        AecgSet set;
        std::vector<pugi::xml_node> sequences;
        for (const pugi::xml_node component : children(node, "component"))
            for (const pugi::xml_node sequence : children(component, "sequence")) {
                const std::string code = attribute(at(sequence, {"code"}), "code");
                if (code == "TIME_ABSOLUTE" || code == "TIME_RELATIVE")
                    read_times(at(sequence, {"value"}), set);
                else
                    sequences.push_back(sequence);
            }
        if (!sequences.empty() && set.rate_hz == 0)
            fail("a set of sequences has no times (TIME_ABSOLUTE or TIME_RELATIVE with an "
                 "increment). Its rate is unknown");
        for (const pugi::xml_node sequence : sequences) {
            AecgLead lead;
            lead.code = attribute(at(sequence, {"code"}), "code");
            if (const auto named = lead_in_text(lead.code, leads_.names)) {
                lead.lead = named->lead;
                lead.mv = read_values(at(sequence, {"value"}), named->lead);
                if (named->is_inverted)
                    for (double& value : lead.mv) value = 0.0 - value; // no negative zero
            }
            set.leads.push_back(std::move(lead));
        }
        return set;
    }

    /// GLIST_TS (its head is a point in time) or GLIST_PQ (its head is a duration).
    void read_times(pugi::xml_node value, AecgSet& set) const {
        const pugi::xml_node increment = at(value, {"increment"}), head = at(value, {"head"});
        const double step_s = seconds(increment, "increment");
        const double rate_hz = std::round(1e6 / step_s) / 1e6; // 1 / 0.002 is not exactly 500
        if (!(step_s > 0) || !(rate_hz > 0) || rate_hz > k_highest_rate_hz)
            fail(concat("the times have an increment of ", step_s,
                        " s. Expected one above 0 and a rate of up to ", k_highest_rate_hz, " Hz"));
        set.rate_hz = rate_hz;
        set.start_s = attribute(head, "unit").empty() ? hl7_seconds(attribute(head, "value"))
                                                      : seconds(head, "head");
    }

    double seconds(pugi::xml_node node, const char* what) const {
        constexpr std::pair<const char*, double> k_per_second[] = {
            {"s", 1}, {"ms", 1e3}, {"us", 1e6}};
        const std::string value = attribute(node, "value"), unit = attribute(node, "unit");
        double number = 0;
        for (const auto& [name, count] : k_per_second)
            if (unit == name && parse_number(value, number)) return number / count;
        fail(concat("the ", what, " of the times is \"", printable(value), " ", printable(unit),
                    "\". Expected a number of s, ms or us"));
    }

    double quantity(pugi::xml_node node, const char* what, Lead lead, double otherwise) const {
        const std::string value = attribute(node, "value");
        if (value.empty()) return otherwise;
        double number = 0;
        if (!parse_number(value, number) || !std::isfinite(number))
            fail(concat("the ", what, " of lead ", name_of(lead), " is \"", printable(value),
                        "\". Expected a number"));
        return number;
    }

    UnitScale unit_of(pugi::xml_node node, const char* what, Lead lead) const {
        if (leads_.unit) return *leads_.unit;
        const std::string unit = attribute(node, "unit");
        double ignored = 0;
        const auto scale = parse_number(unit, ignored) ? std::nullopt : parse_unit(unit);
        if (!scale)
            fail(concat("the ", what, " of lead ", name_of(lead), " has the unit \"",
                        printable(unit),
                        "\". Supported are uV, mV, nV and V. Set source.unit, or exclude the "
                        "record"));
        return *scale;
    }

    /// SLIST_PQ: origin + scale * digit.
    std::vector<double> read_values(pugi::xml_node value, Lead lead) {
        const pugi::xml_node scale_node = at(value, {"scale"}), origin_node = at(value, {"origin"}),
                             digits_node = at(value, {"digits"});
        if (!scale_node || !digits_node)
            fail(concat("lead ", name_of(lead),
                        " has no scale or no digits (SLIST_PQ). Exclude the record"));
        const double scale = quantity(scale_node, "scale", lead, 1),
                     origin = quantity(origin_node, "origin", lead, 0);
        if (scale == 0) fail(concat("the scale of lead ", name_of(lead), " is 0"));
        const UnitScale unit = unit_of(scale_node, "scale", lead);
        const double origin_mv = origin == 0 ? 0 : unit_of(origin_node, "origin", lead).mv(origin);
        std::vector<double> values;
        for (const pugi::xml_node part : digits_node.children()) {
            if (part.type() != pugi::node_pcdata && part.type() != pugi::node_cdata) continue;
            for (std::string_view rest = part.value(); !rest.empty();) {
                const double digit = next_digit(rest, lead);
                if (std::isnan(digit)) break;
                if (++samples_ > k_most_aecg_samples)
                    fail(concat("it has more than ", k_most_aecg_samples, " samples"));
                values.push_back(origin_mv + unit.mv(digit * scale) + 0.0); // no negative zero
            }
        }
        return values;
    }

    /// Removes a number from the begin of a text. NaN at its end.
    double next_digit(std::string_view& rest, Lead lead) const {
        constexpr std::string_view k_blanks = " \t\r\n";
        rest.remove_prefix(std::min(rest.find_first_not_of(k_blanks), rest.size()));
        if (rest.empty()) return std::nan("");
        const std::string_view word = rest.substr(0, rest.find_first_of(k_blanks));
        rest.remove_prefix(word.size());
        double digit = 0;
        if (!parse_number(word, digit) || !std::isfinite(digit))
            fail(concat("lead ", name_of(lead), " has the value \"", printable(word),
                        "\". Expected a number"));
        return digit;
    }

    std::string name_;
    const LeadSettings& leads_;
    std::string text_; ///< of the file; the document points into it
    pugi::xml_document document_;
    std::size_t samples_ = 0;
};

} // namespace

std::size_t AecgSet::lead_count() const {
    return static_cast<std::size_t>(
        std::count_if(leads.begin(), leads.end(), [](const AecgLead& lead) {
            return lead.lead.has_value() && !lead.mv.empty();
        }));
}

AecgDocument read_aecg_document(const SourceFile& file, const std::string& name, bool with_samples,
                                const LeadSettings& leads) {
    return AecgReader(file, name, leads).document(with_samples);
}

} // namespace ecgpress
