// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.store;

/**
 * Where a scan goes on.
 *
 * @param token opaque to all but the store that gave it
 */
public record Cursor(String token) {}
