// Prints what a source says and what its records contain, for comparisons with other readers:
// read_source KEY=VALUE ... [-- KEY=VALUE ...]. With the last key only=catalogue, records are not
// read. For each source, a line of JSON, and for each
// record a line of JSON that is followed by the values of its leads as 64-bit floating point
// numbers.
#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "codec/json.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "signal/sources/list.hpp"

namespace {

using namespace ecgpress;

SourceSettings settings_of(const std::vector<std::string>& arguments) {
    SourceSettings settings;
    const std::map<std::string, std::function<void(const std::string&)>> keys = {
        {"kind", [&](const std::string& text) { settings.kind = text; }},
        {"path", [&](const std::string& text) { settings.path = text; }},
        {"rate_hz", [&](const std::string& text) { settings.rate_hz = std::stoi(text); }},
        {"unit", [&](const std::string& text) { settings.unit = text; }},
        {"patient_from", [&](const std::string& text) { settings.patient_from = text; }},
        {"dataset", [&](const std::string& text) { settings.dataset = text; }},
        {"axes", [&](const std::string& text) { settings.axes = text; }},
        {"leads", [&](const std::string& text) { settings.leads = text; }},
        {"ids", [&](const std::string& text) { settings.ids = text; }},
        {"listing", [&](const std::string& text) { settings.listing.file = text; }},
        {"digest", [&](const std::string& text) { settings.listing.digest = text; }},
        {"annotations", [&](const std::string& text) { settings.annotations = text; }},
        {"records", [&](const std::string& text) { settings.records = std::stoull(text); }},
        {"window_s", [&](const std::string& text) { settings.window_s = std::stod(text); }},
        {"only", [](const std::string&) {}},
    };
    for (const std::string& argument : arguments) {
        const std::size_t equals = argument.find('=');
        keys.at(argument.substr(0, equals))(argument.substr(equals + 1));
    }
    return settings;
}

/// A line of JSON: an object of texts.
void print(const std::map<std::string, std::string>& members) {
    std::puts(Json(members).dump().c_str());
}

/// "SOURCE SYMBOL,LEAD,SAMPLE,... SYMBOL,..." with the points of each beat and lead, and ";" after
/// each beat.
std::string text_of(const RecordBeats& beats) {
    std::string text = beats.source;
    for (const RecordBeat& beat : beats.beats) {
        for (const Lead lead : all_leads()) {
            const FiducialSamples& samples = beat.leads[index_of(lead)];
            if (samples == k_no_samples) continue;
            text += concat(" ", beat.symbol, ",", name_of(lead));
            for (const std::int64_t sample : samples) text += concat(",", sample);
        }
        text += ";";
    }
    return text;
}

void print_record(const RecordSource& source, std::size_t position) {
    const RecordInfo& info = source.catalogue()[position];
    const AboutRecord about = source.about(position);
    std::vector<std::string> statements;
    for (const Statement& statement : about.statements) statements.push_back(statement.code);
    std::map<std::string, std::string> line = {
        {"name", info.name},
        {"patient", info.patient},
        {"age", about.facts.age},
        {"sex", about.facts.sex},
        {"dx", about.facts.dx},
        {"classes", join({info.classes.begin(), info.classes.end()}, ";")},
        {"statements", join(statements, ";")}};
    try {
        const Record record = source.read(position);
        std::vector<std::string> leads;
        for (const Lead lead : all_leads())
            if (!record.lead_mv(lead).empty()) leads.push_back(name_of(lead));
        line.emplace("rate_hz", concat(record.rate_hz));
        line.emplace("start_s", shortest(record.start_s));
        line.emplace("beats", text_of(source.beats(position, record)));
        line.emplace("samples", concat(record.sample_count()));
        line.emplace("leads", join(leads, ","));
        print(line);
        for (const auto& values : record.leads_mv)
            std::fwrite(values.data(), sizeof(double), values.size(), stdout);
    } catch (const Error& error) {
        line.emplace("error", error.what());
        print(line);
    }
}

} // namespace

int main(int count, char** arguments) {
    std::vector<std::string> rest(arguments + 1, arguments + count), one;
    rest.emplace_back("--");
    for (const std::string& argument : rest) {
        if (argument != "--") {
            one.push_back(argument);
            continue;
        }
        try {
            const auto source = open_source(settings_of(one));
            const SourceListing& listing = source->listing();
            print({{"records", concat(source->catalogue().size())},
                   {"fingerprint", source->fingerprint()},
                   {"listing", listing.digest},
                   {"listing_is", listing.digest.empty()    ? "none"
                                  : listing.content.empty() ? "used"
                                                            : "made"}});
            if (!listing.content.empty())
                write_file_whole(settings_of(one).listing.file, listing.content);
            const bool only_catalogue = one.back() == "only=catalogue";
            for (std::size_t i = 0; i < source->catalogue().size() && !only_catalogue; ++i)
                print_record(*source, i);
        } catch (const Error& error) {
            print({{"error", error.what()}, {"code", concat(static_cast<int>(error.code()))}});
        }
        one.clear();
    }
    return 0;
}
