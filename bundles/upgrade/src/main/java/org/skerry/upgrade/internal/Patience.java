// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param drain until work has ended
 * @param window until everything works that worked before; also a single call into the framework
 */
record Patience(Duration drain, Duration window) {}
