#include "COpenSSL.h"

#include <CLibrary.h>

/* SHA256_Init and its like are deprecated in 3.0, and the only ones that start at once: SHA256 and EVP_Digest make OpenSSL
 * read its configuration and load providers, which takes 2 ms. */
#define OPENSSL_API_COMPAT 0x10100000L
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#define FUNCTIONS(each) each(SHA256_Init) each(SHA256_Update) each(SHA256_Final) each(HMAC) each(EVP_sha256)

#ifdef __APPLE__
AWS_SMALL_LIBRARY(FUNCTIONS, "libcrypto.3.dylib", "/opt/homebrew/opt/openssl@3/lib/libcrypto.3.dylib",
            "/usr/local/opt/openssl@3/lib/libcrypto.3.dylib")
#else
AWS_SMALL_LIBRARY(FUNCTIONS, "libcrypto.so.3", "libcrypto.so.1.1")
#endif

int aws_openssl_sha256(const void *bytes, size_t count, unsigned char *digest) {
  aws_library_require(library_open());
  SHA256_CTX context;
  return library_functions.SHA256_Init(&context) && library_functions.SHA256_Update(&context, bytes, count) &&
         library_functions.SHA256_Final(digest, &context);
}

int aws_openssl_hmac_sha256(
    const void *key, size_t key_count, const void *bytes, size_t count, unsigned char *digest) {
  aws_library_require(library_open());
  return library_functions.HMAC(library_functions.EVP_sha256(), key, (int)key_count, bytes, count, digest, NULL) != NULL;
}
