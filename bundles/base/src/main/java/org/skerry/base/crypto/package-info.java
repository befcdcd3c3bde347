// SPDX-License-Identifier: Apache-2.0
/**
 * SHA-256, HMAC and HKDF on the JDK's own providers. {@code Hkdf}, {@code Hmac} and {@code Sha256} are stateless;
 * {@code HkdfKey} and {@code HmacKey} hold a {@code Mac} for hot paths and belong to one thread at a time.
 */
@NullMarked
package org.skerry.base.crypto;

import org.jspecify.annotations.NullMarked;
