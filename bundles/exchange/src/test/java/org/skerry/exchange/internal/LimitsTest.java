// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;
import org.skerry.exchange.internal.wire.Limits;
import org.skerry.exchange.internal.wire.Message;
import org.skerry.exchange.internal.wire.MessageWriter;
import org.skerry.exchange.internal.wire.TrafficClass;
import org.skerry.spi.session.Conduct;
import org.skerry.spi.transport.Lane;

/** Credit, wants, buffers and rates keep within what was agreed. */
class LimitsTest extends NodesCase {

    private final TestContent content = TestContent.of(300, 100_000, 6);
    private TestNode sharer;
    private TestNode fetcher;

    @BeforeEach
    void nodes() {
        sharer = node(1);
        sharer.share(content, false);
        fetcher = node(2);
    }

    /** Follows what one side grants and the other sends, as it leaves. */
    private static final class CreditBook {
        long granted = Limits.FIRST_CREDIT;
        long sent;
        long grants;
        long worst = Long.MAX_VALUE;
        int longest;

        FakeSession.Filter granting() {
            return (lane, frame) -> {
                SwarmTest.read(lane, frame)
                        .filter(Message.Credit.class::isInstance)
                        .ifPresent(it -> {
                            granted = ((Message.Credit) it).limit();
                            grants++;
                        });
                return frame;
            };
        }

        FakeSession.Filter sending() {
            return (lane, frame) -> {
                SwarmTest.read(lane, frame)
                        .filter(Message.Data.class::isInstance)
                        .ifPresent(it -> {
                            sent += ((Message.Data) it).payload().remaining();
                            worst = Math.min(worst, granted - sent);
                            longest = Math.max(longest, frame.remaining());
                        });
                return frame;
            };
        }
    }

    @Test
    void neverSendsMoreThanItsCredit() {
        Transfer transfer = fetcher.fetch(content.link());
        FakeSession session = FakeNet.connect(fetcher, sharer);
        session.latency = Duration.ofMillis(20);
        session.other.latency = Duration.ofMillis(20);
        CreditBook book = new CreditBook();
        session.filter = book.granting();
        session.other.filter = book.sending();
        loop.advance(Duration.ofSeconds(10));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
        assertThat(book.sent).isGreaterThan(content.bytes);
        assertThat(book.worst).isNotNegative();
        // Doubling soon gets there: few grants for much data.
        assertThat(book.grants).isBetween(4L, 60L);
        assertThat(book.longest).isLessThanOrEqualTo(64 << 10);
    }

    @Test
    void closesTheSessionOfAPeerThatSendsMoreThanItsCredit() {
        fetcher.fetch(content.link());
        FakeSession session = FakeNet.connect(fetcher, sharer);
        loop.advance(Duration.ofMillis(5));
        long id = (session.epochs[0] & 1023) << 22 | 3_000_000;
        ByteBuffer chunk = ByteBuffer.allocate(60_000);
        for (int i = 0; i < 300; i++) { // as much as the greatest window
            session.other.send(Lane.DATA, MessageWriter.data(id, chunk, 0, 60_000, true));
        }
        loop.advance(Duration.ofSeconds(1));
        assertThat(fetcher.peering.count(Conduct.FLOOD)).isEqualTo(1);
        assertThat(fetcher.peering.count(Conduct.PROTOCOL_ERROR)).isZero(); // one offence is counted once
        assertThat(session.violation).contains("credit");
    }

    @Test
    void takesNoMoreThan1024WantsOfAPeer() {
        FakePeering stranger = new FakePeering(org.skerry.api.PeerId.of(new byte[32]));
        stranger.join(content.swarm(), true);
        FakeSession session = FakeNet.connect(stranger, sharer.peering, loop);
        List<Message> answers = new ArrayList<>();
        session.other.filter = (lane, frame) -> {
            SwarmTest.read(lane, frame).ifPresent(answers::add);
            return frame;
        };
        session.send(Lane.CONTROL, MessageWriter.control(new Message.Epoch(50)));
        loop.advance(Duration.ofMillis(10));
        long first = 50L << 22 | 1;
        for (int batch = 0; batch < 20; batch++) {
            session.send(
                    Lane.CONTROL,
                    MessageWriter.control(new Message.Want(
                            first + batch * 64L,
                            content.swarm(),
                            Collections.nCopies(64, content.data.get(0)),
                            TrafficClass.NORMAL,
                            0,
                            0,
                            0)));
        }
        loop.advance(Duration.ofSeconds(1));
        long sent = answers.stream()
                .filter(Message.Data.class::isInstance)
                .mapToLong(it -> ((Message.Data) it).payload().remaining())
                .sum();
        long refused = answers.stream()
                .filter(Message.Busy.class::isInstance)
                .mapToLong(it -> ((Message.Busy) it).count())
                .sum();
        assertThat(sent).isLessThanOrEqualTo(Limits.FIRST_CREDIT);
        long served = sent / content.chunks.get(content.data.get(0)).remaining() + 1;
        assertThat(refused).isBetween(20 * 64L - 1024 - served, 20 * 64L - 1024);
    }

