// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.metatype.AttributeDefinition;
import org.skerry.shell.internal.check.ConfigurationReport.Mistake;

class ConfigurationFilesTest {

    private static final Map<String, Map<String, Definition>> KNOWN = Map.of(
            "org.skerry.peering",
            Map.of(
                    "max.peers", number(AttributeDefinition.INTEGER, 1.0, 1000.0),
                    "ratio",
                            new Definition(
                                    AttributeDefinition.DOUBLE, false, Optional.empty(), Optional.empty(), Set.of()),
                    "ports",
                            new Definition(
                                    AttributeDefinition.INTEGER, true, Optional.of(1.0), Optional.empty(), Set.of()),
                    "quiet",
                            new Definition(
                                    AttributeDefinition.BOOLEAN, false, Optional.empty(), Optional.empty(), Set.of()),
                    "mode",
                            new Definition(
                                    AttributeDefinition.STRING,
                                    false,
                                    Optional.empty(),
                                    Optional.empty(),
                                    Set.of("fast"))),
            "org.skerry.store.file",
            Map.of("quota", number(AttributeDefinition.LONG, 0.0, 1e15)));

    @TempDir
    Path etc;

    private static Definition number(int type, double min, double max) {
        return new Definition(type, false, Optional.of(min), Optional.of(max), Set.of());
    }

    private ConfigurationReport check(String file, String text) throws IOException {
        Files.writeString(etc.resolve(file), text);
        return ConfigurationFiles.check(etc, KNOWN, Set.of("org.skerry.store.file"));
    }

    private List<String> errors(String file, String text) throws IOException {
        return check(file, text).errors().stream().map(Mistake::text).toList();
    }

    @Test
    void namesFileKeyAndRange() throws IOException {
        assertThat(errors("org.skerry.peering.cfg", "max.peers = abc"))
                .containsExactly("etc/org.skerry.peering.cfg: max.peers: 'abc' is not a whole number (1 to 1000)");
        assertThat(errors("org.skerry.peering.cfg", "max.peers = 1001"))
                .containsExactly("etc/org.skerry.peering.cfg: max.peers: 1001 is too large (1 to 1000)");
        assertThat(errors("org.skerry.peering.cfg", "max.peers = 0"))
                .containsExactly("etc/org.skerry.peering.cfg: max.peers: 0 is too small (1 to 1000)");
    }

    @Test
    void acceptsWhatIsRight() throws IOException {
        ConfigurationReport report =
                check("org.skerry.peering.cfg", "max.peers = 20\nratio=0.5\nports = 1, 2\nquiet = True\nmode=fast\n");
        assertThat(report).isEqualTo(ConfigurationReport.CLEAN);
    }

    @Test
    void findsEveryMistake() throws IOException {
        assertThat(errors("org.skerry.peering.cfg", "ratio=x\nports = 1, 0\nquiet = yes\nmode=slow\n"))
                .hasSize(4)
                .anyMatch(it -> it.endsWith("mode: 'slow' is none of fast"))
                .anyMatch(it -> it.endsWith("ports: 0 is too small (1 or more)"))
                .anyMatch(it -> it.endsWith("quiet: 'yes' is neither true nor false"))
                .anyMatch(it -> it.endsWith("ratio: 'x' is not a number"));
    }

    @Test
    void warnsOfKeysAndFilesThatNoOneReads() throws IOException {
        assertThat(check("org.skerry.peering.cfg", "max.pears = 3\nzebra = 1").warnings())
                .containsExactly(
                        "etc/org.skerry.peering.cfg: there is no key max.pears, so it is ignored; did you mean max.peers?",
                        "etc/org.skerry.peering.cfg: there is no key zebra, so it is ignored");
        assertThat(check("org.skerry.peering.cfg", "maxPeers = 3").warnings())
                .containsExactly(
                        "etc/org.skerry.peering.cfg: there is no key maxPeers, so it is ignored; did you mean max.peers?");
        assertThat(check("org.skerry.peerings.cfg", "").warnings())
                .contains("etc/org.skerry.peerings.cfg: no bundle of this node knows org.skerry.peerings; did you mean"
                        + " org.skerry.peering.cfg?");
    }

    @Test
    void saysWhatHoldsInARunningNode() throws IOException {
        assertThat(check("org.skerry.peering.cfg", "max.peers = 0").errors())
                .extracting(Mistake::inFull)
                .containsExactly("etc/org.skerry.peering.cfg: max.peers: 0 is too small (1 to 1000);"
                        + " what was set before holds until it is mended");
        Files.delete(etc.resolve("org.skerry.peering.cfg"));
        assertThat(check("org.skerry.store.file-a.cfg", "quota = -1").errors())
                .extracting(Mistake::inFull)
                .singleElement()
                .asString()
                .endsWith("; org.skerry.store.file stands still until it is mended");
    }

    @Test
    void knowsTheFilesOfFactories() throws IOException {
        assertThat(errors("org.skerry.store.file-default.cfg", "quota = -1"))
                .containsExactly(
                        "etc/org.skerry.store.file-default.cfg: quota: -1 is too small (0 to 1000000000000000)");
        assertThat(errors("org.skerry.store.file-default.cfg", "quota = ${elsewhere}"))
                .isEmpty();
    }

    @Test
    void knowsHowTheFilesOfFactoriesAreNamed() throws IOException {
        assertThat(check("org.skerry.store.file~default.cfg", "quota = 1").warnings())
                .containsExactly("etc/org.skerry.store.file~default.cfg: no bundle of this node knows"
                        + " org.skerry.store.file~default; name it org.skerry.store.file-default.cfg");
    }

    @Test
    void readsBoundsFromMetatypeFiles() throws Exception {
        String file = "<m:MetaData xmlns:m='http://www.osgi.org/xmlns/metatype/v1.4.0'><OCD id='a'>"
                + "<AD id='n' type='Integer' min='1' max='5'/><AD id='s' type='String'/></OCD></m:MetaData>";
        Map<String, Ranges.Range> ranges = new HashMap<>();
        Ranges.read(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), ranges);

        assertThat(ranges.get("a/n")).isEqualTo(new Ranges.Range(Optional.of(1.0), Optional.of(5.0)));
        assertThat(ranges.get("a/s")).isEqualTo(Ranges.Range.UNBOUNDED);
    }

    @Test
    void takesTheMessageOutOfAStackTrace() {
        String trace = "java.lang.reflect.InvocationTargetException\n\tat a.B.c(B.java:1)\n"
                + "Caused by: java.lang.IllegalArgumentException: org.skerry.x: key is 0\n\tat a.B.c(B.java:2)\n\t... 3 more\n";
        assertThat(ComponentFailures.reason(trace)).isEqualTo("org.skerry.x: key is 0");
        assertThat(ComponentFailures.reason("java.net.BindException: Address in use: x\n\tat a"))
                .isEqualTo("Address in use: x");
    }
}
