#pragma once

#include "kernel/function.h"

namespace tc::project {

/// What several functions share: the tree of portfolios, programmes and projects, people and teams,
/// calendars, plans, actions.
extern const kernel::Function k_project;

}  // namespace tc::project
