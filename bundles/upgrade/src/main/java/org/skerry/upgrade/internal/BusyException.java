// SPDX-License-Identifier: Apache-2.0
package org.skerry.upgrade.internal;

/** Another change is under way. */
final class BusyException extends RefusedException {

    private static final long serialVersionUID = 1L;

    BusyException() {
        super("another change is under way; wait for its end");
    }
}
