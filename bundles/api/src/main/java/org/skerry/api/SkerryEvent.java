// SPDX-License-Identifier: Apache-2.0
package org.skerry.api;

import java.time.Duration;
import java.time.Instant;

/** What happens in a node, for those who watch. More kinds may come: a switch over them needs a default. */
public interface SkerryEvent {

    /** {@return when, by the node's clock} */
    Instant at();

    /** A peer was heard of that was not in the directory. */
    record PeerFound(Instant at, PeerId peer, SwarmId swarm, String scope) implements SkerryEvent {}

    /** A session opened; {@code dial} is the time from the first signal to the open session. */
    record PeerConnected(Instant at, PeerId peer, String transport, Duration dial) implements SkerryEvent {}

    /** A session ended, or lost its link for good. */
    record PeerDisconnected(Instant at, PeerId peer, String reason) implements SkerryEvent {}

    /** A content can be fetched from here. */
    record ShareOpened(Instant at, Share share) implements SkerryEvent {}

    /** A transfer changed its state or came a step further; at most four a second for each transfer. */
    record TransferProgress(Instant at, TransferStatus status) implements SkerryEvent {}

    /** The first verified chunk of file content of a transfer came in from a peer. */
    record FirstChunk(Instant at, TransferId transfer, PeerId peer) implements SkerryEvent {}

    /** A transfer has ended. */
    record TransferEnded(Instant at, TransferId transfer, TransferResult result) implements SkerryEvent {}
}
