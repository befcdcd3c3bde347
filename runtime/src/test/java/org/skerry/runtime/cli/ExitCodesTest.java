// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ExitCodesTest {

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
            strings = {"start", "stop", "share", "unshare", "get", "status", "peers", "transfers", "bundles", "doctor"})
    void everyCommandHasHelpAndVersion(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("--home").contains("skerry " + command);
        assertThat(run(command, "--version")).isZero();
        assertThat(out.toString()).contains("skerry development");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "peers", "transfers", "bundles", "ready", "stop"})
    void saysThatNoNodeRuns(String command) {
        assertThat(run(command, "--home", home.toString())).isEqualTo(Exit.NOT_FOUND);
        assertThat(err.toString().strip())
                .isEqualTo("skerry: no node runs in " + home + "; start one with 'skerry start'");
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
    void refusesWhatItDoesNotUnderstand() {
        assertThat(run("dance")).isEqualTo(Exit.USAGE);
        assertThat(run("get")).isEqualTo(Exit.USAGE);
        assertThat(run("get", "x", "--timeout", "soon")).isEqualTo(Exit.USAGE);
        assertThat(run()).isEqualTo(Exit.USAGE);
    }

    @Test
    void failsForAPathThatIsNotThere() {
        assertThat(run("share", home.resolve("nothing").toString(), "--home", home.toString()))
                .isEqualTo(Exit.FAILED);
        assertThat(err.toString()).contains("there is no " + home.resolve("nothing"));
    }
}
