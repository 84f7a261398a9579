#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <new>

// Arrays of a large plan lie in huge pages: 2 MiB at once instead of 512 page faults, and one entry
// of the address cache instead of 512, where links lead anywhere. Linux gives them to those who ask
// (transparent huge pages, "madvise"); elsewhere nothing changes. Sanitizers bring their own.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
namespace {

constexpr std::size_t k_huge_page_bytes = std::size_t{2} << 20U;
/// Smaller ones are not worth rounding up.
constexpr std::size_t k_large_bytes = 2 * k_huge_page_bytes;

void* large_block(std::size_t bytes) {
  const std::size_t whole = (bytes + k_huge_page_bytes - 1) / k_huge_page_bytes * k_huge_page_bytes;
  if (whole < bytes) return nullptr;
  void* const block = std::aligned_alloc(k_huge_page_bytes, whole);
  if (block != nullptr) madvise(block, whole, MADV_HUGEPAGE);
  return block;
}

void* block_of(std::size_t bytes) {
  if (bytes >= k_large_bytes) return large_block(bytes);
  return std::malloc(bytes == 0 ? 1 : bytes);
}

}  // namespace

void* operator new(std::size_t bytes) {
  while (true) {
    if (void* const block = block_of(bytes)) return block;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }
#endif
