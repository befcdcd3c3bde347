// SPDX-License-Identifier: Apache-2.0
package org.skerry.itests.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Two network namespaces, the one of this process and another one, with an interface pair between them: what goes from one to
 * the other is counted, and can be held up.
 */
final class Segment implements AutoCloseable {

    /** The interface at this end; {@code isolated.sh} makes both. */
    private static final String HERE = "skerry0";

    private static final String THERE = "skerry1";
    private static final String UP = "ip link set lo up; ip address add 10.83.75.2/24 dev " + THERE + "; ip link set "
            + THERE + " up; ip route add default via 10.83.75.1; ip route add 224.0.0.0/4 dev " + THERE;

    private final Process holder;

    /** Makes the other namespace, which goes when this process does. */
    Segment() throws Exception {
        holder = new ProcessBuilder("unshare", "-n", "sh", "-c", "echo ready; exec cat")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.US_ASCII)).readLine();
        run(List.of("ip", "link", "set", THERE, "netns", String.valueOf(holder.pid())));
        run(there(List.of("sh", "-ec", UP)));
    }

    /** {@return the command that runs another one at the other end} */
    List<String> there() {
        return List.of("nsenter", "--net=/proc/" + holder.pid() + "/ns/net");
    }

    private List<String> there(List<String> command) {
        List<String> all = new ArrayList<>(there());
        all.addAll(command);
        return all;
    }

    /**
     * What has gone over it.
     *
     * @param in bytes of Ethernet frames to this end
     * @param packetsIn how many these are
     * @param out bytes of those from this end
     * @param packetsOut how many these are
     * @param lost datagrams that came to this end and found the buffer of their socket full
     */
    record Traffic(long in, long packetsIn, long out, long packetsOut, long lost) {

        Traffic since(Traffic before) {
            return new Traffic(
                    in - before.in,
                    packetsIn - before.packetsIn,
                    out - before.out,
                    packetsOut - before.packetsOut,
                    lost - before.lost);
        }
    }

    /** {@return what has gone over it so far; sysfs would show another namespace's} */
    Traffic traffic() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/net/dev"))) {
            if (line.strip().startsWith(HERE + ":")) {
                String[] fields = line.substring(line.indexOf(':') + 1).strip().split("\\s+");
                return new Traffic(
                        Long.parseLong(fields[0]),
                        Long.parseLong(fields[1]),
                        Long.parseLong(fields[8]),
                        Long.parseLong(fields[9]),
                        lost());
            }
        }
        throw new IOException("no interface " + HERE);
    }

    /** {@return RcvbufErrors of UDP: one line names the fields, the next one counts} */
    private static long lost() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/self/net/snmp")).stream()
                .filter(line -> line.startsWith("Udp:"))
                .toList();
        int field = List.of(lines.get(0).split(" ")).indexOf("RcvbufErrors");
        return field < 0 ? 0 : Long.parseLong(lines.get(1).split(" ")[field]);
    }

    /** Holds it to a rate, both ways; what waits longer than 100 ms is lost. @param rate as of {@code tc(8)} */
    void limit(String rate) throws Exception {
        List<String> queue = List.of("root", "tbf", "rate", rate, "burst", "32kbit", "latency", "100ms");
        for (String device : List.of(HERE, THERE)) {
            List<String> command = new ArrayList<>(List.of("tc", "qdisc", "add", "dev", device));
            command.addAll(queue);
            run(device.equals(HERE) ? command : there(command));
        }
    }

    void unlimit() throws Exception {
        run(List.of("tc", "qdisc", "del", "dev", HERE, "root"));
        run(there(List.of("tc", "qdisc", "del", "dev", THERE, "root")));
    }

    private static void run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
    }

    @Override
    public void close() throws Exception {
        holder.getOutputStream().close();
        if (!holder.waitFor(5, TimeUnit.SECONDS)) {
            holder.destroyForcibly();
        }
    }
}
