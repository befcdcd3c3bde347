// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.skerry.api.ChunkId;
import org.skerry.api.ContentLink;
import org.skerry.api.Secret;
import org.skerry.api.SkerryEvent;
import org.skerry.api.TransferResult;

class CommandsTest extends CommandsCase {

    private void run(String command, ObjectNode arguments) {
        commands.run(command, arguments, reply);
        loop.runReady();
    }

    private static ObjectNode paths(String path) {
        ObjectNode arguments = Json.object();
        arguments.putArray("paths").add(path);
        return arguments;
    }

    private static ObjectNode get() {
        return Json.object().put("link", FakeSkerry.LINK.toString()).put("folder", "/target");
    }

    @Test
    void sharesAndGivesTheLink() {
        run("share", paths("/good"));

        assertThat(reply.code).isZero();
        assertThat(reply.events("progress").get(0).at("/value/totalFiles").asInt())
                .isEqualTo(3);
        assertThat(reply.events("data").get(0).at("/value/link").asText()).isEqualTo(FakeSkerry.LINK.toString());
    }

    @Test
    void endsOlderSharesOfTheSamePathsForAFreshOne() {
        FakeShare old = share(1, "/good");
        FakeShare other = share(2, "/elsewhere");
        run("share", paths("/good"));
        assertThat(old.closed()).as("a new version does not end the old one").isFalse();
        run("share", paths("/good").put("fresh", true));

        assertThat(old.closed()).isTrue();
        assertThat(other.closed()).isFalse();
        assertThat(skerry.shared.get(skerry.shared.size() - 1).closed()).isFalse();
    }

    @Test
    void endsOlderSharesOfTheSamePathsInWhateverOrder() {
        FakeShare old = share(1, "/one", "/good");
        FakeShare part = share(2, "/one");
        ObjectNode arguments = paths("/good").put("fresh", true);
        arguments.withArray("paths").add("/one");
        run("share", arguments);

        assertThat(old.closed()).isTrue();
        assertThat(part.closed()).isFalse();
    }

    private FakeShare share(int root, String... paths) {
        byte[] id = new byte[32];
        id[0] = (byte) root;
        ContentLink link = ContentLink.of(ChunkId.of(id), Secret.of(new byte[32]));
        FakeShare share = new FakeShare(link, Stream.of(paths).map(Path::of).toList(), new AtomicBoolean());
        skerry.shared.add(share);
        return share;
    }

    @Test
    void fetchesALinkWithHints() {
        String hints = "?relay=wss%3A%2F%2Frelay.example&peer=" + FakeSkerry.SELF + "&later=x#";
        String link = FakeSkerry.LINK.toString().replace("#", hints);
        run("get", Json.object().put("link", link).put("folder", "/target"));

        assertThat(reply.code).isNull();
        assertThat(skerry.fetched).hasSize(1);
    }

    @Test
    void namesTheFileThatCannotBeShared() {
        run("share", paths("/bad"));

        assertThat(reply.code).isEqualTo(Reply.FAILED);
        assertThat(reply.error).isEqualTo("/bad cannot be read");
    }

    @Test
    void refusesRelativePaths() {
        run("share", paths("here"));

        assertThat(reply.code).isEqualTo(Reply.USAGE);
        assertThat(reply.error).contains("here");
    }

    @Test
    void dropsAShareWhoseClientWentWhileItWasReadIn() {
        run("share", paths("/slow"));
        reply.hangUp();
        FakeShare share = new FakeShare(FakeSkerry.LINK, List.of(Path.of("/slow")), new AtomicBoolean());
        skerry.slow.complete(share);
        loop.runReady();

        assertThat(share.closed()).isTrue();
    }

    @Test
    void endsWithTheTransfer() {
        run("get", get());
        skerry.fetched.get(0).receive(100);
        loop.advance(Duration.ofSeconds(1));
        skerry.fetched.get(0).end(new TransferResult.Complete(Optional.of(Path.of("/target"))));
        loop.runReady();

        assertThat(reply.code).isZero();
        assertThat(reply.events("progress")).hasSize(2);
        assertThat(reply.events("result").get(0).path("folder").asText()).isEqualTo("/target");
        assertThat(skerry.listeners).isEmpty();
    }

