// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of PID {@code org.skerry.exchange}. Changes of all keys but directory, resume and workers act at once. */
@ObjectClassDefinition(name = "Skerry exchange", description = "How chunks are asked for, sent and kept track of")
public @interface ExchangeConfiguration {

    /** Folder below the node's home for transfers and shares that are to be taken up again. */
    @AttributeDefinition(
            description = "Folder below the node's home for what is taken up again after a restart; read at start")
    String directory() default "state/exchange";

    /** Whether transfers and shares are taken up again when the node starts. */
    @AttributeDefinition(
            description = "Whether transfers and shares are taken up again when the node starts; read at start")
    boolean resume() default true;

    /** Threads that hash and write small files. */
    @AttributeDefinition(description = "Threads that hash chunks; read at start", min = "1", max = "64")
    int workers() default 2;

    /** Chunks that a transfer has named and not yet taken in. */
    @AttributeDefinition(description = "Chunks wanted at a time by a transfer", min = "1", max = "4096")
    int want_window() default 2048;

    /** Open requests at one peer. */
    @AttributeDefinition(description = "Open requests at one peer", min = "1", max = "1024")
    int request_max() default 1024;

    /** Bytes asked of one peer at a time. */
    @AttributeDefinition(description = "Bytes asked of one peer at a time", min = "1048576", max = "4294967296")
    long request_bytes() default 32 << 20;

    /** Greatest credit of one peer. */
    @AttributeDefinition(
            description = "Bytes that one peer may have on the way to this node",
            min = "262144",
            max = "1073741824")
    long credit_max() default 16 << 20;

    /** Open wants of one peer. */
    @AttributeDefinition(description = "Open wants of one peer at this node", min = "1", max = "1024")
    int serve_wants() default 1024;

    /** What wants and pages of one peer may count for. */
    @AttributeDefinition(
            description = "Bytes that wants and pages of one peer may count for, at 64 each",
            min = "4096",
            max = "1073741824")
    long serve_queue() default 1 << 20;

    /** Control frames that one peer may send. */
    @AttributeDefinition(
            description = "Control frames per second taken from one peer, each chunk of a WANT and page of a WANT_HAVE"
                    + " counted; more have to wait",
            min = "100",
            max = "1000000")
    int control_per_second() default 20_000;

    /** Bytes read ahead for one peer. */
    @AttributeDefinition(description = "Bytes read ahead for one peer", min = "1048576", max = "1073741824")
    long serve_readahead() default 4 << 20;

    /** Longest time without progress. */
    @AttributeDefinition(
            description = "Seconds without progress after which a request goes elsewhere",
            min = "2",
            max = "600")
    int stall_s() default 20;

    /** Chunks that may be asked of more than one peer. */
    @AttributeDefinition(
            description = "Chunks still missing when they may be asked of several peers",
            min = "0",
            max = "8")
    int endgame_chunks() default 8;

    /** How long changes of HAVE are gathered. */
    @AttributeDefinition(
            description = "Milliseconds for which news of what is here are gathered",
            min = "1",
            max = "60000")
    int have_delay_ms() default 250;

    /** Transfers listed that have ended. */
    @AttributeDefinition(description = "Ended transfers that are listed", min = "1", max = "100000")
    int transfer_kept() default 1000;

    /** What the stores may hold. */
    @AttributeDefinition(
            description = "Bytes that the chunks in all stores may take together, 0 for no limit",
            min = "0",
            max = "1125899906842624")
    long cache_quota() default 0;

    /** How often the time at which a content was last served is written down. */
    @AttributeDefinition(
            description = "Seconds after which it is written down anew when a cached content was last served",
            min = "1",
            max = "86400")
    int cache_recency_s() default 600;

    /** Sent by the node. */
    @AttributeDefinition(
            description = "Bytes per second that the node sends, 0 for no limit",
            min = "0",
            max = "1000000000000")
    long node_up() default 0;

    /** Received by the node. */
    @AttributeDefinition(
            description = "Bytes per second that the node receives, 0 for no limit",
            min = "0",
            max = "1000000000000")
    long node_down() default 0;

    /** Sent for each swarm. */
    @AttributeDefinition(
            description = "Bytes per second sent for each swarm, 0 for no limit",
            min = "0",
            max = "1000000000000")
    long swarm_up() default 0;

    /** Received for each swarm. */
    @AttributeDefinition(
            description = "Bytes per second received for each swarm, 0 for no limit",
            min = "0",
            max = "1000000000000")
    long swarm_down() default 0;

    /** Sent to each peer. */
    @AttributeDefinition(
            description = "Bytes per second sent to each peer, 0 for no limit",
            min = "0",
            max = "1000000000000")
    long peer_up() default 0;

    /** Received from each peer. */
    @AttributeDefinition(
            description = "Bytes per second received from each peer, 0 for no limit",
            min = "0",
            max = "1000000000000")
    long peer_down() default 0;
}
