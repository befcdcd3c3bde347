// SPDX-License-Identifier: Apache-2.0
package org.skerry.runtime.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutputTest {

    private static final String STDOUT = "/proc/self/fd/1";

    /** Prints data, ends it, and then writes to the descriptor as a native library would. */
    public static void main(String[] args) throws IOException {
        Output.data().println("data");
        Output.endData();
        try (OutputStream descriptor = new FileOutputStream(STDOUT)) {
            descriptor.write("noise".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void keepsWhatANativeLibraryPrintsAtTheEndOffStandardOutput() throws Exception {
        assumeThat(Files.exists(Path.of(STDOUT))).as("no " + STDOUT + " here").isTrue();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OutputTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(out).isEqualTo("data\n");
    }
}
