#include "signal/hdf5/hdf5_type.hpp"

#include <hdf5.h>

#include "core/h5/h5_handle.hpp"

namespace ecgpress {
namespace {

/// binary16 as h5py and others write it. It is no predefined type of the library.
bool is_half(hid_t type) {
    std::size_t sign = 0, exponent = 0, exponent_bits = 0, fraction = 0, fraction_bits = 0;
    if (H5Tget_size(type) != 2 ||
        H5Tget_fields(type, &sign, &exponent, &exponent_bits, &fraction, &fraction_bits) < 0)
        return false;
    return sign == 15 && exponent == 10 && exponent_bits == 5 && fraction == 0 &&
           fraction_bits == 10 && H5Tget_ebias(type) == 15 && H5Tget_precision(type) == 16 &&
           H5Tget_offset(type) == 0 && H5Tget_norm(type) == H5T_NORM_IMPLIED;
}

} // namespace

std::optional<Hdf5Number> hdf5_number(std::int64_t type) {
    using Kind = Hdf5Number::Kind;
    const struct {
        hid_t type;
        Hdf5Number number;
    } known[] = {
        {H5T_IEEE_F32LE, {Kind::real, 4, false}},   {H5T_IEEE_F32BE, {Kind::real, 4, true}},
        {H5T_IEEE_F64LE, {Kind::real, 8, false}},   {H5T_IEEE_F64BE, {Kind::real, 8, true}},
        {H5T_STD_I8LE, {Kind::whole, 1, false}},    {H5T_STD_I8BE, {Kind::whole, 1, true}},
        {H5T_STD_I16LE, {Kind::whole, 2, false}},   {H5T_STD_I16BE, {Kind::whole, 2, true}},
        {H5T_STD_I32LE, {Kind::whole, 4, false}},   {H5T_STD_I32BE, {Kind::whole, 4, true}},
        {H5T_STD_I64LE, {Kind::whole, 8, false}},   {H5T_STD_I64BE, {Kind::whole, 8, true}},
        {H5T_STD_U8LE, {Kind::natural, 1, false}},  {H5T_STD_U8BE, {Kind::natural, 1, true}},
        {H5T_STD_U16LE, {Kind::natural, 2, false}}, {H5T_STD_U16BE, {Kind::natural, 2, true}},
        {H5T_STD_U32LE, {Kind::natural, 4, false}}, {H5T_STD_U32BE, {Kind::natural, 4, true}},
        {H5T_STD_U64LE, {Kind::natural, 8, false}}, {H5T_STD_U64BE, {Kind::natural, 8, true}},
    };
    for (const auto& row : known)
        if (H5Tequal(type, row.type) > 0) return row.number;
    if (H5Tget_class(type) == H5T_FLOAT && is_half(type))
        return Hdf5Number{Kind::real, 2, H5Tget_order(type) == H5T_ORDER_BE};
    return std::nullopt;
}

std::string hdf5_type_name(std::int64_t type) {
    if (const auto number = hdf5_number(type)) return name_of(*number);
    switch (H5Tget_class(type)) {
    case H5T_STRING:
        return "text";
    case H5T_COMPOUND:
        return "compound";
    case H5T_ENUM:
        return "enum";
    case H5T_VLEN:
        return "variable length";
    case H5T_REFERENCE:
        return "reference";
    default:
        return "another type";
    }
}

} // namespace ecgpress
