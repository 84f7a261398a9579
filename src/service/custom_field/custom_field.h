#pragma once

#include "kernel/function.h"

/// Fields that the organisation adds to registers, as data.
namespace tc::service::custom_field {

extern const kernel::Function k_custom_field;

}  // namespace tc::service::custom_field
