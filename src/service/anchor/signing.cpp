#include "service/anchor/signing.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <fstream>

#include "base/digest.h"
#include "base/failure.h"

namespace tc::service::anchor {
namespace {

constexpr std::size_t k_key_bytes = 32;
constexpr std::size_t k_signature_bytes = 64;

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

// Empty when the text is not pairs of hexadecimal digits.
std::string from_hex(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    int byte = 0;
    const auto [end, error] = std::from_chars(text.data() + i, text.data() + i + 2, byte, 16);
    if (error != std::errc() || end != text.data() + i + 2) return {};
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

// Written whole before it has its name: a key half-written would be taken for another one.
void make_key_file(const std::string& file) {
  const std::string beside = file + ".part";
  const std::string text = hex(random_bytes(k_key_bytes)) + "\n";
  const int descriptor = open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool written = descriptor >= 0 &&
                       write(descriptor, text.data(), text.size()) == std::ssize(text) &&
                       fsync(descriptor) == 0;
  if (descriptor >= 0) close(descriptor);
  if (!written || rename(beside.c_str(), file.c_str()) != 0)
    throw Failure("cannot write the signing key " + file);
}

}  // namespace

struct SigningKey::Handle {
  Key key;
};

SigningKey::SigningKey(const std::string& file) : handle_(std::make_unique<Handle>()) {
  if (access(file.c_str(), F_OK) != 0) make_key_file(file);
  struct stat status {};
  if (stat(file.c_str(), &status) != 0 || (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    throw Failure("the signing key must be readable by its owner only: " + file);
  std::ifstream stream(file);
  std::string text;
  std::getline(stream, text);
  const std::string secret = from_hex(text);
  if (secret.size() != k_key_bytes) throw Failure("the signing key is damaged: " + file);
  handle_->key.reset(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, raw(secret), secret.size()));
  std::string bytes(k_key_bytes, '\0');
  std::size_t size = bytes.size();
  if (handle_->key == nullptr ||
      EVP_PKEY_get_raw_public_key(handle_->key.get(),
                                  reinterpret_cast<unsigned char*>(bytes.data()), &size) != 1)
    throw Failure("the signing key cannot be used: " + file);
  public_key_ = hex(bytes);
}

SigningKey::~SigningKey() = default;

std::string SigningKey::sign(std::string_view message) const {
  const Context context(EVP_MD_CTX_new());
  std::string signature(k_signature_bytes, '\0');
  std::size_t size = signature.size();
  if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, handle_->key.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     raw(message), message.size()) != 1)
    throw Failure("signing failed");
  return hex(signature);
}

bool signed_by(std::string_view public_key, std::string_view message, std::string_view signature) {
  const std::string key_bytes = from_hex(public_key), bytes = from_hex(signature);
  if (key_bytes.size() != k_key_bytes || bytes.size() != k_signature_bytes) return false;
  const Key key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(key_bytes), key_bytes.size()));
  const Context context(EVP_MD_CTX_new());
  return key != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), raw(bytes), bytes.size(), raw(message), message.size()) ==
             1;
}

}  // namespace tc::service::anchor
