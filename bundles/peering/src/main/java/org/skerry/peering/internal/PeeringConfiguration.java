// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** Every limit of peering. */
@ObjectClassDefinition(
        id = "org.skerry.peering",
        name = "Skerry peering",
        description = "Finds peers and keeps sessions with them: limits")
public @interface PeeringConfiguration {

    @AttributeDefinition(name = "Most peers", description = "Most sessions at a time", min = "1", max = "10000")
    int max_peers() default 20;

    @AttributeDefinition(
            name = "Pending handshakes",
            description = "Most links in the making, for each direction",
            min = "1",
            max = "1000")
    int dial_pending() default 10;

    @AttributeDefinition(
            name = "New per source",
            description = "Negotiations that one peer may begin per second",
            min = "1",
            max = "1000")
    int dial_new_per_second() default 5;

    @AttributeDefinition(
            name = "Dial timeout",
            description = "From the first signal to a link, in milliseconds",
            min = "1",
            max = "1000000")
    long dial_timeout_ms() default 10_000;

    @AttributeDefinition(
            name = "Courtesy",
            description =
                    "How long the side that is not first to dial waits, in milliseconds; up to as much again is added",
            min = "0",
            max = "60000")
    long dial_courtesy_ms() default 250;

    @AttributeDefinition(
            name = "Stagger",
            description = "How long one transport has a start over the next when a peer is dialled, in milliseconds",
            min = "0",
            max = "10000")
    long dial_stagger_ms() default 250;

    @AttributeDefinition(
            name = "Transports, best first",
            description = "Names, separated by commas; those that are not named come after them, by service ranking")
    String transport_preference() default "direct, webrtc";

    @AttributeDefinition(
            name = "Settle",
            description = "How long a link carries a session before it moves to a better transport, in milliseconds",
            min = "0",
            max = "600000")
    long move_settle_ms() default 3_000;

    @AttributeDefinition(
            name = "Move again",
            description = "How long a transport that failed with a peer is left alone, in seconds; doubles",
            min = "1",
            max = "86400")
    int move_again_s() default 30;

    @AttributeDefinition(
            name = "Longest pause between moves",
            description = "Longest time that a transport that failed with a peer is left alone, in seconds",
            min = "1",
            max = "86400")
    int move_cap_s() default 600;

    @AttributeDefinition(
            name = "Drain",
            description =
                    "How long a link that a session has left may bring nothing before it is closed, in milliseconds",
            min = "1",
            max = "10000")
    long move_drain_ms() default 1_000;

    @AttributeDefinition(
            name = "Network",
            description =
                    "unknown, unmetered or metered; peers are told. On a metered one nothing better is tried for long",
            options = {@Option("unknown"), @Option("unmetered"), @Option("metered")})
    String network_class() default "unknown";

    @AttributeDefinition(
            name = "First redial",
            description = "Bound of the first pause after a failed dial, in milliseconds; doubles",
            min = "1",
            max = "60000")
    long redial_first_ms() default 500;

    @AttributeDefinition(
            name = "Longest redial",
            description = "Longest pause between dials, in seconds",
            min = "1",
            max = "60")
    int redial_cap_s() default 60;

    @AttributeDefinition(
            name = "Handshake timeout",
            description = "For the handshake over a link, in milliseconds",
            min = "1",
            max = "1000000")
    long handshake_timeout_ms() default 5_000;

    @AttributeDefinition(name = "Longest HELLO", description = "In bytes", min = "512", max = "65536")
    int hello_max_bytes() default 4096;

    @AttributeDefinition(
            name = "Longest frame",
            description = "Longest frame accepted, in bytes",
            min = "16384",
            max = "1048576")
    int message_max_bytes() default 262_144;

    @AttributeDefinition(
            name = "Session queue",
            description = "What may come in over a link and wait to be taken, in bytes; one message at least",
            min = "262144",
            max = "1073741824")
    int session_queue_bytes() default 4_194_304;

