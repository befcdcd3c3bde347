// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.skerry.peering.internal.node.DialLimits;
import org.skerry.peering.internal.node.DirectoryLimits;
import org.skerry.peering.internal.node.GuardLimits;
import org.skerry.peering.internal.node.HubLimits;
import org.skerry.peering.internal.node.Limits;
import org.skerry.peering.internal.node.MoveLimits;
import org.skerry.peering.internal.node.NetworkClass;
import org.skerry.peering.internal.node.SessionLimits;

/** Reads the limits out of the configuration; a value out of bounds is an error that names its key. */
final class ConfiguredLimits {

    private static final int MILLION = 1_000_000;
    private static final int DAY = 86_400;

    private ConfiguredLimits() {}

    /** @throws IllegalArgumentException naming PID and key */
    static Limits of(PeeringConfiguration config) {
        return new Limits(hub(config), directory(config), dial(config), move(config), session(config), guard(config));
    }

    private static HubLimits hub(PeeringConfiguration config) {
        return new HubLimits(
                seconds("announce.interval.s", config.announce_interval_s(), 1, DAY),
                seconds("signal.window.s", config.signal_window_s(), 1, DAY),
                within("replay.entries", config.replay_entries(), 1, MILLION),
                within("replay.entries.per.sender", config.replay_entries_per_sender(), 1, MILLION),
                between("fragment.bytes", config.fragment_bytes(), 64 << 10, 1 << 30),
                millis("fragment.life.ms", config.fragment_life_ms(), 1, MILLION),
                within("envelope.max.bytes", config.envelope_max_bytes(), 4096, 64 << 10),
                within("signals.per.second", config.signals_per_second(), 1, MILLION),
                within("answers.per.second", config.answers_per_second(), 1, MILLION));
    }

    private static DirectoryLimits directory(PeeringConfiguration config) {
        return new DirectoryLimits(
                seconds("directory.remember.s", config.directory_remember_s(), 1, DAY),
                within("directory.peers", config.directory_peers(), 1, MILLION),
                within("directory.peers.per.swarm", config.directory_peers_per_swarm(), 1, MILLION));
    }

    private static DialLimits dial(PeeringConfiguration config) {
        Duration first = millis("redial.first.ms", config.redial_first_ms(), 1, 60_000);
        Duration cap = seconds("redial.cap.s", config.redial_cap_s(), 1, 60);
        if (first.compareTo(cap) > 0) {
            throw wrong("redial.first.ms", "is longer than redial.cap.s");
        }
        return new DialLimits(
                within("max.peers", config.max_peers(), 1, 10_000),
                within("dial.pending", config.dial_pending(), 1, 1000),
                within("dial.new.per.second", config.dial_new_per_second(), 1, 1000),
                millis("dial.timeout.ms", config.dial_timeout_ms(), 1, MILLION),
                millis("dial.courtesy.ms", config.dial_courtesy_ms(), 0, 60_000),
                first,
                cap);
    }

    private static MoveLimits move(PeeringConfiguration config) {
        return new MoveLimits(
                names("transport.preference", config.transport_preference()),
                millis("dial.stagger.ms", config.dial_stagger_ms(), 0, 10_000),
                millis("move.settle.ms", config.move_settle_ms(), 0, 600_000),
                seconds("move.again.s", config.move_again_s(), 1, DAY),
                seconds("move.cap.s", config.move_cap_s(), 1, DAY),
                millis("move.drain.ms", config.move_drain_ms(), 1, 10_000),
                network(config.network_class()));
    }

    private static List<String> names(String key, String text) {
        List<String> names = Stream.of(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        if (names.stream().anyMatch(name -> !name.matches("[a-z]{1,16}"))) {
            throw wrong(key, "is '" + text + "', not names of transports separated by commas");
        }
        return names;
    }

    private static NetworkClass network(String text) {
        return Stream.of(NetworkClass.values())
                .filter(value -> value.name().equalsIgnoreCase(text.strip()))
                .findFirst()
                .orElseThrow(() -> wrong("network.class", "is '" + text + "', not unknown, unmetered or metered"));
    }

    private static SessionLimits session(PeeringConfiguration config) {
        return new SessionLimits(
                millis("handshake.timeout.ms", config.handshake_timeout_ms(), 1, MILLION),
                within("hello.max.bytes", config.hello_max_bytes(), 512, 64 << 10),
                within("message.max.bytes", config.message_max_bytes(), 16 << 10, 1 << 20),
                within("session.queue.bytes", config.session_queue_bytes(), 256 << 10, 1 << 30),
                millis("heartbeat.ms", config.heartbeat_ms(), 100, 600_000),
                within("heartbeat.missed", config.heartbeat_missed(), 1, 100),
                seconds("session.without.link.s", config.session_without_link_s(), 1, DAY),
                seconds("session.linger.s", config.session_linger_s(), 0, DAY),
                within("session.frames.per.second", config.session_frames_per_second(), 5, MILLION));
    }

    private static GuardLimits guard(PeeringConfiguration config) {
        return new GuardLimits(
                within("reputation.ban", config.reputation_ban(), 30, MILLION),
                seconds("reputation.half.life.s", config.reputation_half_life_s(), 1, 30 * DAY),
                seconds("reputation.keep.s", config.reputation_keep_s(), 1, 30 * DAY),
                within("reputation.entries", config.reputation_entries(), 1, MILLION));
    }

    private static Duration seconds(String key, long value, long min, long max) {
        return Duration.ofSeconds(between(key, value, min, max));
    }

    private static Duration millis(String key, long value, long min, long max) {
        return Duration.ofMillis(between(key, value, min, max));
    }

    private static int within(String key, int value, int min, int max) {
        return (int) between(key, value, min, max);
    }

    private static long between(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw wrong(key, "is " + value + ", not within " + min + " to " + max);
        }
        return value;
    }

    private static IllegalArgumentException wrong(String key, String what) {
        return new IllegalArgumentException("org.skerry.peering: " + key + " " + what);
    }
}
