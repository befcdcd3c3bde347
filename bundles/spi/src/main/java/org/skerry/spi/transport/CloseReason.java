// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.transport;

/** Why a link closed. */
public enum CloseReason {
    /** This node closed it, in good order. */
    LOCAL,
    /** The other side closed it, in good order. */
    REMOTE,
    /** The network failed. */
    FAILED,
    /** The other side broke the protocol. */
    PROTOCOL
}
