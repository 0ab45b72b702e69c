// Facts of a record in the comments of its WFDB header.
#pragma once

#include <string>
#include <vector>

#include "signal/record_facts.hpp"

namespace ecgpress {

/// The comments of a header that state a fact: "Age: 74", "<sex>: F", "Dx: 426783006,164889003",
/// "Labels: NORM", as in the databases of the PhysioNet/CinC challenges and in LUDB. Names are
/// found in upper and lower case, with or without angle brackets.
std::vector<std::string> comments_with_facts(const std::vector<std::string>& comments);

/// The facts that they state: age, sex, dx. A value that is not an age or a sex is not used.
RecordFacts wfdb_facts(const std::vector<std::string>& comments);

/// The patient that a comment names: "patient: 17", "<subject_id>: 10000032", "Subject ID: a".
/// Empty if there is none.
std::string patient_in(const std::vector<std::string>& comments);

/// The codes of `dx` as statements: the rhythms and the normal ECG of the challenges (SNOMED CT
/// codes, CPSC's names) with PTB-XL's codes, others as "Dx 164909002".
std::vector<Statement> wfdb_statements(const std::string& dx);

} // namespace ecgpress
