/* SHA256_Init and its like are deprecated in 3.0, and the only ones that start at once. */
#define OPENSSL_API_COMPAT 0x10100000L
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
