// Walks through the pages of a release's tables on all ranks.
#pragma once

#include <filesystem>
#include <functional>

#include "dataset/release/table_rows.hpp"
#include "parallel/communicator.hpp"
#include "pipeline/checks/problem_list.hpp"
#include "pipeline/verify/listed_files.hpp"

namespace ecgpress {

using VisitPage = std::function<void(const ReleasePage& page)>;

/// Reads manifest.csv and leads.csv in step, which have the same order of pages; rank 0 reads the
/// files and sends their lines to all ranks. Collective. Rows that cannot be read are problems, and
/// the walk goes on.
/// @param all  called with every page, on rank 0 only
/// @param mine  called with each page of this rank
/// @return whether both tables were read to their end
bool walk_tables(const std::filesystem::path& release, const Communicator& communicator,
                 ListedFiles& files, ProblemList& problems, const VisitPage& all,
                 const VisitPage& mine);

} // namespace ecgpress
