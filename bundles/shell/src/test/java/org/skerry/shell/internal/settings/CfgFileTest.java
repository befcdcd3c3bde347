// SPDX-License-Identifier: Apache-2.0
package org.skerry.shell.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CfgFileTest {

    @TempDir
    Path etc;

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(etc)) {
            return all.map(it -> it.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void makesAFileThatIsNotThere() throws Exception {
        CfgFile file = new CfgFile(etc.resolve("a.cfg"));
        file.write(CfgText.parse("").with("k", "v"));
        assertThat(etc.resolve("a.cfg")).hasContent("k = v\n");
        assertThat(names()).containsExactly("a.cfg");
    }

    @Test
    void keepsBytesOfAnyEncodingAndRights() throws Exception {
        Path path = etc.resolve("a.cfg");
        byte[] latin = {'#', ' ', (byte) 0xe9, '\n', '#', (byte) 0xc3, (byte) 0xa9, '\n'};
        Files.write(path, latin);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r--r-----"));
        CfgFile file = new CfgFile(path);
        file.write(file.find().orElseThrow().with("k", "v"));

        assertThat(Files.readAllBytes(path)).startsWith(latin).endsWith("k = v\n".getBytes("US-ASCII"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("r--r-----");
    }

    @Test
    void leavesALinkALink() throws Exception {
        Path real = Files.writeString(
                Files.createDirectory(etc.resolve("elsewhere")).resolve("real"), "k = 1\n");
        Path link = Files.createSymbolicLink(etc.resolve("a.cfg"), real);
        CfgFile file = new CfgFile(link);
        file.write(file.find().orElseThrow().with("k", "2"));
        assertThat(link).isSymbolicLink().hasContent("k = 2\n");
        assertThat(real).hasContent("k = 2\n");
    }

    @Test
    void leavesNothingBehindWhenItCannotBeWritten() throws Exception {
        Path inTheWay = Files.createDirectory(etc.resolve("a.cfg"));
        Files.createFile(inTheWay.resolve("full"));
        assertThatThrownBy(() -> new CfgFile(inTheWay).write(CfgText.parse("k = v\n")))
                .isInstanceOf(IOException.class);
        assertThat(names()).containsExactly("a.cfg");
    }
}
