// SPDX-License-Identifier: Apache-2.0
package org.skerry.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.skerry.api.ChunkId;
import org.skerry.api.Transfer;
import org.skerry.api.TransferResult;
import org.skerry.exchange.internal.wire.HaveBits;
import org.skerry.exchange.internal.wire.Message;
import org.skerry.exchange.internal.wire.MessageReader;
import org.skerry.exchange.internal.wire.MessageWriter;
import org.skerry.exchange.internal.wire.ProtocolViolation;
import org.skerry.spi.session.Conduct;
import org.skerry.spi.transport.Lane;

/** Several peers, some of them bad. */
class SwarmTest extends NodesCase {

    private final TestContent content = TestContent.of(400, 40_000, 5);
    private final List<TestNode> sharers = new ArrayList<>();
    private TestNode fetcher;

    @BeforeEach
    void nodes() {
        fetcher = node(9);
        for (int i = 1; i <= 3; i++) {
            TestNode sharer = node(i);
            sharer.share(content, false);
            sharers.add(sharer);
        }
    }

    private void assertWhole(Transfer transfer) {
        assertThat(result(transfer)).as(transfer.status().toString()).isInstanceOf(TransferResult.Complete.class);
        assertThat(fetcher.has(content)).isTrue();
    }

    static Optional<Message> read(Lane lane, ByteBuffer frame) {
        try {
            return MessageReader.read(lane, frame);
        } catch (ProtocolViolation e) {
            return Optional.empty();
        }
    }

    @Test
    void leavesTheSwarmThoughItStopsBeforeTheFetchHasBegun() {
        fetcher.fetch(content.link());
        assertThat(fetcher.peering.in(content.link().swarm())).isTrue();

        loop.execute(fetcher.exchange::close);
        loop.runReady();
        assertThat(fetcher.peering.in(content.link().swarm())).isFalse();
    }

    @Test
    void fetchesFromSeveralAtOnce() {
        Transfer transfer = fetcher.fetch(content.link());
        List<FakeSession> sessions = new ArrayList<>();
        long[] bytes = new long[3];
        for (TestNode sharer : sharers) {
            FakeSession session = FakeNet.connect(fetcher, sharer);
            int at = sessions.size();
            session.other.bytesPerSecond = 3_000_000;
            session.other.filter = (lane, frame) -> {
                bytes[at] += frame.remaining();
                return frame;
            };
            sessions.add(session);
        }
        loop.advance(Duration.ofSeconds(4));
        assertWhole(transfer);
        for (long each : bytes) {
            assertThat(each).isGreaterThan(content.bytes / 6);
        }
        // Up to 8 of the last ones may come twice.
        assertThat(transfer.status().chunksReceived())
                .isBetween((long) content.chunks.size(), content.chunks.size() + 16L);
    }

    @Test
    void aLatePeerTakesPart() {
        Transfer transfer = fetcher.fetch(content.link());
        FakeNet.connect(fetcher, sharers.get(0)).other.bytesPerSecond = 1_000_000;
        loop.advance(Duration.ofSeconds(2));
        long[] late = {0};
        FakeSession second = FakeNet.connect(fetcher, sharers.get(1));
        second.other.bytesPerSecond = 8_000_000;
        second.other.filter = (lane, frame) -> {
            late[0] += frame.remaining();
            return frame;
        };
        loop.advance(Duration.ofSeconds(6));
        assertWhole(transfer);
        assertThat(late[0]).isGreaterThan(content.bytes / 3);
    }

    @Test
    void twoThatFetchServeEachOther() {
        TestNode other = node(8);
        Transfer one = fetcher.fetch(content.link());
        Transfer two = other.fetch(content.link());
        FakeNet.connect(fetcher, sharers.get(0)).other.bytesPerSecond = 2_000_000;
        FakeSession between = FakeNet.connect(fetcher, other);
        long[] shared = {0};
        between.filter = (lane, frame) -> {
            shared[0] += lane == Lane.DATA ? frame.remaining() : 0;
            return frame;
        };
        loop.advance(Duration.ofSeconds(12));
        assertWhole(one);
        assertThat(result(two)).isInstanceOf(TransferResult.Complete.class);
        assertThat(other.has(content)).isTrue();
        assertThat(shared[0]).isGreaterThan(content.bytes);
    }

