#include "kernel/audit.h"

#include <gtest/gtest.h>

#include <array>

#include "base/digest.h"

namespace tc::kernel {
namespace {

using namespace std::string_view_literals;

// The leaves and roots that implementations of Certificate Transparency test with.
constexpr std::array k_leaves = {
    ""sv,
    "\x00"sv,
    "\x10"sv,
    "\x20\x21"sv,
    "\x30\x31"sv,
    "\x40\x41\x42\x43"sv,
    "\x50\x51\x52\x53\x54\x55\x56\x57"sv,
    "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"sv};
constexpr std::array k_roots = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

std::string from_hex(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 2)
    bytes += static_cast<char>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16));
  return bytes;
}

// RFC 9162 §2.1.3.2, written apart from the code it checks.
std::string root_by_path(std::string_view event, std::size_t index, std::size_t size,
                         const std::vector<std::string>& path) {
  std::string value = audit_leaf(event);
  std::size_t last = size - 1;
  for (const std::string& node : path) {
    const std::string other = from_hex(node);
    const bool right = (index & 1) != 0 || index == last;
    const std::string bytes = "\x01" + (right ? other + value : value + other);
    value = from_hex(sha256_hex(bytes));
    while (right && (index & 1) == 0 && index != 0) index >>= 1, last >>= 1;
    index >>= 1, last >>= 1;
  }
  return hex(value);
}

TEST(AuditTree, HasTheRootsOfCertificateTransparency) {
  AuditTree tree;
  EXPECT_EQ(tree.root(), sha256_hex(""));
  for (std::size_t i = 0; i < k_leaves.size(); ++i) {
    tree.add(k_leaves.at(i));
    EXPECT_EQ(tree.root(), k_roots.at(i)) << i + 1 << " leaves";
  }
  EXPECT_EQ(tree.size(), 8);
}

TEST(AuditTree, EveryLeafOfEverySizeHasAPathToTheRoot) {
  AuditTree tree;
  std::vector<std::string> leaves;
  for (std::size_t size = 1; size <= 40; ++size) {
    const std::string event = "event " + std::to_string(size);
    tree.add(event);
    leaves.push_back(audit_leaf(event));
    for (std::size_t i = 0; i < size; ++i) {
      const std::vector<std::string> path = audit_path(leaves, i);
      EXPECT_EQ(root_by_path("event " + std::to_string(i + 1), i, size, path), tree.root())
          << i << " of " << size;
      EXPECT_NE(root_by_path("another", i, size, path), tree.root());
    }
  }
}

TEST(Vault, CommitsFreshlyAndAgainOnlyToWhatIsKept) {
  Vault vault;
  ChangeSet first, second, third;
  const std::string one = vault.commit_again(first, "user", 7, "root");
  EXPECT_EQ(first.personal.size(), 1U);
  EXPECT_EQ(one, commitment_of(first.personal.front().salt, "root"));
  EXPECT_NE(vault.commit_again(second, "user", 7, "root"), one) << "the first is not durable yet";
  vault.keep(first);
  EXPECT_EQ(vault.commit_again(third, "user", 7, "root"), one);
  EXPECT_TRUE(third.personal.empty());
  EXPECT_NE(vault.commit_again(third, "user", 8, "root"), one) << "of another person";
  ChangeSet erasing;
  erasing.erased.emplace_back(nullptr, 7);
  vault.keep(erasing);
  EXPECT_NE(vault.commit_again(third, "user", 7, "root"), one) << "what was erased is gone";
}

}  // namespace
}  // namespace tc::kernel
