/* libcrypto, opened when it is first needed (see CLibrary.h). */
#ifndef COPENSSL_H
#define COPENSSL_H

#include <stddef.h>

enum { aws_sha256_length = 32 };

/* Both write aws_sha256_length bytes, and answer 0 when OpenSSL refuses. */
int aws_openssl_sha256(const void *bytes, size_t count, unsigned char *digest);
int aws_openssl_hmac_sha256(
    const void *key, size_t key_count, const void *bytes, size_t count, unsigned char *digest);

#endif
