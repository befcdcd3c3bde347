// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Every limit of peering. */
@ObjectClassDefinition(
        id = "org.skerry.peering",
        name = "Skerry peering",
        description = "Finds peers and keeps sessions with them: limits")
public @interface PeeringConfiguration {

    @AttributeDefinition(name = "Most peers", description = "Most sessions at a time (1 to 10000)")
    int max_peers() default 20;

    @AttributeDefinition(name = "Pending handshakes", description = "Most links in the making, for each direction")
    int dial_pending() default 10;

    @AttributeDefinition(name = "New per source", description = "Negotiations that one peer may begin per second")
    int dial_new_per_second() default 5;

    @AttributeDefinition(name = "Dial timeout", description = "From the first signal to a link, in milliseconds")
    long dial_timeout_ms() default 10_000;

    @AttributeDefinition(
            name = "Courtesy",
            description =
                    "How long the side that is not first to dial waits, in milliseconds; up to as much again is added")
    long dial_courtesy_ms() default 250;

    @AttributeDefinition(
            name = "First redial",
            description = "Bound of the first pause after a failed dial, in milliseconds; doubles")
    long redial_first_ms() default 500;

    @AttributeDefinition(name = "Longest redial", description = "Longest pause between dials, in seconds (1 to 60)")
    int redial_cap_s() default 60;

    @AttributeDefinition(name = "Handshake timeout", description = "For the handshake over a link, in milliseconds")
    long handshake_timeout_ms() default 5_000;

    @AttributeDefinition(name = "Longest HELLO", description = "In bytes (512 to 65536)")
    int hello_max_bytes() default 4096;

    @AttributeDefinition(name = "Longest frame", description = "Longest frame accepted, in bytes (16384 to 1048576)")
    int message_max_bytes() default 262_144;

    @AttributeDefinition(
            name = "Session queue",
            description = "What may come in over a link and wait to be taken, in bytes; one message at least",
            min = "262144",
            max = "1073741824")
    int session_queue_bytes() default 4_194_304;

    @AttributeDefinition(name = "Heartbeat", description = "Time between two PINGs, in milliseconds (100 to 600000)")
    int heartbeat_ms() default 5_000;

    @AttributeDefinition(name = "Missed heartbeats", description = "Silent heartbeats after which a link is dead")
    int heartbeat_missed() default 3;

    @AttributeDefinition(
            name = "Session without link",
            description = "How long a session waits for another link, in seconds")
    int session_without_link_s() default 60;

    @AttributeDefinition(name = "Linger", description = "How long a session without a common swarm stays, in seconds")
    int session_linger_s() default 30;

    @AttributeDefinition(
            name = "Control frames",
            description = "Frames of the session's own that a peer may send per second; a burst of twice that")
    int session_frames_per_second() default 50;

    @AttributeDefinition(
            name = "Announce interval",
            description = "Least time between announcements in a swarm, in seconds; up to a quarter is added")
    int announce_interval_s() default 60;

    @AttributeDefinition(name = "Remember", description = "How long a silent peer is remembered, in seconds")
    int directory_remember_s() default 300;

    @AttributeDefinition(name = "Directory size", description = "Most peers remembered")
    int directory_peers() default 10_000;

    @AttributeDefinition(name = "Swarm size", description = "Most peers remembered in one swarm")
    int directory_peers_per_swarm() default 1_000;

    @AttributeDefinition(name = "Clock skew", description = "How far a sender's clock may be off, in seconds")
    int signal_window_s() default 120;

    @AttributeDefinition(
            name = "Replay cache",
            description = "Signals remembered against replay; when full, signals are refused")
    int replay_entries() default 20_000;

    @AttributeDefinition(name = "Replay cache per sender", description = "Of these, for one sender")
    int replay_entries_per_sender() default 2_000;

    @AttributeDefinition(name = "Fragment memory", description = "For envelopes that are not whole yet, in bytes")
    long fragment_bytes() default 4_194_304;

    @AttributeDefinition(
            name = "Fragment life",
            description = "How long an envelope may take to become whole, in milliseconds")
    long fragment_life_ms() default 10_000;

    @AttributeDefinition(name = "Longest envelope", description = "In bytes (4096 to 262144)")
    int envelope_max_bytes() default 65_536;

    @AttributeDefinition(name = "Signal rate", description = "Signals opened per channel and second")
    int signals_per_second() default 200;

    @AttributeDefinition(name = "Answer rate", description = "Answers to queries per second, over all")
    int answers_per_second() default 50;

    @AttributeDefinition(name = "Ban score", description = "Score of misconduct from which a peer is refused (30 up)")
    int reputation_ban() default 100;

    @AttributeDefinition(name = "Half-life", description = "In which a score halves by itself, in seconds")
    int reputation_half_life_s() default 900;

    @AttributeDefinition(name = "Keep scores", description = "For at least this long, in seconds")
    int reputation_keep_s() default 3_600;

    @AttributeDefinition(name = "Scores", description = "Most peers with a score")
    int reputation_entries() default 10_000;

    @AttributeDefinition(
            name = "Directory",
            description = "Folder of the journal of reputation, relative to the home folder; empty: not kept")
    String directory() default "state/peering";
}