    @Test
    void leavesACompleteTransferToBeServed() {
        run("get", get());
        skerry.fetched.get(0).end(new TransferResult.Complete(Optional.of(Path.of("/target"))));
        loop.runReady();
        reply.hangUp();
        loop.runReady();

        assertThat(skerry.fetched.get(0).isCancelled()).isFalse();
    }

    @Test
    void refusesAStrategyThatThereIsNotAndNamesThoseThereAre() {
        run("get", get().put("strategy", "rarets"));
        loop.advance(Duration.ofSeconds(3));
        assertThat(reply.code).isEqualTo(Reply.USAGE);
        assertThat(reply.error).isEqualTo("no sync strategy is named 'rarets'; there are: rarest, sequential");
        assertThat(skerry.fetched).isEmpty();
    }

    @Test
    void takesAStrategyThatThereIs() {
        run("get", get().put("strategy", "rarest"));
        assertThat(reply.code).isNull();
        assertThat(skerry.fetched).hasSize(1);
    }

    @Test
    void endsWithATransferThatSomeoneElseCancels() {
        run("get", get());
        skerry.fetched.get(0).cancel();
        loop.runReady();

        assertThat(reply.code).isEqualTo(Reply.FAILED);
        assertThat(reply.error).startsWith("cancelled");
    }

    @Test
    void failsWithTheMessageOfTheTransfer() {
        run("get", get());
        skerry.fetched
                .get(0)
                .end(new TransferResult.Failed(TransferResult.Cause.WRONG_SECRET, "the link's secret is wrong"));
        loop.runReady();

        assertThat(reply.code).isEqualTo(Reply.FAILED);
        assertThat(reply.error).isEqualTo("the link's secret is wrong");
    }

    @Test
    void givesUpWhenNothingComesForTooLong() {
        run("get", get().put("stallMillis", 5000));
        loop.advance(Duration.ofSeconds(4));
        skerry.fetched.get(0).receive(10);
        loop.advance(Duration.ofMillis(4500));
        assertThat(reply.code).isNull();
        loop.advance(Duration.ofSeconds(1));

        assertThat(reply.code).isEqualTo(Reply.NOT_FOUND);
        assertThat(reply.error).startsWith("gave up: nothing came for 5 s");
        assertThat(skerry.fetched.get(0).isCancelled()).isTrue();
    }

    @Test
    void cancelsTheTransferWhenItsClientGoes() {
        run("get", get());
        reply.hangUp();
        loop.runReady();

        assertThat(skerry.fetched.get(0).isCancelled()).isTrue();
        assertThat(skerry.listeners).isEmpty();
    }

    @Test
    void keepsTheTransferWhenItIsTheNodeThatGoes() {
        run("get", get());
        commands.close();
        reply.hangUp();
        loop.runReady();

        assertThat(skerry.fetched.get(0).isCancelled()).isFalse();
        assertThat(skerry.listeners).isEmpty();
    }

    @Test
    void tellsWhatHappensDuringATransfer() {
        run("get", get());
        skerry.tell(new SkerryEvent.PeerConnected(Instant.EPOCH, FakeSkerry.SELF, "direct", Duration.ofMillis(12)));
        skerry.tell(
                new SkerryEvent.FirstChunk(Instant.EPOCH, skerry.fetched.get(0).id(), FakeSkerry.SELF));
        loop.runReady();

        assertThat(reply.events("transfer-began").get(0).path("at").asText())
                .isEqualTo(loop.now().toString());
        assertThat(reply.events("peer-connected").get(0).path("dialMillis").asDouble())
                .isEqualTo(12);
        assertThat(reply.events("first-chunk").get(0).path("at").asText()).isEqualTo("1970-01-01T00:00:00Z");
    }

    @Test
    void refusesAMalformedLinkWithoutRepeatingIt() {
        run("get", Json.object().put("link", "skerry:nonsense").put("folder", "/target"));

        assertThat(reply.code).isEqualTo(Reply.USAGE);
        assertThat(reply.error).startsWith("malformed link");
    }