    @Test
    void goesElsewhereWhenAPeerHasNotWhatItClaims() {
        ChunkId leaf = content.leaves.get(0).id();
        FakeSession liar = FakeNet.connect(fetcher, sharers.get(0));
        sharers.get(0).contents.shared.get(content.root).chunks.keySet().removeAll(List.copyOf(content.data));
        Transfer transfer = fetcher.fetch(content.link());
        loop.advance(Duration.ofSeconds(1));
        assertThat(leaf).isNotNull();
        assertThat(result(transfer)).isNull();
        assertThat(fetcher.peering.count(Conduct.BROKEN_PROMISE))
                .as("of %d chunks at once", content.data.size())
                .isOne();
        TestContent again = TestContent.of(400, 40_000, 5);
        TestNode honest = node(4);
        honest.share(again, false);
        FakeNet.connect(fetcher, honest);
        loop.advance(Duration.ofSeconds(5));
        assertThat(result(transfer)).isInstanceOf(TransferResult.Complete.class);
        assertThat(liar.linked).isTrue();
    }

    @Test
    void dropsWrongChunksBeforeTheyAreTakenIn() {
        Transfer transfer = fetcher.fetch(content.link());
        FakeSession bad = FakeNet.connect(fetcher, sharers.get(0));
        bad.other.filter = (lane, frame) -> {
            if (lane == Lane.DATA && frame.remaining() > 10_000) {
                ByteBuffer copy =
                        ByteBuffer.allocate(frame.remaining()).put(frame).flip();
                copy.put(500, (byte) (copy.get(500) + 1));
                return copy;
            }
            return frame;
        };
        FakeNet.connect(fetcher, sharers.get(1));
        loop.advance(Duration.ofSeconds(10));
        assertWhole(transfer);
        assertThat(fetcher.peering.count(Conduct.WRONG_CHUNK)).isPositive();
        assertThat(fetcher.peering.reports.stream()
                        .filter(it -> it.conduct() == Conduct.WRONG_CHUNK)
                        .map(FakePeering.Report::peer))
                .containsOnly(sharers.get(0).id);
        fetcher.disk
                .get(TestNode.FOLDER)
                .forEach((id, chunk) -> assertThat(ChunkId.ofChunk(chunk)).isEqualTo(id));
    }

    @Test
    void asksElsewhereWhenAPeerFallsSilent() {
        Transfer transfer = fetcher.fetch(content.link());
        FakeSession silent = FakeNet.connect(fetcher, sharers.get(0));
        silent.other.filter = (lane, frame) -> lane == Lane.DATA ? null : frame;
        loop.advance(Duration.ofSeconds(1));
        assertThat(transfer.status().chunksReceived()).isZero();
        FakeNet.connect(fetcher, sharers.get(1));
        loop.advance(Duration.ofSeconds(22));
        assertWhole(transfer);
        assertThat(fetcher.peering.reports.stream()
                        .filter(it -> it.conduct() == Conduct.STALL)
                        .map(FakePeering.Report::peer))
                .isNotEmpty()
                .containsOnly(sharers.get(0).id);
    }

    @Test
    void reportsAndDropsDataThatNobodyAskedFor() {
        Transfer transfer = fetcher.fetch(content.link());
        FakeSession session = FakeNet.connect(fetcher, sharers.get(0));
        loop.advance(Duration.ofMillis(30));
        long ofThisEpoch = (session.epochs[0] & 1023) << 22 | 4_000_000;
        ByteBuffer chunk = ByteBuffer.wrap(new byte[1000]);
        session.other.send(Lane.DATA, MessageWriter.data(ofThisEpoch, chunk, 0, 1000, true));
        loop.advance(Duration.ofMillis(10));
        assertThat(fetcher.peering.count(Conduct.UNASKED_DATA)).isEqualTo(1);
        long ofAnEarlierOne = (session.epochs[0] - 1 & 1023) << 22 | 7;
        session.other.send(Lane.DATA, MessageWriter.data(ofAnEarlierOne, chunk, 0, 1000, true));
        loop.advance(Duration.ofSeconds(4));
        assertThat(fetcher.peering.count(Conduct.UNASKED_DATA)).isEqualTo(1);
        assertWhole(transfer);
    }

    @Test
    void closesTheSessionOnAMalformedFrame() {
        fetcher.fetch(content.link());
        FakeSession session = FakeNet.connect(fetcher, sharers.get(0));
        loop.advance(Duration.ofMillis(5));
        session.other.send(Lane.CONTROL, ByteBuffer.wrap(new byte[40]));
        loop.advance(Duration.ofMillis(10));
        assertThat(fetcher.peering.count(Conduct.PROTOCOL_ERROR)).isEqualTo(1);
        assertThat(session.violation).contains("malformed");
    }

