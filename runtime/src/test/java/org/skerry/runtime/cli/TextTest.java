// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTest {

    private static final JsonObject HALF = Json.parse("{\"state\":\"fetching\",\"note\":\"\",\"bytesDone\":52428800,"
            + "\"bytesTotal\":104857600,\"bytesPerSecond\":45200000,\"remainingMillis\":1200,\"peers\":2}");
    private static final JsonObject WAITING = Json.parse("{\"state\":\"waiting\",\"note\":\"\",\"bytesTotal\":0}");

    @Test
    void alignsColumnsByCharacters() {
        String table = new TextTable("A", "B").row("long", "x").row("🦭", "y").toString();

        assertThat(table).isEqualTo("A     B\nlong  x\n🦭     y\n");
    }

    @Test
    void letsNoForeignTextSteerTheTerminal() {
        assertThat(new TextTable("A").row("a\u001b[2Jb\nc\u202ed").toString()).isEqualTo("A\na?[2Jb?c?d\n");
    }

    @Test
    void letsNoMessageSteerTheTerminal() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ProgressPrinter(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, 80)
                .message("a\u001b[2Jb\r\nc");

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("a?[2Jb??c\n");
    }

    @Test
    void fitsTheWidth() {
        assertThat(ProgressLine.bar(HALF, 100))
                .isEqualTo("[###############---------------]  50%  52.4 MB of 105 MB  45.2 MB/s  1 s left  2 peers");
        for (int width = 0; width < 100; width++) {
            assertThat(ProgressLine.bar(HALF, width).length()).isLessThanOrEqualTo(Math.max(1, width));
        }
    }

    @Test
    void showsTheBytesOfABigFileThatIsReadIn() {
        String indexing = "{\"files\":%d,\"bytes\":%d,\"totalFiles\":301,\"totalBytes\":1500000000}";
        assertThat(ProgressLine.plain(Json.parse(indexing.formatted(0, 0))))
                .isEqualTo("indexing: found 301 files, 1.5 GB");
        JsonObject half = Json.parse(indexing.formatted(0, 750_000_000));
        assertThat(ProgressLine.plain(half)).isEqualTo("indexing:  50%  750 MB of 1.5 GB  0 of 301 files");
        assertThat(ProgressLine.bar(half, 90))
                .isEqualTo("[###############---------------] indexing:  50%  750 MB of 1.5 GB  0 of 301 files");
    }

    @Test
    void saysHundredOnlyWhenAllIsThere() {
        JsonObject almost = Json.parse("{\"state\":\"fetching\",\"bytesDone\":999999,\"bytesTotal\":1000000}");
        assertThat(ProgressLine.plain(almost)).startsWith(" 99%");
    }

    private static String status(JsonObject status) {
        return Views.status(status, it -> "skerry --home H " + it);
    }

    @Test
    void showsWhatIsWrongWithAShare() {
        String share = "{\"paths\":[\"/a\"],\"files\":1,\"fileBytes\":5,\"root\":\"bafk\",\"note\":\"%s\"}";
        String status =
                "{\"ready\":true,\"shares\":[" + share.formatted("/a/b was changed") + "," + share.formatted("") + "]}";
        assertThat(status(Json.parse(status)).lines())
                .filteredOn(it -> it.contains("changed"))
                .containsExactly("             /a/b was changed");
    }

    @Test
    void doesNotAskToShareAgainWhatWasSharedAgain() {
        String old = "{\"paths\":[\"/a\"],\"root\":\"bafkold\",\"note\":\"share again\",\"newer\":\"bafknew\"}";
        assertThat(status(Json.parse("{\"shares\":[" + old + "]}")))
                .doesNotContain("share again")
                .contains("shared again since; 'skerry --home H unshare bafkold' ends this one");
    }

    @Test
    void showsWhyThereIsNoSessionWithAPeer() {
        String peer = "{\"id\":\"did:key:z6MkAbcdefgh\",\"state\":\"known\",\"refusal\":\"refused: busy\"}";
        assertThat(Views.peers(jakarta.json.Json.createArrayBuilder()
                        .add(Json.parse(peer))
                        .build()))
                .contains("…Abcdefgh  known")
                .endsWith("refused: busy\n");
        String peers = "{\"connected\":0,\"known\":7,\"refused\":[" + (peer + ",").repeat(6) + peer + "]}";
        assertThat(status(Json.parse("{\"peers\":" + peers + "}")))
                .contains("0 connected, 7 known, 7 without a session:")
                .contains("…Abcdefgh refused: busy")
                .contains("and 2 more; 'skerry --home H peers' lists them all");
    }

    @Test
    void showsWhatIsKeptForOthers() {
        String whole =
                "{\"root\":\"bafkone\",\"state\":\"complete\",\"pinned\":true,\"bytesHere\":2000,\"bytesTotal\":2000}";
        String part = "{\"root\":\"bafktwo\",\"state\":\"waiting\",\"bytesHere\":10,\"note\":\"no room\\u001b\"}";
        String table = Views.cache(jakarta.json.Json.createArrayBuilder()
                .add(Json.parse(whole))
                .add(Json.parse(part))
                .build());
        assertThat(table)
                .startsWith("ROOT")
                .contains("bafkone  complete  2.0 kB  2.0 kB  pinned  -\n")
                .contains("bafktwo  waiting   10 B    ?       -       -       no room?\n");
    }

    @Test
    void saysWhyANodeHasNoWebRtc() {
        String open =
                "{\"findings\":[{\"name\":\"transport\",\"ready\":true,\"message\":\"open: %s\"}],\"warnings\":[\"x\"]}";
        JsonObject direct = Json.parse(open.formatted("direct"));
        List<String> features = List.of("node", "transport-webrtc");
        String status = status(NativeWarning.addTo(direct, features, List.of("libone", "libtwo"))
                .asJsonObject());
        assertThat(status)
                .contains("transport  open: direct\n")
                .contains("warning    x\n")
                .contains("apt-get install -y --no-install-recommends libone libtwo\n");
        assertThat(NativeWarning.addTo(direct, features, List.of())).isEqualTo(direct);
        assertThat(NativeWarning.addTo(direct, List.of("node"), List.of("libone")))
                .isEqualTo(direct);
        JsonObject both = Json.parse(open.formatted("direct, webrtc"));
        assertThat(NativeWarning.addTo(both, features, List.of("libone"))).isEqualTo(both);
    }

    @Test
    void saysWhatItWaitsFor() {
        assertThat(ProgressLine.plain(WAITING)).isEqualTo("looking for peers");
        assertThat(ProgressLine.plain(Json.parse("{\"state\":\"waiting\",\"note\":\"no transport\"}")))
                .isEqualTo("no transport");
    }

    @Test
    void printsPlainLinesOnlyWhenTheySayNewThings() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ProgressPrinter printer =
                new ProgressPrinter(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, Integer.MAX_VALUE);
        for (int i = 0; i < 5; i++) {
            printer.show(WAITING);
        }
        for (int i = 0; i < 5; i++) {
            printer.show(HALF);
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("looking for peers", " 50%  52.4 MB of 105 MB  45.2 MB/s  1 s left  2 peers");
    }

    @Test
    void saysNothingOfAnIndexingThatIsDoneWithinASecond() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ProgressPrinter printer =
                new ProgressPrinter(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, Integer.MAX_VALUE);
        printer.show(Json.parse("{\"files\":0,\"bytes\":0,\"totalFiles\":1,\"totalBytes\":15}"));

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void overwritesInPlace() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ProgressPrinter printer = new ProgressPrinter(new PrintStream(bytes, true, StandardCharsets.UTF_8), true, 80);
        printer.show(HALF);
        printer.show(WAITING);
        printer.clear();

        String[] frames = bytes.toString(StandardCharsets.UTF_8).split("\r", -1);
        assertThat(frames).hasSize(5);
        assertThat(frames[2]).startsWith("looking for peers").hasSameSizeAs(frames[1]);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).doesNotContain("\n");
    }
}
