// Limb leads that follow from others: devices that store eight leads leave them out.
#pragma once

#include "signal/record.hpp"

namespace ecgpress {

/// Computes the missing ones of I, II, III, aVR, aVL and aVF from the first two that exist, and
/// marks them as derived. Each limb lead is a sum of I and II: III = II - I, aVR = -(I + II) / 2,
/// aVL = I - II / 2, aVF = II - I / 2 (Einthoven's law; Goldberger 1942). A gap in either lead is
/// a gap in the result. Does nothing if fewer than two exist.
void derive_limb_leads(Record& record);

} // namespace ecgpress
