#pragma once

#include "http/api.h"

namespace tc::app {

/// The web application as it was built into the program; empty without TC_WEB.
[[nodiscard]] const http::Assets& web_assets();

}  // namespace tc::app
