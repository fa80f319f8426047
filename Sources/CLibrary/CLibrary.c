#include "CLibrary.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

const char *aws_library_open(struct aws_library *library, const struct aws_library_function *functions, int count) {
  if (library->is_open) return NULL;
  void *handle = NULL;
  for (const char *const *name = library->names; *name && !handle; name++) handle = dlopen(*name, RTLD_LAZY | RTLD_LOCAL);
  if (!handle) return dlerror();
  for (int i = 0; i < count; i++)
    if (!(*functions[i].address = dlsym(handle, functions[i].name))) return dlerror();
  library->is_open = 1;
  return NULL;
}

void aws_library_require(const char *problem) {
  if (!problem) return;
  fprintf(stderr, "aws-mfa-session: cannot load a library: %s\n", problem);
  exit(127);
}
