// The records of HDF5 files as a source, however a set of recordings names them.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/tables/csv_table.hpp"
#include "signal/files/recording_files.hpp"
#include "signal/files/small_facts.hpp"
#include "signal/hdf5/hdf5_form.hpp"
#include "signal/record_source.hpp"

namespace ecgpress {

/// The catalogue of a source.
struct Hdf5Records {
    struct Row {
        std::uint32_t file = 0; ///< in files.names
        std::uint64_t row = 0;  ///< in its dataset
        SmallFacts facts;
        std::uint32_t dx = 0; ///< position in Hdf5Records::dx
    };

    Hdf5Records(RecordingFiles files_, std::string dataset_)
        : files(std::move(files_)), dataset(std::move(dataset_)) {}

    RecordingFiles files;
    std::string dataset; ///< in each file
    Hdf5Form form;
    std::vector<RecordInfo> infos;
    std::vector<Row> rows;           ///< of each record
    std::vector<std::string> dx{""}; ///< lists of codes, each once
    std::map<std::string, std::uint32_t> known_dx;
    std::vector<Statement> (*statements)(const std::string& dx) = nullptr; ///< null: none
    std::string fingerprint;

    /// Sets a record's codes ("SB;AF"), also as its classes.
    void set_dx(std::size_t record, const std::string& codes);
};

/// Opens the dataset of one file. @throws DataError, IoError
Hdf5Dataset open_dataset(const RecordingFiles& files, const std::string& name,
                         const std::string& dataset);

/// The first and last 64 KiB, and the size: a digest of the complete file would require reading all
/// of it. @throws DataError, IoError
std::string ends_digest(const RecordingFiles& files, const std::string& name);

/// The source of a catalogue, without excluded records. @throws ConfigError as kept_positions
std::unique_ptr<RecordSource> source_of(Hdf5Records records, const SourceSettings& settings);

/// A table of the source in any of the encodings and with the line ends of read_text.
/// @param name  for messages @throws DataError, IoError
CsvTable table_of(const SourceFile& file, const char* name);

} // namespace ecgpress
