#include <argon2.h>

#include <algorithm>
#include <array>
#include <semaphore>

#include "base/digest.h"
#include "base/text.h"
#include "service/identity/identity.h"

namespace tc::service::identity {
namespace {

constexpr std::uint32_t k_passes = 2;
constexpr std::uint32_t k_memory_kib = 19 * 1024;
constexpr std::size_t k_salt_bytes = 16;
constexpr std::uint32_t k_hash_bytes = 32;
constexpr std::size_t k_password_min = 8;
constexpr std::size_t k_password_max = 128;
constexpr std::size_t k_encoded_max = 256;

// Each check takes 19 MiB: more than two at once would let sign-ins crowd out everything else.
std::counting_semaphore<2> slots(2);

class Slot {
 public:
  Slot() { slots.acquire(); }
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
  ~Slot() { slots.release(); }
};

constexpr std::array<std::string_view, 24> k_common = {
    "password",      "12345678",   "123456789",  "1234567890", "qwertyui",  "qwerty123",
    "11111111",      "00000000",   "88888888",   "66666666",   "password1", "passw0rd",
    "iloveyou",      "woaini1314", "5201314520", "a1234567",   "abc12345",  "admin123",
    "administrator", "tongchou",   "letmein1",   "sunshine",   "football",  "1qaz2wsx"};

}  // namespace

std::string hash_password(std::string_view password) {
  const Slot slot;
  const std::string salt = random_bytes(k_salt_bytes);
  std::array<char, k_encoded_max> encoded{};
  const int code =
      argon2id_hash_encoded(k_passes, k_memory_kib, 1, password.data(), password.size(),
                            salt.data(), salt.size(), k_hash_bytes, encoded.data(), encoded.size());
  if (code != ARGON2_OK)
    throw Failure(std::string("password hashing failed: ") + argon2_error_message(code));
  return encoded.data();
}

bool check_password(std::string_view hash, std::string_view password) {
  const Slot slot;
  return argon2id_verify(std::string(hash).c_str(), password.data(), password.size()) == ARGON2_OK;
}

Status acceptable_password(std::string_view password, std::string_view login) {
  if (password.size() < k_password_min || password.size() > k_password_max) {
    return refuse(RefusalKind::rule, "identity.password_short", "/password",
                  {{"min", std::to_string(k_password_min)}});
  }
  const std::string form = to_search_form(password);
  const bool common = std::ranges::find(k_common, std::string_view(form)) != k_common.end();
  if (common || (!login.empty() && form.find(to_search_form(login)) != std::string::npos)) {
    return refuse(RefusalKind::rule, "identity.password_common", "/password");
  }
  return Done{};
}

}  // namespace tc::service::identity
