// Which axis of an HDF5 dataset is the records, the time and the leads.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "signal/hdf5/hdf5_file.hpp"
#include "signal/lead_lookup.hpp"
#include "signal/record.hpp"
#include "signal/unit.hpp"

namespace ecgpress {

/// Axes by their position.
struct Hdf5Axes {
    std::optional<std::size_t> record; ///< none: the dataset is one record
    std::size_t time = 0, lead = 0;
};

/// "record,time,lead" in any order, or two of them without record. No value for other texts.
std::optional<Hdf5Axes> parse_axes(const std::string& text);

/// The leads in the order of their axis: "I,II,-aVR". A name that is no lead is a place that is not
/// read. Empty text: the standard order. No value if no name is a lead, or one occurs twice.
std::optional<std::vector<std::optional<NamedLead>>>
parse_lead_order(const std::string& text, const LeadLookup& lead_names = {});

/// How to read a record from a dataset.
struct Hdf5Form {
    Hdf5Axes axes;
    std::vector<std::optional<NamedLead>> leads;
    UnitScale unit;
    double rate_hz = 0;
};

/// The axes of a shape, if it does not fit two: the axis that is as long as there are leads, and
/// the longer one of the others is time only if it is stated. @throws DataError: states the shape
/// and source.axes
Hdf5Axes axes_of(const Hdf5Dataset& dataset, std::size_t lead_count);

/// @throws DataError if the shape does not fit the form
void require_form(const Hdf5Dataset& dataset, const Hdf5Form& form);

/// Reads a record. @param row  on the axis of records @throws DataError, IoError
Record record_of(const Hdf5Dataset& dataset, const Hdf5Form& form, std::uint64_t row);

} // namespace ecgpress
