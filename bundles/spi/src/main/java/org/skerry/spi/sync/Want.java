// SPDX-License-Identifier: Apache-2.0
package org.skerry.spi.sync;

import org.osgi.annotation.versioning.ProviderType;
import org.skerry.api.ChunkId;

/** A chunk that is wanted, during one call of a strategy. */
@ProviderType
public interface Want {

    /** {@return which chunk} */
    ChunkId chunk();

    /** {@return its length in bytes} */
    int length();

    /** {@return its place in content order, from 0} */
    long position();

    /** {@return true for manifest pages, without which nothing more is known: ask for them first} */
    boolean urgent();

    /** {@return number of connected peers that have it} */
    int rarity();

    /** {@return number of peers that were asked for it and have not answered; 0 unless this is the endgame} */
    int asked();

    /**
     * Whether a peer has it.
     *
     * @param peer one of {@link SwarmView#peers()}
     * @return true if it said so, or if it may be asked on the chance
     */
    boolean heldBy(PeerView peer);

    /**
     * Whether a peer was asked for it already and has not answered.
     *
     * @param peer one of {@link SwarmView#peers()}
     * @return true if so
     */
    boolean askedOf(PeerView peer);
}
