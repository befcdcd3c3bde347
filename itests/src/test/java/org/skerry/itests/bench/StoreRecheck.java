// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/**
 * How long a file store takes after its process was killed until it knows again what it holds: 10 GiB in chunks of 32 KiB on
 * average. Names and lengths lie in the system's cache, as they do when a process is killed and the machine goes on.
 */
final class StoreRecheck {

    private static final int CHUNKS = 327_680;
    private static final int LEAST = 16 << 10;
    private static final int SPREAD = 32 << 10;
    private static final int ROUNDS = 5;
    private static final String END = StoreRecheck.class.getPackageName() + ".StoreEnd";

    private final Path folder;
    private final Path names;
    private final int chunks;
    private long bytes;

    private StoreRecheck(Path work, Scale scale) {
        folder = work.resolve("store");
        names = work.resolve("names");
        chunks = scale.times(CHUNKS);
    }

    static void run(Path work, Table table, Scale scale) throws Exception {
        StoreRecheck recheck = new StoreRecheck(work, scale);
        recheck.fill();
        String what = recheck.chunks + " chunks, " + Samples.number(recheck.bytes / (double) (1 << 30)) + " GiB";
        Samples counted = new Samples();
        Samples has = new Samples();
        for (int round = 0; round < ROUNDS; round++) {
            recheck.round(counted, has, round == ROUNDS - 1 ? table : null);
        }
        table.below("file store knows again what it holds after a kill: " + what, 5, "s", has);
        table.note("– of that, until it has counted", counted.text("s"));
    }

    private void fill() throws IOException, NoSuchAlgorithmException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        Bench.say("writes " + chunks + " chunks");
        Random random = new Random(1);
        Files.createDirectories(folder);
        for (int i = 0; i < 256; i++) {
            Files.createDirectories(folder.resolve(HexFormat.of().toHexDigits((byte) i)));
        }
        try (BufferedWriter out = Files.newBufferedWriter(names, StandardCharsets.US_ASCII)) {
            for (int i = 0; i < chunks; i++) {
                byte[] chunk = new byte[LEAST + random.nextInt(SPREAD)];
                random.nextBytes(chunk);
                String name = HexFormat.of().formatHex(sha256.digest(chunk));
                Files.write(folder.resolve(name.substring(0, 2)).resolve(name), chunk);
                out.write(name + "\n");
                bytes += chunk.length;
            }
        }
    }

    /** @param verifies where to note what verifying costs; null for not doing it */
    private void round(Samples counted, Samples has, Table verifies) throws Exception {
        Process end = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Dslf4j.internal.verbosity=ERROR",
                        "-cp",
                        System.getProperty("skerry.bench.classes"),
                        END,
                        folder.toString(),
                        names.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(end.getInputStream(), StandardCharsets.US_ASCII))) {
            counted.add(seconds(said, StoreEnd.COUNTED)[0]);
            has.add(seconds(said, StoreEnd.HAS)[0]);
            Bench.say("counted and asked of all: " + has.text("s"));
            new PrintStream(end.getOutputStream(), true, StandardCharsets.US_ASCII)
                    .println(verifies == null ? "" : StoreEnd.VERIFY);
            if (verifies != null) {
                double[] verified = seconds(said, StoreEnd.VERIFIED);
                if (verified[1] < chunks || verified[3] != 0) {
                    throw new IOException("verify found " + verified[3] + " faults in " + verified[1] + " chunks");
                }
                verifies.note(
                        "– verify reads and hashes all of it",
                        Samples.number(verified[0]) + " s, " + Samples.number(verified[2] / 1e6 / verified[0])
                                + " MB/s");
            }
            seconds(said, StoreEnd.WRITES);
            Thread.sleep(300); // it writes
        } finally {
            end.destroyForcibly().waitFor();
        }
    }

    private static double[] seconds(BufferedReader said, String word) throws IOException {
        String line = said.readLine();
        if (line == null || !line.startsWith(word)) {
            throw new IOException("the store has not said '" + word + "' but " + line);
        }
        String[] words = line.substring(word.length()).trim().split(" ");
        double[] numbers = new double[words.length];
        for (int i = 0; i < words.length && !words[i].isEmpty(); i++) {
            numbers[i] = Double.parseDouble(words[i]) / (i == 0 ? 1e9 : 1);
        }
        return numbers;
    }
}
