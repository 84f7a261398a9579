/* Makes the disk of a program fail: preloaded, it answers syncs with EIO from the n-th on and writes with ENOSPC, for
   files below FAULT_FOLDER, while the files FAULT_SYNC (holding n) and FAULT_FULL exist. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int concerned(int descriptor) {
  char link[64], path[4096];
  const char *folder = getenv("FAULT_FOLDER");
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t size = readlink(link, path, sizeof path - 1);
  if (size < 0 || folder == NULL) return 0;
  path[size] = 0;
  return strncmp(path, folder, strlen(folder)) == 0;
}

static int sync_fails(int descriptor) {
  static long counted = 0;
  const char *flag = getenv("FAULT_SYNC");
  if (flag == NULL || access(flag, F_OK) != 0 || !concerned(descriptor)) return 0;
  long first = 1;
  FILE *file = fopen(flag, "r");
  if (file != NULL) {
    if (fscanf(file, "%ld", &first) != 1) first = 1;
    fclose(file);
  }
  return __atomic_add_fetch(&counted, 1, __ATOMIC_SEQ_CST) >= first;
}

static int is_full(int descriptor) {
  const char *flag = getenv("FAULT_FULL");
  return flag != NULL && access(flag, F_OK) == 0 && concerned(descriptor);
}

int fsync(int descriptor) {
  if (sync_fails(descriptor)) return errno = EIO, -1;
  return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(descriptor);
}

int fdatasync(int descriptor) {
  if (sync_fails(descriptor)) return errno = EIO, -1;
  return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(descriptor);
}

ssize_t write(int descriptor, const void *bytes, size_t size) {
  if (is_full(descriptor)) return errno = ENOSPC, -1;
  return ((ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write"))(descriptor, bytes, size);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t at) {
  if (is_full(descriptor)) return errno = ENOSPC, -1;
  return ((ssize_t(*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64"))(descriptor, bytes, size, at);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t at) {
  if (is_full(descriptor)) return errno = ENOSPC, -1;
  return ((ssize_t(*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, "pwrite"))(descriptor, bytes, size, at);
}
