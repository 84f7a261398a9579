#pragma once

#include "kernel/function.h"

/// What people say to each other about records.
namespace tc::service::notice {

extern const kernel::Function k_notice;

}  // namespace tc::service::notice
