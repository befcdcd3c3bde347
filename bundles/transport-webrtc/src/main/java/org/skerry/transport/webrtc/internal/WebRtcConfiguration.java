// SPDX-License-Identifier: Apache-2.0
package org.skerry.transport.webrtc.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys of {@code etc/org.skerry.transport.webrtc.cfg}. */
@ObjectClassDefinition(name = "Skerry WebRTC transport", description = "Links over WebRTC data channels")
@interface WebRtcConfiguration {

    /** Who helps through a NAT. */
    @AttributeDefinition(
            description =
                    "STUN and TURN servers: stun:host[:port], or turn:host[:port][?transport=udp|tcp];user;password"
                            + " (turns: over TLS); empty: none, and no way through most NATs")
    String[] ice_servers() default {};

    /** Which ways are taken. */
    @AttributeDefinition(
            description = "Ways to take: all, or relay for those through a TURN server only, which hides own addresses",
            options = {@Option(value = "all"), @Option(value = "relay")})
    String ice_policy() default "all";

    /** Where to receive. */
    @AttributeDefinition(description = "Lowest UDP port to use; 0: any free one", min = "0", max = "65535")
    int port_min() default 0;

    /** Where to receive. */
    @AttributeDefinition(description = "Highest UDP port to use; 0: any free one", min = "0", max = "65535")
    int port_max() default 0;

    /** Whether private networks are used. */
    @AttributeDefinition(
            description = "Use private addresses (RFC 1918, RFC 6598, RFC 4193), own ones and those that peers name")
    boolean allow_private() default true;

    /** Whether loopback is used. */
    @AttributeDefinition(description = "Use loopback addresses that peers name; own ones are never named")
    boolean allow_loopback() default false;

    /** Whether names are looked up. */
    @AttributeDefinition(description = "Look up names that end in .local, which browsers name instead of addresses")
    boolean allow_local_names() default true;

    /** A limit. */
    @AttributeDefinition(
            description = "Most connections, those in the making and those that close included",
            min = "1",
            max = "65536")
    int max_connections() default 64;

    /** A limit on strangers. */
    @AttributeDefinition(description = "Most candidates that a peer may name in a negotiation", min = "1", max = "1024")
    int max_candidates() default 64;

    /** How long to try. */
    @AttributeDefinition(description = "Milliseconds after which a negotiation fails", min = "100", max = "120000")
    int negotiation_timeout_ms() default 20000;

    /** A limit on what waits here. */
    @AttributeDefinition(
            description =
                    "Most bytes that a peer may send ahead of what is taken here, on the data lane of a link: as many as"
                            + " 64 MB/s are in a round trip, but 1 MiB within this; a quarter of this, but 524288 at"
                            + " least, on the control lane",
            min = "524288",
            max = "16777216")
    int window_bytes() default 4194304;

    /** A matter of tuning. */
    @AttributeDefinition(
            description = "Bytes that may wait in the WebRTC library, per lane of a link, until no more is given to it",
            min = "65536",
            max = "4194304")
    int high_water_bytes() default 2097152;

    /** A matter of tuning. */
    @AttributeDefinition(
            description =
                    "Bytes that still wait in the WebRTC library when more is given to it; below high.water.bytes",
            min = "0",
            max = "4194303")
    int low_water_bytes() default 1048576;

    /** A matter of tuning. */
    @AttributeDefinition(
            description =
                    "Least microseconds between two looks at what waits in the WebRTC library, while a message waits for"
                            + " room; the next one is when that should be there, 20 ms later at most",
            min = "500",
            max = "100000")
    int poll_us() default 1000;

    /** When to look for another way. */
    @AttributeDefinition(
            description =
                    "Milliseconds that a link may be without a sign of the other end until another one is asked for",
            min = "0",
            max = "60000")
    int disconnected_grace_ms() default 2000;

    /** The message limit. */
    @AttributeDefinition(
            description = "Longest message of a channel in bytes; the lower one of both sides counts",
            min = "16384",
            max = "262144")
    int max_message_bytes() default 262144;

    /** A matter of speed. */
    @AttributeDefinition(
            description =
                    "Try the WebRTC library when the transport opens, so that the first link need not wait for its start")
    boolean warm_up() default true;
}