    @Test
    void goesOnAfterTheLinkWasLost() {
        Transfer transfer = fetcher.fetch(content.link());
        FakeSession session = FakeNet.connect(fetcher, sharers.get(0));
        session.other.bytesPerSecond = 4_000_000;
        for (int i = 0; i < 4; i++) {
            loop.advance(Duration.ofMillis(400));
            FakeNet.cut(session);
            loop.advance(Duration.ofMillis(300));
            assertThat(result(transfer)).isNull();
            FakeNet.mend(session);
        }
        loop.advance(Duration.ofSeconds(6));
        assertWhole(transfer);
        assertThat(session.epochs[0]).isGreaterThanOrEqualTo(5);
        assertThat(fetcher.peering.reports).allMatch(it -> it.conduct() == Conduct.GOOD_CHUNK);
        List<ChunkId> accepted = fetcher.contents.last.accepted;
        assertThat(accepted).doesNotHaveDuplicates();
        // What was whole when a link was lost is not fetched again.
        assertThat(transfer.status().chunksReceived()).isEqualTo(content.chunks.size());
    }

    @Test
    void anExchangeThatForgotTheEpochIsTakenUpAgain() {
        Transfer transfer = fetcher.fetch(content.link());
        FakeSession session = FakeNet.connect(fetcher, sharers.get(0));
        session.other.bytesPerSecond = 4_000_000;
        loop.advance(Duration.ofSeconds(1));
        sharers.get(0).exchange.peering(null);
        loop.advance(Duration.ofMillis(50));
        session.other.refuseEpochs = true; // begins at 1 again
        sharers.get(0).exchange.peering(sharers.get(0).peering);
        loop.advance(Duration.ofSeconds(5));
        assertWhole(transfer);
    }

    @Test
    void whoAskedBeforeThisNodeWasInTheSwarmIsAnsweredThen() {
        TestContent late = TestContent.of(3, 1000, 78);
        FakeSession session = FakeNet.connect(fetcher, sharers.get(0));
        List<Message> answers = new ArrayList<>();
        session.other.filter = (lane, frame) -> {
            read(lane, frame).ifPresent(answers::add);
            return frame;
        };
        loop.advance(Duration.ofMillis(20));
        answers.clear();
        session.send(Lane.CONTROL, MessageWriter.control(new Message.WantHave(late.swarm(), List.of(late.root))));
        loop.advance(Duration.ofMillis(500));
        assertThat(answers).isEmpty();
        sharers.get(0).share(late, false);
        loop.advance(Duration.ofMillis(500));
        assertThat(answers)
                .usingRecursiveFieldByFieldElementComparator()
                .contains(new Message.Have(late.swarm(), late.root, HaveBits.ALL));
    }

    @Test
    void aSwarmThatThisNodeIsNotInIsNotServed() {
        TestContent hidden = TestContent.of(3, 1000, 77);
        FakeSession session = FakeNet.connect(fetcher, sharers.get(0));
        List<Message> answers = new ArrayList<>();
        session.other.filter = (lane, frame) -> {
            read(lane, frame).ifPresent(answers::add);
            return frame;
        };
        loop.advance(Duration.ofMillis(20));
        answers.clear();
        long id = (session.epochs[0] & 1023) << 22 | 1;
        session.send(Lane.CONTROL, MessageWriter.control(new Message.WantHave(hidden.swarm(), List.of(hidden.root))));
        session.send(
                Lane.CONTROL,
                MessageWriter.control(new Message.Want(
                        id,
                        hidden.swarm(),
                        List.of(content.root),
                        org.skerry.exchange.internal.wire.TrafficClass.NORMAL,
                        1,
                        0,
                        0)));
        loop.advance(Duration.ofMillis(500));
        assertThat(answers).usingRecursiveFieldByFieldElementComparator().containsExactly(Message.HaveNot.missing(id));
    }

    @Test
    void tellsWhatComesInToThoseWhoAsked() {
        TestNode leech = node(7);
        leech.fetch(content.link());
        FakeSession feed = FakeNet.connect(leech, sharers.get(0));
        feed.other.bytesPerSecond = 2_000_000;
        Transfer transfer = fetcher.fetch(content.link());
        FakeSession session = FakeNet.connect(fetcher, leech);
        List<HaveBits> told = new ArrayList<>();
        session.other.filter = (lane, frame) -> {
            read(lane, frame)
                    .filter(Message.Have.class::isInstance)
                    .ifPresent(it -> told.add(((Message.Have) it).bits()));
            return frame;
        };
        loop.advance(Duration.ofSeconds(10));
        assertWhole(transfer);
        assertThat(told.stream().map(HaveBits::form).collect(Collectors.toSet()))
                .contains(HaveBits.Form.ALL, HaveBits.Form.NONE)
                .hasSizeGreaterThan(2);
        assertThat(told.size()).isLessThan(200);
    }
}
