#pragma once

#include <memory>
#include <string>

#include "kernel/authenticator.h"
#include "kernel/kernel.h"

/// Accounts, roles, grants, sessions and tokens.
namespace tc::service::identity {

extern const kernel::Function k_identity;

/// Reads grants and roles from their records.
[[nodiscard]] std::unique_ptr<kernel::RightsSource> make_rights_source();

/// Sign-in state of this node; added to the kernel as a part.
class Identity : public kernel::Authenticator {
 public:
  explicit Identity(kernel::Kernel& kernel);
  [[nodiscard]] std::optional<SignedIn> by_session(std::string_view secret) override;
  [[nodiscard]] std::optional<SignedIn> by_token(std::string_view secret) override;

  struct Opened {
    std::string secret;  ///< For the cookie; only its hash is stored.
    SignedIn signed_in;
  };
  struct Attempt {
    std::string_view login;
    std::string_view password;
    std::string_view address;
    std::string_view device;     ///< As the browser names itself.
    std::string_view code = {};  ///< Of the second factor, where the account has one.
  };
  /// Checks a password at the same cost whether or not the account exists. Refuses
  /// `identity.wrong_password` and, after 10 failures for an account from one address or 100 from
  /// one address within 15 minutes, `identity.too_many_tries`; other addresses are not held up.
  /// With a second factor also `identity.code_needed` and `identity.code_wrong`.
  [[nodiscard]] Result<Opened> sign_in(const Attempt& attempt);
  void sign_out(std::string_view secret);
  /// Whether this is the password of who asks; counted as a try. Refuses `identity.wrong_password`,
  /// `identity.too_many_tries`, both at `field`.
  [[nodiscard]] Status prove(const kernel::Principal& principal, std::string_view password,
                             std::string_view field);
  /// Takes another password and ends all other sessions. Refuses `identity.wrong_password`,
  /// `identity.too_many_tries`, and what `acceptable_password` and `identity.password_same` refuse.
  [[nodiscard]] Status change_password(const kernel::Principal& principal, std::string_view old,
                                       std::string_view wanted);
  /// Whether the password of a user is a one-time one.
  [[nodiscard]] bool must_change(Id user);

  struct OpenSession {
    Id id = 0;
    std::string device;
    std::string address;
    Moment created = 0;
    Moment last_seen = 0;  ///< As far as this node knows.
    Moment expires = 0;
  };
  /// The sessions of a user that still work, newest first.
  [[nodiscard]] std::vector<OpenSession> sessions_of(Id user);
  /// Ends one session of this user. Refuses `record.not_found` for any other.
  [[nodiscard]] Status end_session(Id user, Id session);
  /// Ends all sessions of this user but one; 0 spares none. Answers how many.
  std::int64_t end_sessions(Id user, Id spared);

  /// The token of the first-run link while no account exists; empty afterwards.
  [[nodiscard]] std::string setup_token();
  [[nodiscard]] bool setup_needed();
  [[nodiscard]] Result<Done> set_up(const Json& body);

  /// An API token of a user; the secret is told once.
  [[nodiscard]] std::string create_token(Id user, std::string_view name, int days);
  /// Creates an account with its grants, as the system (setup, demo).
  Id create_user(std::string_view login, std::string_view name, std::string_view password,
                 Id person, std::string_view language);
  void grant(Id user, std::string_view role, Id scope);
  /// Writes the shipped roles that are not there yet.
  void ship_roles();

 private:
  struct Session {
    Id id = 0;
    Id user = 0;
    std::string csrf;
    Moment expires = 0;
    Moment last_seen = 0;
    bool one_time = false;  ///< Began with a one-time password: may only change it.
  };
  struct Tries {
    int count = 0;
    Moment since = 0;
  };
  [[nodiscard]] std::optional<Session> find(std::string_view record, const std::string& hash);
  [[nodiscard]] std::optional<SignedIn> resume(std::string_view record, std::string_view secret);
  [[nodiscard]] bool try_counted(const std::string& source, int max, Moment now);
  void forget_tries(const std::string& source, std::string_view address);
  void forget(Id session);
  void forget_user(Id user);  ///< What is known of its sessions and tokens; they are read anew.
  void end(const std::vector<Id>& sessions);
  [[nodiscard]] std::vector<kernel::Row> rows_of(Id user);

  kernel::Kernel& kernel_;
  std::mutex mutex_;
  std::map<std::string, Session> sessions_;
  std::map<std::string, Tries, std::less<>> tries_;
  std::string setup_token_;
  bool set_up_ = false;
};

/// argon2id with its parameters in the text (t=2, 19 MiB). At most two at once.
[[nodiscard]] std::string hash_password(std::string_view password);
[[nodiscard]] bool check_password(std::string_view hash, std::string_view password);
/// Refuses `identity.password_short`, `identity.password_common`.
[[nodiscard]] Status acceptable_password(std::string_view password, std::string_view login);

}  // namespace tc::service::identity
