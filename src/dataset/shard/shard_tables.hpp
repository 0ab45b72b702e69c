// The tables of a shard: writes and reads one HDF5 column per field of the rows.
#pragma once

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/strings.hpp"
#include "dataset/h5/h5.hpp"
#include "dataset/shard/shard_layout.hpp"
#include "dataset/shard/shard_stream.hpp"

namespace ecgpress {

/// Writes one column of a table per field of its rows.
template <class Row> void write_table(H5File& file, const std::vector<Row>& rows) {
    for_each_column<Row>([&](const std::string& name, auto member) {
        using Field = std::decay_t<decltype(std::declval<Row>().*member)>;
        using Value = typename Stored<Field>::Value;
        constexpr std::size_t k_width = Stored<Field>::k_width;
        std::vector<Value> values(rows.size() * k_width);
        for (std::size_t i = 0; i < rows.size(); ++i)
            Stored<Field>::put(rows[i].*member, &values[i * k_width]);
        if constexpr (std::is_same_v<Value, std::string>)
            file.write_texts(name, values);
        else
            file.write_column(name, values, k_width);
    });
}

inline void require_rows(const fs::path& path, const std::string& column, std::size_t rows,
                         std::size_t wanted) {
    if (rows != wanted) refuse_shard(path, concat(column, " has ", rows, " rows, not ", wanted));
}

/// Number of rows, equal in all columns of a table. Checked before rows are allocated: rows take
/// many times the size of a single long column.
template <class Row> std::size_t row_count(const H5File& file, const fs::path& path) {
    std::optional<std::size_t> rows;
    for_each_column<Row>([&](const std::string& name, auto member) {
        using Field = std::decay_t<decltype(std::declval<Row>().*member)>;
        using Value = typename Stored<Field>::Value;
        std::size_t count = 0;
        if constexpr (std::is_same_v<Value, std::string>)
            count = file.rows_of_texts(name);
        else
            count = file.rows_of<Value>(name, Stored<Field>::k_width);
        if (!rows) rows = count;
        require_rows(path, name, count, *rows);
    });
    return *rows;
}

/// @throws DataError if columns differ in length or contain values that a field cannot have
template <class Row> std::vector<Row> read_table(const H5File& file, const fs::path& path) {
    std::vector<Row> rows(row_count<Row>(file, path));
    for_each_column<Row>([&](const std::string& name, auto member) {
        using Field = std::decay_t<decltype(std::declval<Row>().*member)>;
        using Value = typename Stored<Field>::Value;
        constexpr std::size_t k_width = Stored<Field>::k_width;
        std::vector<Value> values;
        if constexpr (std::is_same_v<Value, std::string>)
            values = file.read_texts(name);
        else
            values = file.read_column<Value>(name, k_width);
        require_rows(path, name, values.size() / k_width, rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto field = Stored<Field>::get(&values[i * k_width]);
            if (!field) refuse_shard(path, concat(name, " has an invalid value in row ", i));
            rows[i].*member = *field;
        }
    });
    return rows;
}

} // namespace ecgpress
