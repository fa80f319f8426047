#include "CCurl.h"

#include <CLibrary.h>
#include <CSelect.h>
#include <stddef.h>

/* curl.h wraps some of these names in type-checking macros. */
#undef curl_easy_setopt
#undef curl_easy_getinfo
#define FUNCTIONS(each)                                                                                                \
  each(curl_global_init) each(curl_easy_init) each(curl_easy_cleanup) each(curl_easy_setopt) each(curl_easy_getinfo)   \
  each(curl_easy_strerror) each(curl_multi_init) each(curl_multi_cleanup) each(curl_multi_add_handle)                  \
  each(curl_multi_remove_handle) each(curl_multi_perform) each(curl_multi_fdset) each(curl_multi_timeout)               \
  each(curl_multi_info_read) each(curl_slist_append) each(curl_slist_free_all) each(curl_getdate)

#ifdef __APPLE__
AWS_LIBRARY(FUNCTIONS, "libcurl.4.dylib")
#else
/* Debian also has builds against GnuTLS and NSS; any of them serves. */
AWS_LIBRARY(FUNCTIONS, "libcurl.so.4", "libcurl-gnutls.so.4", "libcurl-nss.so.4")
#endif
#define curl library_functions

const char *aws_curl_load(void) {
  static int is_ready;
  if (is_ready) return NULL;
  const char *problem = library_open();
  if (problem) return problem;
  if (curl.curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return "libcurl could not be initialised";
  is_ready = 1;
  return NULL;
}

CURL *aws_curl_easy_init(void) { return curl.curl_easy_init(); }
void aws_curl_easy_cleanup(CURL *easy) { curl.curl_easy_cleanup(easy); }
CURLcode aws_curl_easy_set_long(CURL *easy, CURLoption option, long value) {
  return curl.curl_easy_setopt(easy, option, value);
}
CURLcode aws_curl_easy_set_string(CURL *easy, CURLoption option, const char *value) {
  return curl.curl_easy_setopt(easy, option, value);
}
CURLcode aws_curl_easy_set_pointer(CURL *easy, CURLoption option, void *value) {
  return curl.curl_easy_setopt(easy, option, value);
}
CURLcode aws_curl_easy_set_transfer_callback(CURL *easy, CURLoption option, aws_curl_transfer_callback callback) {
  return curl.curl_easy_setopt(easy, option, callback);
}
CURLcode aws_curl_easy_set_seek_callback(CURL *easy, curl_seek_callback callback) {
  return curl.curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, callback);
}
long aws_curl_easy_get_long(CURL *easy, CURLINFO info) {
  long value = 0;
  curl.curl_easy_getinfo(easy, info, &value);
  return value;
}
curl_off_t aws_curl_easy_get_time(CURL *easy, CURLINFO info) {
  curl_off_t value = 0;
  curl.curl_easy_getinfo(easy, info, &value);
  return value;
}
const char *aws_curl_easy_strerror(CURLcode code) { return curl.curl_easy_strerror(code); }

CURLM *aws_curl_multi_init(void) { return curl.curl_multi_init(); }
void aws_curl_multi_cleanup(CURLM *multi) { curl.curl_multi_cleanup(multi); }
CURLMcode aws_curl_multi_add_handle(CURLM *multi, CURL *easy) { return curl.curl_multi_add_handle(multi, easy); }
CURLMcode aws_curl_multi_remove_handle(CURLM *multi, CURL *easy) { return curl.curl_multi_remove_handle(multi, easy); }
CURLMcode aws_curl_multi_perform(CURLM *multi, int *running) { return curl.curl_multi_perform(multi, running); }
void aws_curl_multi_wait(CURLM *multi, const int *descriptors, int count, long milliseconds) {
  fd_set readable, writable, failed;
  FD_ZERO(&readable);
  FD_ZERO(&writable);
  FD_ZERO(&failed);
  int highest = -1;
  curl.curl_multi_fdset(multi, &readable, &writable, &failed, &highest);
  /* Without a descriptor, it is busy with what has none (resolving a name), and wants to be asked again soon. */
  if (highest == -1 && milliseconds > 100) milliseconds = 100;
  long own = -1;
  curl.curl_multi_timeout(multi, &own);
  if (own >= 0 && own < milliseconds) milliseconds = own;
  int all = aws_select_add(descriptors, count, &readable, highest);
  if (all == -1) all = highest;
  struct timeval limit = {milliseconds / 1000, milliseconds % 1000 * 1000};
  select(all + 1, &readable, &writable, &failed, &limit);
}
CURL *aws_curl_multi_next_ended(CURLM *multi, CURLcode *result) {
  int left = 0;
  for (CURLMsg *message; (message = curl.curl_multi_info_read(multi, &left));)
    if (message->msg == CURLMSG_DONE) {
      *result = message->data.result;
      return message->easy_handle;
    }
  return NULL;
}

struct curl_slist *aws_curl_slist_append(struct curl_slist *list, const char *line) {
  return curl.curl_slist_append(list, line);
}
void aws_curl_slist_free_all(struct curl_slist *list) { curl.curl_slist_free_all(list); }
time_t aws_curl_getdate(const char *date) { return curl.curl_getdate(date, NULL); }
