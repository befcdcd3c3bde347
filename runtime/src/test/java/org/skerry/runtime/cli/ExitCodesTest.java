// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.skerry.api.ChunkId;
import org.skerry.api.ContentLink;
import org.skerry.api.Secret;
import org.skerry.runtime.node.NodeHome;
import picocli.CommandLine;

class ExitCodesTest {

    private static final String LINK =
            ContentLink.of(ChunkId.of(new byte[32]), Secret.of(new byte[32])).toString();

    @TempDir
    Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine line = CommandLines.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "start",
                "stop",
                "share",
                "unshare",
                "get",
                "status",
                "peers",
                "transfers",
                "cache",
                "bundles",
                "verify",
                "repair",
                "doctor"
            })
    void everyCommandHasHelpAndVersion(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("--home").contains("skerry " + command);
        assertThat(run(command, "--version")).isZero();
        assertThat(out.toString()).contains("skerry development");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "peers", "transfers", "bundles", "ready"})
    void saysThatNoNodeRuns(String command) {
        assertThat(run(command, "--home", home.toString())).isEqualTo(Exit.NOT_FOUND);
        assertThat(err.toString().strip())
                .isEqualTo("skerry: no node runs in " + home + "; start one with 'skerry --home " + home + " start'");
    }

    @Test
    void refusesCacheCommandsThatMakeNoSense() {
        String[][] all = {
            {"cache"},
            {"cache", "keep"},
            {"cache", "add"},
            {"cache", "list", "skerry:x"},
            {"cache", "drop", "skerry:x", "--pin"}
        };
        for (String[] words : all) {
            err.getBuffer().setLength(0);
            assertThat(run(words)).as(String.join(" ", words)).isEqualTo(Exit.USAGE);
            assertThat(err.toString().lines()).as(String.join(" ", words)).hasSize(1);
        }
        assertThat(run("cache", "list", "--home", home.toString())).isEqualTo(Exit.NOT_FOUND);
    }

    @Test
    void refusesConfigCommandsThatMakeNoSense() {
        String[][] all = {
            {"config"},
            {"config", "change"},
            {"config", "list", "org.skerry.exchange", "node.up"},
            {"config", "get", "org.skerry.exchange"},
            {"config", "set", "org.skerry.exchange", "node.up"},
            {"config", "unset", "org.skerry.exchange", "node.up", "1"}
        };
        for (String[] words : all) {
            err.getBuffer().setLength(0);
            assertThat(run(words)).as(String.join(" ", words)).isEqualTo(Exit.USAGE);
            assertThat(err.toString().lines()).as(String.join(" ", words)).hasSize(1);
        }
    }

    @Test
    void checksNoValueWhereNoNodeRuns() {
        assertThat(run("config", "set", "org.skerry.exchange", "node.up", "1", "--home", home.toString()))
                .isEqualTo(Exit.NOT_FOUND);
        assertThat(err.toString().strip())
                .isEqualTo(
                        "skerry: no node runs in " + home + " that could check a value; start it with 'skerry --home "
                                + home + " start', or edit " + home.resolve("etc") + " by hand");
        assertThat(home.resolve("etc")).doesNotExist();
    }

    @Test
    void hasNothingToStopWhereNoNodeRuns() {
        assertThat(run("stop", "--home", home.toString())).isEqualTo(Exit.NOT_FOUND);
        assertThat(err.toString().strip())
                .isEqualTo("skerry: no node runs in " + home + ", so there is nothing to stop");
    }

    @Test
    void quotesAHomeThatAShellWouldSplit() {
        Path odd = home.resolve("it's mine");
        assertThat(run("status", "--home", odd.toString())).isEqualTo(Exit.NOT_FOUND);
        assertThat(err.toString()).contains("'skerry --home '" + home + "/it'\\''s mine' start'");
    }

    @Test
    void refusesAHomeThatIsAFile() throws IOException {
        Path file = Files.createFile(home.resolve("file"));
        for (String command : new String[] {"status", "start", "doctor"}) {
            assertThat(run(command, "--home", file.toString())).isEqualTo(Exit.USAGE);
            assertThat(err.toString()).contains("the home " + file + " is not a folder");
        }
    }

    @Test
    void guessesWhichCommandWasMeant() {
        assertThat(run("stauts")).isEqualTo(Exit.USAGE);
        assertThat(err.toString().strip())
                .isEqualTo("skerry: there is no command 'stauts'; did you mean 'status'?; see 'skerry --help'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"xyzzy", "hlepp", "a", "bundels-and-more"})
    void suggestsNothingThatIsFarFromWhatWasTyped(String word) {
        assertThat(run(word)).isEqualTo(Exit.USAGE);
        assertThat(err.toString().strip()).isEqualTo("skerry: there is no command '" + word + "'; see 'skerry --help'");
    }

    @Test
    void guessesWhichOptionWasMeant() {
        assertThat(run("get", LINK, "--stratgy", "rarest")).isEqualTo(Exit.USAGE);
        assertThat(err.toString().strip())
                .isEqualTo(
                        "skerry: there is no option '--stratgy'; did you mean '--strategy'?; see 'skerry get --help'");
    }

    @Test
    void helpIsTheSameAsTheOption() {
        assertThat(run("--help")).isZero();
        String help = out.toString();
        out.getBuffer().setLength(0);
        assertThat(run("help")).isZero();
        assertThat(out).hasToString(help);
        out.getBuffer().setLength(0);
        assertThat(run("help", "share")).isZero();
        assertThat(out.toString()).contains("skerry share");
        assertThat(run("help", "shar")).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("did you mean 'share'?");
    }

    @Test
    void saysBeforeANodeIsBootedThatAFolderIsOccupied() throws IOException {
        Path occupied = Files.createDirectories(home.resolve("occupied"));
        Files.createFile(occupied.resolve("mine"));
        Path none = home.resolve("none");
        assertThat(run("get", LINK, "-o", occupied.toString(), "--home", none.toString()))
                .isEqualTo(Exit.FAILED);
        assertThat(err.toString()).contains(occupied + " holds other content; choose another folder with -o");
        Path file = Files.createFile(home.resolve("file"));
        assertThat(run("get", LINK, "-o", file.resolve("sub").toString(), "--home", none.toString()))
                .isEqualTo(Exit.FAILED);
        assertThat(err.toString()).contains(file + " is not a folder");
        assertThat(none).doesNotExist();
    }

    @Test
    void knowsTheFolderOfAnotherFetch() throws IOException {
        Path folder = Files.createDirectories(home.resolve("got/.skerry-partial"));
        NodeHome any = new NodeHome(home);
        Files.writeString(folder.resolve("root"), "bafkreiother");
        assertThat(OutputFolder.complaint(folder.getParent(), LINK, any)).isPresent();
        Files.writeString(folder.resolve("root"), LINK.substring("skerry:".length(), LINK.indexOf('#')));
        assertThat(OutputFolder.complaint(folder.getParent(), LINK, any)).isEmpty();
        assertThat(OutputFolder.complaint(home.resolve("missing/deep"), LINK, any))
                .isEmpty();
    }

    @Test
    void refusesASizeForATreeOfYourOwn() {
        assertThat(run("demo", home.toString(), "--size", "1M")).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("--size");
    }

    @Test
    void letsNoNameSteerTheTerminal() {
        assertThat(run("share", home.resolve("a\u001b[2Jb").toString(), "--home", home.toString()))
                .isEqualTo(Exit.NOT_FOUND);
        assertThat(err.toString()).contains("a?[2Jb").doesNotContain("\u001b");
    }

    @Test
    void takesTheHomeBeforeTheCommandToo() {
        assertThat(run("--home", home.toString(), "status")).isEqualTo(Exit.NOT_FOUND);
        assertThat(err.toString()).contains(home.toString());
    }

    @Test
    void refusesAMalformedLinkInOneLine() {
        assertThat(run("get", "skerry:bafkrei", "--home", home.toString())).isEqualTo(Exit.USAGE);
        assertThat(err.toString().strip().lines()).singleElement().asString().startsWith("skerry: malformed link:");
    }

    @Test
    void refusesAFolderForALinkThatOpensNothing() {
        String half = LINK.substring(0, LINK.indexOf('#'));
        assertThat(run("get", half, "-o", "x", "--home", home.toString())).isEqualTo(Exit.USAGE);
        assertThat(err.toString().strip().lines()).singleElement().asString().contains("copy the link whole");
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        assertThat(run("dance")).isEqualTo(Exit.USAGE);
        assertThat(run("get")).isEqualTo(Exit.USAGE);
        assertThat(run("get", "x", "--timeout", "soon")).isEqualTo(Exit.USAGE);
        assertThat(run()).isEqualTo(Exit.USAGE);
    }

    @Test
    void saysAtOnceThatThePathOfAHomeIsTooLong() {
        Path deep = home.resolve("a".repeat(100));
        assertThat(run("start", "--home", deep.toString())).isEqualTo(Exit.FAILED);
        assertThat(err.toString()).contains("bytes long, and 107 are possible; choose a shorter --home");
        assertThat(deep).doesNotExist();
    }

    @Test
    void takesNoEmptyPathForTheCurrentFolder() {
        String[][] lines = {
            {"share", ""},
            {"share", home.toString(), ""},
            {"unshare", ""},
            {"get", LINK, "-o", ""},
            {"get", ""},
            {"demo", ""},
            {"status", "--home", ""},
            {"--home=", "share", home.toString()}
        };
        for (String[] line : lines) {
            err.getBuffer().setLength(0);
            assertThat(run(line)).as(String.join(" ", line)).isEqualTo(Exit.USAGE);
            assertThat(err.toString().strip().lines())
                    .as(String.join(" ", line))
                    .singleElement()
                    .asString()
                    .contains("is empty");
        }
    }

    @Test
    void namesTheTransportsThatThereAre() {
        assertThat(run("start", "--transport", "foo", "--home", home.toString()))
                .isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("expected auto, direct or webrtc, but was 'foo'");
    }

    @Test
    void failsForAPathThatIsNotThere() {
        assertThat(run("share", home.resolve("nothing").toString(), "--home", home.toString()))
                .isEqualTo(Exit.NOT_FOUND);
        assertThat(err.toString()).contains("there is no " + home.resolve("nothing"));
    }
}
