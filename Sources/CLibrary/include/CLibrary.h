/* Libraries that are opened when they are first needed.
 *
 * Linking them costs every start of the program the loader's work on them: about 7 ms for libcurl and what it brings, 1 ms
 * for libcrypto. Most starts (the hook, completion, a cached session) need none. The types and constants are the library's
 * own; a module lists the functions that it uses, and calls them through a table of pointers. */
#ifndef CLIBRARY_H
#define CLIBRARY_H

/* What one of `names` holds, with all the functions called for; the first that is there is taken. */
struct aws_library {
  const char *const *names; /* ends with NULL */
  int is_open;
};

/* A function of a library: its name, and where its address goes. */
struct aws_library_function {
  const char *name;
  void **address;
};

/* Opens a library, once, and looks up `count` functions. Answers NULL, or what went wrong. */
const char *aws_library_open(struct aws_library *library, const struct aws_library_function *functions, int count);

/* Ends the process with what went wrong, as the loader does when a linked library is missing; NULL passes. */
void aws_library_require(const char *problem);

/* For a module's list of functions, `#define FUNCTIONS(each) each(f) each(g)`: the members of its table, whose types come
 * from the library's own header, so that a wrong signature does not compile; and the rows for aws_library_open. */
#define AWS_LIBRARY_MEMBER(function) __typeof__(function) *function;
#define AWS_LIBRARY_ROW(function) {#function, (void **)&library_functions.function},

#define AWS_LIBRARY(FUNCTIONS, ...)                                                                                    \
  static struct {                                                                                                      \
    FUNCTIONS(AWS_LIBRARY_MEMBER)                                                                                      \
  } library_functions;                                                                                                 \
  static const char *const library_names[] = {__VA_ARGS__, 0};                                                         \
  static const char *library_open(void) {                                                                              \
    static struct aws_library library = {library_names, 0};                                                            \
    static const struct aws_library_function functions[] = {FUNCTIONS(AWS_LIBRARY_ROW)};                               \
    return aws_library_open(&library, functions, sizeof functions / sizeof *functions);                                \
  }

/* The same for a library that the builds for other systems than this one have in them (`make dist`): a system that lacks it has the
 * program all the same, and they are too small, or have too many versions, to be asked for. */
#ifdef AWS_LINKED_LIBRARIES
#define AWS_LIBRARY_ADDRESS(function) function,
#define AWS_SMALL_LIBRARY(FUNCTIONS, ...)                                                                              \
  static struct {                                                                                                      \
    FUNCTIONS(AWS_LIBRARY_MEMBER)                                                                                      \
  } library_functions = {FUNCTIONS(AWS_LIBRARY_ADDRESS)};                                                              \
  static const char *library_open(void) { return NULL; }
#else
#define AWS_SMALL_LIBRARY AWS_LIBRARY
#endif

#endif