    @AttributeDefinition(
            name = "Heartbeat",
            description = "Time between two PINGs, in milliseconds",
            min = "100",
            max = "600000")
    int heartbeat_ms() default 5_000;

    @AttributeDefinition(
            name = "Missed heartbeats",
            description = "Silent heartbeats after which a link is dead",
            min = "1",
            max = "100")
    int heartbeat_missed() default 3;

    @AttributeDefinition(
            name = "Session without link",
            description = "How long a session waits for another link, in seconds",
            min = "1",
            max = "86400")
    int session_without_link_s() default 60;

    @AttributeDefinition(
            name = "Linger",
            description = "How long a session without a common swarm stays, in seconds",
            min = "0",
            max = "86400")
    int session_linger_s() default 30;

    @AttributeDefinition(
            name = "Control frames",
            description = "Frames of the session's own that a peer may send per second; a burst of twice that",
            min = "5",
            max = "1000000")
    int session_frames_per_second() default 50;

    @AttributeDefinition(
            name = "Announce interval",
            description = "Least time between announcements in a swarm, in seconds; up to a quarter is added",
            min = "1",
            max = "86400")
    int announce_interval_s() default 60;

    @AttributeDefinition(
            name = "Remember",
            description = "How long a silent peer is remembered, in seconds",
            min = "1",
            max = "86400")
    int directory_remember_s() default 300;

    @AttributeDefinition(name = "Directory size", description = "Most peers remembered", min = "1", max = "1000000")
    int directory_peers() default 10_000;

    @AttributeDefinition(
            name = "Swarm size",
            description = "Most peers remembered in one swarm",
            min = "1",
            max = "1000000")
    int directory_peers_per_swarm() default 1_000;

    @AttributeDefinition(
            name = "Clock skew",
            description = "How far a sender's clock may be off, in seconds",
            min = "1",
            max = "86400")
    int signal_window_s() default 120;

    @AttributeDefinition(
            name = "Replay cache",
            description = "Signals remembered against replay; when full, signals are refused",
            min = "1",
            max = "1000000")
    int replay_entries() default 20_000;

    @AttributeDefinition(
            name = "Replay cache per sender",
            description = "Of these, for one sender",
            min = "1",
            max = "1000000")
    int replay_entries_per_sender() default 2_000;

    @AttributeDefinition(
            name = "Fragment memory",
            description = "For envelopes that are not whole yet, in bytes",
            min = "65536",
            max = "1073741824")
    long fragment_bytes() default 4_194_304;

    @AttributeDefinition(
            name = "Fragment life",
            description = "How long an envelope may take to become whole, in milliseconds",
            min = "1",
            max = "1000000")
    long fragment_life_ms() default 10_000;

    @AttributeDefinition(name = "Longest envelope", description = "In bytes", min = "4096", max = "65536")
    int envelope_max_bytes() default 65_536;

    @AttributeDefinition(
            name = "Signal rate",
            description = "Signals opened per channel and second",
            min = "1",
            max = "1000000")
    int signals_per_second() default 200;

    @AttributeDefinition(
            name = "Answer rate",
            description = "Answers to queries per second, over all",
            min = "1",
            max = "1000000")
    int answers_per_second() default 50;

    @AttributeDefinition(
            name = "Ban score",
            description = "Score of misconduct from which a peer is refused",
            min = "30",
            max = "1000000")
    int reputation_ban() default 100;

    @AttributeDefinition(
            name = "Half-life",
            description = "In which a score halves by itself, in seconds",
            min = "1",
            max = "2592000")
    int reputation_half_life_s() default 900;

    @AttributeDefinition(
            name = "Keep scores",
            description = "For at least this long, in seconds",
            min = "1",
            max = "2592000")
    int reputation_keep_s() default 3_600;

    @AttributeDefinition(name = "Scores", description = "Most peers with a score", min = "1", max = "1000000")
    int reputation_entries() default 10_000;

    @AttributeDefinition(
            name = "Directory",
            description = "Folder of the journal of reputation, relative to the home folder; empty: not kept;"
                    + " read at start")
    String directory() default "state/peering";
}