    @Test
    void waitsForTheExchangeAndThenNamesWhatIsMissing() {
        node.skerry = Optional.empty();
        node.findings = List.of(FakeNode.finding("content", false, "start it"));
        run("peers", Json.object());
        loop.advance(Duration.ofSeconds(9));
        assertThat(reply.code).isNull();
        loop.advance(Duration.ofSeconds(2));

        assertThat(reply.code).isEqualTo(Reply.FAILED);
        assertThat(reply.error).isEqualTo("the node cannot work: content: start it");
    }

    @Test
    void goesOnWhenTheExchangeComesBack() {
        node.skerry = Optional.empty();
        run("peers", Json.object());
        node.skerry = Optional.of(skerry);
        loop.advance(Duration.ofSeconds(1));

        assertThat(reply.code).isZero();
        assertThat(reply.events("data").get(0).at("/value/0/rttMillis").asDouble())
                .isEqualTo(1.5);
        assertThat(reply.events("data").get(0).at("/value/0/route").asText()).isEqualTo("tcp 192.0.2.1:4001");
    }

    @Test
    void isReadyOnlyWhenNothingIsMissing() {
        node.findings = List.of(FakeNode.finding("store", false, "no store"), FakeNode.finding("peering", true, "up"));
        run("ready", Json.object().put("waitMillis", 1000));
        loop.advance(Duration.ofMillis(500));
        assertThat(reply.code).isNull();
        node.findings = List.of(FakeNode.finding("store", true, "one"));
        loop.advance(Duration.ofMillis(100));

        assertThat(reply.code).isZero();
    }

    @Test
    void namesWhatIsMissing() {
        node.findings = List.of(FakeNode.finding("store", false, "no store"), FakeNode.finding("peering", true, "up"));
        run("ready", Json.object());

        assertThat(reply.code).isEqualTo(Reply.FAILED);
        assertThat(reply.error).isEqualTo("not ready: store: no store");
    }

    @Test
    void tellsAShareFromTheOneThatReplacedIt() {
        FakeShare old = share(1, "/one", "/two");
        share(2, "/one");
        FakeShare last = share(3, "/two", "/one");
        run("status", Json.object());
        assertThat(reply.events("data").get(0).at("/value/shares"))
                .extracting(it -> it.path("newer").asText())
                .containsExactly(last.link().root().toString(), "", "");
        assertThat(old.closed()).isFalse();
    }

    @Test
    void saysWhyThereIsNoSessionWithAPeer() {
        skerry.refusal = Optional.of("refused: busy\n");
        run("peers", Json.object());
        assertThat(reply.events("data").get(0).at("/value/0/refusal").asText()).isEqualTo("refused: busy ");
        RecordedReply status = new RecordedReply();
        commands.run("status", Json.object(), status);
        loop.runReady();
        assertThat(status.events("data")
                        .get(0)
                        .at("/value/peers/refused/0/refusal")
                        .asText())
                .isEqualTo("refused: busy ");
    }

    @Test
    void saysToWhomItWaitsThatAPeerRefuses() {
        run("get", get());
        loop.advance(Duration.ofSeconds(1));
        skerry.refusal = Optional.of("refused: busy");
        loop.advance(Duration.ofSeconds(1));
        assertThat(reply.events("progress"))
                .extracting(it -> it.at("/value/note").asText())
                .containsExactly(
                        "no peers yet",
                        "no peers yet; no session with " + FakeSkerry.SELF.shortText() + ", refused: busy");
    }

    @Test
    void hidesTheSecretsOfSharesInTheStatus() {
        run("share", paths("/good"));
        RecordedReply status = new RecordedReply();
        commands.run("status", Json.object(), status);
        loop.runReady();

        String document = status.events("data").get(0).toString();
        assertThat(document).contains(FakeSkerry.LINK.root().toString()).doesNotContain("#1.");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        run("dance", Json.object());

        assertThat(reply.code).isEqualTo(Reply.USAGE);
    }
}
