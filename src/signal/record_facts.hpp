// What a source knows of a record besides its signals: the patient, the diagnosis, the quality of
// the recording.
#pragma once

#include <string>
#include <vector>

namespace ecgpress {

/// Facts of a record, as the tables of shards and releases have them (k_record_facts). A text is
/// empty if the source does not have the fact. Lists are joined by ';'.
struct RecordFacts {
    std::string age, sex, height_cm, weight_kg;
    std::string scp_codes, superclasses, subclasses, dx;
    std::string heart_axis, infarction_stadium1, infarction_stadium2, extra_beats, pacemaker;
    std::string baseline_drift, static_noise, burst_noise, electrodes_problems;
    std::string validated_by_human, device, heart_rate_bpm, report;
};

/// One fact: its column in every table.
struct RecordFact {
    const char* name;
    std::string RecordFacts::*member;
    const char* unit; ///< "": a text; else a number or empty
    const char* meaning;
};

constexpr RecordFact k_record_facts[] = {
    {"age", &RecordFacts::age, "years",
     "whole years (90: 90 or more, which PTB-XL encodes as 300); empty if the source does not have "
     "it"},
    {"sex", &RecordFacts::sex, "", "`female` or `male`; empty if the source does not have it"},
    {"height_cm", &RecordFacts::height_cm, "cm", "of the patient"},
    {"weight_kg", &RecordFacts::weight_kg, "kg", "of the patient"},
    {"scp_codes", &RecordFacts::scp_codes, "",
     "PTB-XL's statements with their likelihoods in %, 0 if unknown, joined by `;`: "
     "`NORM:100;SR:0`"},
    {"superclasses", &RecordFacts::superclasses, "",
     "diagnostic classes of the codes by PTB-XL's scp_statements.csv, joined by `;`: NORM, MI, "
     "STTC, "
     "CD, HYP"},
    {"subclasses", &RecordFacts::subclasses, "",
     "diagnostic subclasses of the codes by scp_statements.csv, joined by `;`"},
    {"dx", &RecordFacts::dx, "",
     "codes or labels of the source, joined by `;`: comments `Dx:` and `Labels:` of a WFDB header, "
     "true columns of CODE-15, AHA codes of SPH"},
    {"heart_axis", &RecordFacts::heart_axis, "", "as in PTB-XL's table: MID, LAD, ..."},
    {"infarction_stadium1", &RecordFacts::infarction_stadium1, "", "as in PTB-XL's table"},
    {"infarction_stadium2", &RecordFacts::infarction_stadium2, "", "as in PTB-XL's table"},
    {"extra_beats", &RecordFacts::extra_beats, "", "as in PTB-XL's table"},
    {"pacemaker", &RecordFacts::pacemaker, "", "as in PTB-XL's table"},
    {"baseline_drift", &RecordFacts::baseline_drift, "", "leads with it, as in PTB-XL's table"},
    {"static_noise", &RecordFacts::static_noise, "", "leads with it, as in PTB-XL's table"},
    {"burst_noise", &RecordFacts::burst_noise, "", "leads with it, as in PTB-XL's table"},
    {"electrodes_problems", &RecordFacts::electrodes_problems, "",
     "leads with them, as in PTB-XL's table"},
    {"validated_by_human", &RecordFacts::validated_by_human, "",
     "`True` or `False`, as in PTB-XL's table"},
    {"device", &RecordFacts::device, "", "recording device, as in PTB-XL's table"},
    {"heart_rate_bpm", &RecordFacts::heart_rate_bpm, "1/min",
     "mean heart rate, if the source knows it without measuring (simulated records)"},
    {"report", &RecordFacts::report, "",
     "text of the report in PTB-XL's table; only with `source.reports`, otherwise empty"},
};

/// A statement of the source about a record.
struct Statement {
    std::string code; ///< "AFIB"
    std::string text; ///< "atrial fibrillation"; the code if the source has no words for it
    bool is_rhythm = false;
};

/// Everything that a source knows of a record.
struct AboutRecord {
    RecordFacts facts;
    std::vector<Statement> statements; ///< in words, for headers
};

/// The classes by which a record can be drawn and counted: superclasses, subclasses, codes, and the
/// codes of WFDB comments, each once, in this order.
std::vector<std::string> classes_of(const RecordFacts& facts);

/// The classes that a dataset is described by: superclasses, or the codes of WFDB comments. Empty
/// if the source has neither.
std::vector<std::string> main_classes_of(const RecordFacts& facts);

/// A text of a source as all tables can store it: valid UTF-8, with a space for each control
/// character.
std::string fact_text(const std::string& text);

/// An age in years as tables have it: whole years, 90 for 90 or more, as PTB-XL's. Empty if the
/// text is not an age.
std::string fact_age(const std::string& text);
/// "female" or "male" of "F", "male", ...; empty for other texts.
std::string fact_sex(const std::string& text);

/// A number of a source: "150" of "150.0". Empty if the text is not a finite number.
std::string fact_number(const std::string& text);

} // namespace ecgpress
