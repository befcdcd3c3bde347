// SPDX-License-Identifier: Apache-2.0
/**
 * Time and threads, injected. A {@code Loop} is the one place where a bundle's state lives: {@code ThreadLoop} runs it on
 * a thread, {@code ManualLoop} on virtual time. {@code Workers} is a small pool for hashing, ciphers and disk, whose
 * results are posted back to a loop. {@code Backoff} and {@code Jitter} spread retries and periods.
 */
@NullMarked
package org.skerry.base.loop;

import org.jspecify.annotations.NullMarked;
