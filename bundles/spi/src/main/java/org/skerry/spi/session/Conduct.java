// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.session;

/** What a peer did, good or bad. */
public enum Conduct {
    /** It sent a chunk that was asked for and right. */
    GOOD_CHUNK,
    /** It sent a chunk whose hash is wrong. */
    WRONG_CHUNK,
    /** It sent what was not asked for. */
    UNASKED_DATA,
    /** It said that it has a chunk and did not send it. */
    BROKEN_PROMISE,
    /** It did not answer in time. */
    STALL,
    /** It broke the protocol. */
    PROTOCOL_ERROR,
    /** It sent more than the limits allow. */
    FLOOD
}
