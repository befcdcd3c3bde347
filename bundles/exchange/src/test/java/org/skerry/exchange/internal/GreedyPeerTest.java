// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.skerry.api.ChunkId;
import org.skerry.api.PeerId;
import org.skerry.api.SwarmId;
import org.skerry.base.loop.ManualLoop;
import org.skerry.exchange.internal.wire.Message;
import org.skerry.exchange.internal.wire.MessageWriter;
import org.skerry.exchange.internal.wire.TrafficClass;
import org.skerry.spi.session.Conduct;
import org.skerry.spi.transport.Lane;

/** A peer that makes work for others and gives nothing finds an end of it. */
class GreedyPeerTest {

    private static final int READ_AHEAD = (4 << 20) / (64 << 10);
    private static final int READ_AHEAD_FOR_ALL = (32 << 20) / (64 << 10);
    private static final int PAGES_AT_ONCE = 256;

    @TempDir
    Path state;

    private final ManualLoop loop = new ManualLoop();
    private final TestContent content = TestContent.of(100, 40_000, 6);
    private final Random random = new Random(8);
    private final MemoryStore store = new MemoryStore();
    private final List<Message> answers = new ArrayList<>();
    private final FakePeering greedy = new FakePeering(PeerId.of(new byte[32]));
    private TestNode node;
    private FakeSession session;
    private long epoch = 50;
    private long nextId;

    @BeforeEach
    void connected() {
        node = new TestNode(1, loop, loop, state, Configured.DEFAULT).bound();
        node.exchange.addStore(store, 0, 5);
        node.fetch(content.link()); // to be in the swarm without having all of it
        store.holdsReads = true;
        greedy.join(content.swarm(), true);
        connect();
    }

    private void connect() {
        session = FakeNet.connect(greedy, node.peering, loop);
        session.other.filter = (lane, frame) -> {
            SwarmTest.read(lane, frame).ifPresent(answers::add);
            return frame;
        };
        begin();
    }

    /** Begins an epoch, and allows as much as there can be. */
    private void begin() {
        epoch++;
        nextId = (epoch & 1023) << 22 | 1;
        say(new Message.Epoch(epoch));
        say(new Message.Credit(1L << 40));
    }

    private void say(Message message) {
        session.send(Lane.CONTROL, MessageWriter.control(message));
        loop.advance(Duration.ofMillis(2));
    }

    private List<ChunkId> ids() {
        List<ChunkId> ids = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            byte[] id = new byte[ChunkId.BYTES];
            random.nextBytes(id);
            ids.add(ChunkId.of(id));
        }
        return ids;
    }

    private void want() {
        say(new Message.Want(nextId, content.swarm(), ids(), TrafficClass.NORMAL, 0, 0, 0));
        nextId += 64;
    }

    private void wantHave() {
        say(new Message.WantHave(content.swarm(), ids()));
    }

    private long answers(Class<? extends Message> type) {
        return answers.stream().filter(type::isInstance).count();
    }

    /** Asks for what is not there. @param denials how many are to be sent back, at least */
    private void wantInVain(int denials) {
        SwarmId nowhere = SwarmId.ofRoot(ids().get(0));
        for (int i = 0; i < denials; i += 64) {
            say(new Message.Want(nextId, nowhere, ids(), TrafficClass.NORMAL, 0, 0, 0));
            nextId += 64;
        }
    }

    /** Every other read fails, the others find nothing. */
    private void endReads() {
        List<CompletableFuture<Optional<ByteBuffer>>> now = List.copyOf(store.heldReads);
        store.heldReads.clear();
        for (int i = 0; i < now.size(); i++) {
            if (i % 2 == 0) {
                now.get(i).complete(Optional.empty());
            } else {
                now.get(i).completeExceptionally(new IllegalStateException("torn"));
            }
        }
        loop.advance(Duration.ofMillis(10));
    }

    @Test
    void takingWantsBackDoesNotMakeRoomForMoreReads() {
        for (int i = 0; i < 20; i++) {
            want();
            say(new Message.Cancel(nextId - 64, 64));
        }
        want();
        assertThat(store.heldReads).hasSize(READ_AHEAD);
        endReads();
        assertThat(store.heldReads).hasSize(64); // those that were not taken back
        endReads();
        assertThat(answers(Message.HaveNot.class)).isEqualTo(64);
        assertThat(store.heldReads).isEmpty();
    }

    @Test
    void aNewEpochDoesNotMakeRoomForMoreReads() {
        for (int i = 0; i < 20; i++) {
            want();
            begin();
        }
        want();
        assertThat(store.heldReads).hasSize(READ_AHEAD);
        endReads();
        assertThat(store.heldReads).hasSize(64);
    }

    @Test
    void aNewSessionDoesNotMakeRoomForMoreReadsThanThereMayBeForAll() {
        for (int i = 0; i < 20; i++) {
            want();
            FakeNet.close(session, "again");
            connect();
        }
        assertThat(store.heldReads).hasSize(READ_AHEAD_FOR_ALL);
        endReads();
        want();
        assertThat(store.heldReads).hasSize(64);
    }

    @Test
    void aNewEpochDoesNotMakeRoomForMorePages() {
        for (int epochs = 0; epochs < 5; epochs++) {
            for (int i = 0; i < 5; i++) {
                wantHave();
            }
            begin();
        }
        assertThat(store.heldReads).hasSize(PAGES_AT_ONCE);
        answers.clear();
        endReads();
        assertThat(answers).isEmpty(); // to questions of an earlier epoch
        wantHave();
        assertThat(store.heldReads).hasSize(64);
        endReads();
        assertThat(answers(Message.Have.class)).isEqualTo(64);
    }

    @Test
    void aPeerThatDoesNotReadTheAnswersLosesItsSession() {
        session.other.bytesPerSecond = 1;
        wantInVain(6_000);
        assertThat(node.peering.reports).isEmpty();
        wantInVain(3_000); // 4 MiB at 529 bytes each
        assertThat(node.peering.count(Conduct.STALL)).isEqualTo(1);
        assertThat(session.other.violation).contains("does not read");
    }

    @Test
    void aPeerThatReadsTheAnswersKeepsItsSession() {
        session.other.bytesPerSecond = 1_000_000;
        wantInVain(30_000);
        loop.advance(Duration.ofSeconds(1)); // more than may be asked in the time that it took
        assertThat(answers(Message.HaveNot.class)).isGreaterThanOrEqualTo(30_000);
        assertThat(node.peering.reports).isEmpty();
    }

    @Test
    void whatWaitedForALinkThatWasCutCountsNoMore() {
        session.other.bytesPerSecond = 1;
        wantInVain(6_000);
        FakeNet.cut(session);
        FakeNet.mend(session);
        begin();
        wantInVain(6_000);
        assertThat(answers(Message.HaveNot.class)).isGreaterThanOrEqualTo(12_000);
        assertThat(node.peering.reports).isEmpty();
    }
}