    @Test
    void takesControlFramesNoFasterThanConfigured() {
        FakePeering stranger = new FakePeering(org.skerry.api.PeerId.of(new byte[32]));
        stranger.join(content.swarm(), true);
        FakeSession session = FakeNet.connect(stranger, sharer.peering, loop);
        session.send(Lane.CONTROL, MessageWriter.control(new Message.Epoch(50)));
        loop.advance(Duration.ofMillis(10));
        int frames = 50_000;
        for (int i = 0; i < frames; i++) {
            session.send(Lane.CONTROL, MessageWriter.control(new Message.Cancel(7, 1)));
        }
        loop.advance(Duration.ofSeconds(1));
        // The rate, a quarter of a second's worth at once, and what had been let in already.
        assertThat(frames - session.other.undelivered.size()).isBetween(20_000, 25_000 + 512);
        loop.advance(Duration.ofSeconds(2));
        assertThat(session.other.undelivered).isEmpty();
        assertThat(sharer.peering.reports).isEmpty();

        for (int i = 0; i < 1000; i++) { // pages count, not frames
            session.send(
                    Lane.CONTROL,
                    MessageWriter.control(
                            new Message.WantHave(content.swarm(), Collections.nCopies(64, content.root))));
        }
        loop.advance(Duration.ofMillis(1500));
        assertThat(1000 - session.other.undelivered.size()).isBetween(30_000 / 64, 35_000 / 64 + 512);
    }

    @Test
    void keepsLittleInTheLinksBuffer() {
        Transfer transfer = fetcher.fetch(content.link());
        FakeSession session = FakeNet.connect(fetcher, sharer);
        session.other.bytesPerSecond = 2_000_000;
        loop.advance(Duration.ofSeconds(20));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
        assertThat(session.other.maxBuffered).isLessThanOrEqualTo((256 << 10) + (64 << 10));
    }

    @Test
    void doesAsABusyPeerSays() {
        TestNode small =
                new TestNode(3, loop, loop, state.resolve("3"), Configured.settings(Map.of("serve_wants", 4))).bound();
        small.share(content, false);
        Transfer transfer = fetcher.fetch(content.link());
        FakeSession session = FakeNet.connect(fetcher, small);
        int[] busy = {0};
        session.other.filter = (lane, frame) -> {
            busy[0] += SwarmTest.read(lane, frame)
                            .filter(Message.Busy.class::isInstance)
                            .isPresent()
                    ? 1
                    : 0;
            return frame;
        };
        loop.advance(Duration.ofSeconds(60));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
        assertThat(busy[0]).isBetween(1, 300);
        assertThat(transfer.status().chunksReceived()).isEqualTo(content.chunks.size());
    }

    @Test
    void keepsToTheRateOfWhatIsSent() {
        sharer.exchange.settings(Configured.settings(Map.of("node_up", 1_000_000L)));
        Transfer transfer = fetcher.fetch(content.link());
        FakeNet.connect(fetcher, sharer);
        loop.advance(Duration.ofSeconds(10));
        assertThat(transfer.status().bytesReceived()).isBetween(8_500_000L, 10_800_000L);
        sharer.exchange.settings(Configured.DEFAULT);
        loop.advance(Duration.ofSeconds(5));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
    }

    @Test
    void keepsToTheRateOfWhatIsReceived() {
        for (String limit : List.of("node_down", "swarm_down", "peer_down")) {
            nodes();
            fetcher.exchange.settings(Configured.settings(Map.of(limit, 1_000_000L)));
            Transfer transfer = fetcher.fetch(content.link());
            FakeNet.connect(fetcher, sharer);
            loop.advance(Duration.ofSeconds(10));
            assertThat(transfer.status().bytesReceived()).as(limit).isBetween(7_000_000L, 13_500_000L);
            assertThat(fetcher.peering.count(Conduct.STALL)).isZero();
            transfer.cancel();
            loop.advance(Duration.ofMillis(10));
        }
    }

    @Test
    void asksPagesOfPeersThatHaveNotAll() {
        TestNode half = new TestNode(4, loop, loop, state.resolve("4"), Configured.DEFAULT).bound();
        half.fetch(content.link());
        FakeSession feed = FakeNet.connect(half, sharer);
        feed.other.bytesPerSecond = content.bytes / 2;
        loop.advance(Duration.ofSeconds(1));
        FakeNet.close(feed, "gone");
        Transfer transfer = fetcher.fetch(content.link());
        FakeNet.connect(fetcher, half);
        loop.advance(Duration.ofSeconds(2));
        long has = half.exchange.transfers().get(0).status().chunksDone();
        assertThat(has).isBetween(50L, 250L);
        assertThat(transfer.status().chunksDone()).isEqualTo(has);
        assertThat(transfer.status().note()).startsWith("waiting: no peer has it yet");
        assertThat(fetcher.peering.count(Conduct.BROKEN_PROMISE)).isZero();
    }

    @Test
    void countsFragmentsThatAreLittleMoreThanTheirHeaders() {
        for (int bytes : new int[] {1, 1024}) {
            FakePeering stranger = new FakePeering(org.skerry.api.PeerId.of(new byte[32]));
            stranger.join(content.swarm(), true);
            FakeSession session = FakeNet.connect(stranger, sharer.peering, loop);
            session.send(Lane.CONTROL, MessageWriter.control(new Message.Epoch(50)));
            loop.advance(Duration.ofMillis(10));
            long earlier = (session.other.epochs[0] + 5 & 1023) << 22;
            ByteBuffer chunk = ByteBuffer.allocate(2048);
            for (int i = 0; i < 50_000; i++) {
                session.send(Lane.DATA, MessageWriter.data(earlier, chunk, 4, bytes, false));
            }
            loop.advance(Duration.ofSeconds(1));
            int taken = 50_000 - session.other.undelivered.size();
            if (bytes == 1) {
                assertThat(taken).isBetween(20_000, 25_000 + 512);
            } else {
                assertThat(taken).isEqualTo(50_000);
            }
            FakeNet.cut(session);
        }
    }
}
