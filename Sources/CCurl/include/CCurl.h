/* libcurl, opened when the first request is made.
 *
 * Linking it costs every start of the program about 7 ms for the libraries it brings, and most starts
 * (help, completion, a cached session) never reach the network. The types and constants are curl's own;
 * each function here is curl's of the same name, made callable from Swift where curl's is variadic.
 * Call aws_curl_load first: before it has answered NULL, none of the others may be called. */
#ifndef CCURL_H
#define CCURL_H

#include <curl/curl.h>

/* NULL when libcurl is loaded and ready, else what went wrong. */
const char *aws_curl_load(void);

CURL *aws_curl_easy_init(void);
void aws_curl_easy_cleanup(CURL *easy);
CURLcode aws_curl_easy_set_long(CURL *easy, CURLoption option, long value);
CURLcode aws_curl_easy_set_string(CURL *easy, CURLoption option, const char *value);
CURLcode aws_curl_easy_set_pointer(CURL *easy, CURLoption option, void *value);
/* For CURLOPT_READFUNCTION, CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION, which share this form. */
typedef size_t (*aws_curl_transfer_callback)(char *, size_t, size_t, void *);
CURLcode aws_curl_easy_set_transfer_callback(CURL *easy, CURLoption option, aws_curl_transfer_callback callback);
CURLcode aws_curl_easy_set_seek_callback(CURL *easy, curl_seek_callback callback);
long aws_curl_easy_get_long(CURL *easy, CURLINFO info);
/* Microseconds since the transfer began, for the CURLINFO_..._TIME_T values. */
curl_off_t aws_curl_easy_get_time(CURL *easy, CURLINFO info);
const char *aws_curl_easy_strerror(CURLcode code);

CURLM *aws_curl_multi_init(void);
void aws_curl_multi_cleanup(CURLM *multi);
CURLMcode aws_curl_multi_add_handle(CURLM *multi, CURL *easy);
CURLMcode aws_curl_multi_remove_handle(CURLM *multi, CURL *easy);
CURLMcode aws_curl_multi_perform(CURLM *multi, int *running);
/* Returns when there is something to perform, one of the descriptors can be read, or the time is over. As curl_multi_poll, which
 * macOS' poll keeps from waiting for a terminal (CSelect.h). */
void aws_curl_multi_wait(CURLM *multi, const int *descriptors, int count, long milliseconds);
/* Stores the outcome of a transfer that has ended since the last call and answers it, or answers NULL. */
CURL *aws_curl_multi_next_ended(CURLM *multi, CURLcode *result);

struct curl_slist *aws_curl_slist_append(struct curl_slist *list, const char *line);
void aws_curl_slist_free_all(struct curl_slist *list);
/* Epoch seconds of an HTTP date, -1 when it is none. */
time_t aws_curl_getdate(const char *date);

#endif
