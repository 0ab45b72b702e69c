#include "dataset/h5/h5_types.hpp"

#include <algorithm>
#include <hdf5.h>

namespace ecgpress {

std::int64_t type_in_file(H5Type type) {
    switch (type) {
    case H5Type::u8:
        return H5T_STD_U8LE;
    case H5Type::i32:
        return H5T_STD_I32LE;
    case H5Type::u32:
        return H5T_STD_U32LE;
    case H5Type::i64:
        return H5T_STD_I64LE;
    case H5Type::u64:
        return H5T_STD_U64LE;
    case H5Type::f32:
        return H5T_IEEE_F32LE;
    case H5Type::f64:
        break;
    }
    return H5T_IEEE_F64LE;
}

std::int64_t type_in_memory(H5Type type) {
    switch (type) {
    case H5Type::u8:
        return H5T_NATIVE_UINT8;
    case H5Type::i32:
        return H5T_NATIVE_INT32;
    case H5Type::u32:
        return H5T_NATIVE_UINT32;
    case H5Type::i64:
        return H5T_NATIVE_INT64;
    case H5Type::u64:
        return H5T_NATIVE_UINT64;
    case H5Type::f32:
        return H5T_NATIVE_FLOAT;
    case H5Type::f64:
        break;
    }
    return H5T_NATIVE_DOUBLE;
}

H5Handle text_type(std::size_t size) {
    H5Handle type(H5Tcopy(H5T_C_S1), H5Tclose);
    H5Tset_size(type.id(), std::max<std::size_t>(1, size));
    H5Tset_cset(type.id(), H5T_CSET_UTF8);
    H5Tset_strpad(type.id(), H5T_STR_NULLPAD);
    return type;
}

std::string without_padding(std::string text) {
    text.erase(text.find_last_not_of('\0') + 1);
    return text;
}

} // namespace ecgpress
