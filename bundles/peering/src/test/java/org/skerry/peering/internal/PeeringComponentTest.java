// SPDX-License-Identifier: Apache-2.0
package org.skerry.peering.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.base.bytes.Bytes;
import org.skerry.base.loop.ThreadLoop;
import org.skerry.peering.internal.node.Limits;
import org.skerry.peering.internal.world.FakeEnvelopes;
import org.skerry.peering.internal.world.FakeIdentity;
import org.skerry.peering.internal.world.FakeSignaling;
import org.skerry.peering.internal.world.FakeTransports;
import org.skerry.peering.internal.world.World;
import org.skerry.spi.identity.Envelopes;
import org.skerry.spi.identity.Signal;
import org.skerry.spi.session.Conduct;
import org.skerry.spi.signaling.SignalingProvider;
import org.skerry.spi.transport.TransportProvider;

/** The component on real threads and real time. */
class PeeringComponentTest {

    @TempDir
    Path home;

    private static PeeringConfiguration config(Map<String, Object> set) {
        return (PeeringConfiguration) Proxy.newProxyInstance(
                PeeringConfiguration.class.getClassLoader(),
                new Class<?>[] {PeeringConfiguration.class},
                (proxy, method, args) -> set.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    @Test
    void theDefaultsOfTheConfigurationAreTheDefaultsOfTheLimits() {
        assertThat(ConfiguredLimits.of(config(Map.of()))).isEqualTo(Limits.DEFAULT);
    }

    @Test
    void aWrongValueNamesPidAndKey() {
        assertThatThrownBy(() -> new PeeringComponent(config(Map.of("max_peers", 0)), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("org.skerry.peering: max.peers is 0, not within 1 to 10000");
        assertThatThrownBy(() -> ConfiguredLimits.of(config(Map.of("redial_cap_s", 61))))
                .hasMessageContaining("redial.cap.s");
    }

    @Test
    void twoComponentsMeetAndStopWithinAMomentLeavingNoThread() throws Exception {
        FakeIdentity.Keys keys = new FakeIdentity.Keys();
        try (ThreadLoop network = new ThreadLoop("test-network", Throwable::printStackTrace)) {
            FakeSignaling lan = new FakeSignaling(network);
            FakeTransports links = new FakeTransports(network);
            PeeringComponent a = component(keys.create(1, 1), lan, links);
            PeeringComponent b = component(keys.create(2, 1), lan, links);
            a.join(World.swarm(1), false);
            b.join(World.swarm(1), true);
            await().atMost(Duration.ofSeconds(10))
                    .until(() ->
                            b.peers().stream().anyMatch(info -> info.transport().isPresent()));
            assertThat(b.findings()).allMatch(finding -> finding.ready());

            long before = System.nanoTime();
            a.deactivate();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(500));
            await().atMost(Duration.ofSeconds(10)).until(() -> b.peers().isEmpty());
            b.deactivate();
        }
        await().atMost(Duration.ofSeconds(5))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("skerry-peering")));
    }

    @Test
    void saysGoodbyeThoughManySignalsWait() throws Exception {
        FakeIdentity.Keys keys = new FakeIdentity.Keys();
        try (ThreadLoop network = new ThreadLoop("test-network", Throwable::printStackTrace)) {
            FakeSignaling lan = new FakeSignaling(network);
            FakeTransports links = new FakeTransports(network);
            FakeIdentity busy = keys.create(1, 1);
            AtomicBoolean slow = new AtomicBoolean();
            PeeringComponent a = component(busy, slowWhen(slow, new FakeEnvelopes(busy)), lan, links);
            PeeringComponent b = component(keys.create(2, 1), lan, links);
            a.join(World.swarm(1), false);
            b.join(World.swarm(1), true);
            await().atMost(Duration.ofSeconds(10))
                    .until(() ->
                            b.peers().stream().anyMatch(info -> info.transport().isPresent()));

            slow.set(true);
            network.execute(() -> flood(keys.create(3, 1), lan));
            CountDownLatch flooded = new CountDownLatch(1);
            network.execute(() -> network.execute(flooded::countDown)); // behind what the flood has posted
            assertThat(flooded.await(10, TimeUnit.SECONDS)).isTrue();
            a.deactivate();
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> b.peers().stream().noneMatch(info -> info.id().equals(busy.self())));
            b.deactivate();
        }
    }

    private static Envelopes slowWhen(AtomicBoolean slow, FakeEnvelopes real) {
        return (Envelopes) Proxy.newProxyInstance(
                Envelopes.class.getClassLoader(), new Class<?>[] {Envelopes.class}, (proxy, method, args) -> {
                    long end = System.nanoTime() + 10_000_000;
                    while (slow.get() && method.getName().equals("open") && System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                    return method.invoke(real, args);
                });
    }

    private static void flood(FakeIdentity member, FakeSignaling lan) {
        FakeEnvelopes envelopes = new FakeEnvelopes(member);
        SwarmId swarm = World.swarm(1);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        long day = now.getEpochSecond() / 86_400;
        for (int i = 0; i < 300; i++) {
            Signal signal = new Signal(
                    member.self(),
                    Optional.empty(),
                    Signal.Kind.ANNOUNCE,
                    new byte[0],
                    i,
                    now,
                    now.plusSeconds(60),
                    new byte[0]);
            byte[] frame = Bytes.concat(new byte[] {0}, envelopes.seal(signal, swarm, day));
            lan.inject(envelopes.topic(swarm, day), frame);
        }
    }

    private PeeringComponent component(FakeIdentity identity, FakeSignaling lan, FakeTransports links) {
        return component(identity, new FakeEnvelopes(identity), lan, links);
    }

    private PeeringComponent component(
            FakeIdentity identity, Envelopes envelopes, FakeSignaling lan, FakeTransports links) {
        PeeringComponent component = new PeeringComponent(config(Map.of()), Optional.empty());
        component.bindIdentity(identity);
        component.bindEnvelopes(envelopes);
        component.bindSignaling(lan.provider(), Map.of(SignalingProvider.SCOPE, "lan"));
        component.bindTransport(links.provider(), Map.of(TransportProvider.NAME, "fake"));
        return component;
    }

    @Test
    void reputationIsKeptOverARestart() {
        PeeringComponent first = new PeeringComponent(config(Map.of()), Optional.of(home.toString()));
        first.report(PeerId.of(new byte[32]), Conduct.WRONG_CHUNK, "test");
        first.deactivate();

        assertThat(Files.exists(home.resolve("state/peering/reputation"))).isTrue();
        PeeringComponent second = new PeeringComponent(config(Map.of()), Optional.of(home.toString()));
        second.deactivate();
        assertThat(ReputationJournal.in(home, "state/peering").load()).hasSize(1);
    }

    @Test
    void theIdentityThatLeavesAfterItsSuccessorCameTakesNothingAway() {
        FakeIdentity.Keys keys = new FakeIdentity.Keys();
        FakeIdentity old = keys.create(1, 1);
        FakeIdentity next = old.restarted(1);
        PeeringComponent component = new PeeringComponent(config(Map.of()), Optional.empty());
        component.bindEnvelopes(new FakeEnvelopes(old));
        component.bindIdentity(old);
        component.bindIdentity(next);
        component.unbindIdentity(old);

        await().atMost(Duration.ofSeconds(5))
                .until(() -> component.findings().get(0).ready());
        component.unbindIdentity(next);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> !component.findings().get(0).ready());
        component.deactivate();
    }
}
