#pragma once

#include <memory>
#include <string>
#include <string_view>

/// Ed25519 (RFC 8032) by OpenSSL.
namespace tc::service::anchor {

class SigningKey {
 public:
  /// Reads the key file (64 hexadecimal digits, readable by its owner only), or makes one with a
  /// fresh key. A Failure when it cannot be read or others may read it.
  explicit SigningKey(const std::string& file);
  ~SigningKey();
  SigningKey(const SigningKey&) = delete;
  SigningKey& operator=(const SigningKey&) = delete;

  /// Hexadecimal.
  [[nodiscard]] std::string sign(std::string_view message) const;
  [[nodiscard]] const std::string& public_key() const { return public_key_; }

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
  std::string public_key_;  ///< Hexadecimal.
};

/// Whether the owner of this public key signed the message; all but the message hexadecimal.
[[nodiscard]] bool signed_by(std::string_view public_key, std::string_view message,
                             std::string_view signature);

}  // namespace tc::service::anchor
